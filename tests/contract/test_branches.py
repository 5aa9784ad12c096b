"""What is of another branch cannot be seen, touched or named. A route missing here fails the run."""

from typing import Any

import pytest

from tests.contract.conftest import ROLES, House
from tests.contract.test_roles import EXPECTED

# Routes with an id of something in Norte, and a body that would do for one's own.
BODIES: dict[str, dict[str, Any]] = {
    "POST /clients/{id}/link": {"patient_id": "{patients}"},
    "POST /clients/{id}/unlink": {"patient_id": "{patients}"},
    "POST /clients/{id}/merge": {"duplicate_id": "{patients}"},
    "PUT /clients/{id}/tags": {"tag_ids": []},
    "POST /clients/{id}/tags": {"tag_ids": []},
    "POST /sales/{id}/follow-ups": {"due_on": "2026-03-01"},
    "POST /tasks/{id}/close": {"status": "done"},
    "POST /tasks/{id}/follow": {"description": "Seguir", "due_on": "2026-03-01"},
}
# What everybody of the house may see, or only its owner: told apart in the tests of identity and notifications.
SHARED = {"branches", "tags", "task-types", "teams", "users"}

# Lists, and the ids of Norte that none of them may hold for people of Central.
LISTS = sorted(
    path
    for (method, path), role in EXPECTED.items()
    if method == "GET" and "{" not in path and not path.startswith("/auth") and role != "public"
)
NARROWED = {
    "/search": "?q=norte",
    "/contacts/search": "?q=norte",
    "/agenda": "?from=2026-01-01&to=2026-02-28",
    "/reports/tasks": "?by=operator",
}

# Bodies that name something of Norte: what is answered, and the field that is named.
NAMING: dict[str, tuple[str, dict[str, Any], str]] = {
    "a client": ("/follow-ups", {"client_id": "{clients}", "due_on": "2026-03-01"}, "contact.client_id"),
    "a sale's client": ("/sales", {"title": "A", "client_id": "{clients}"}, "contact.client_id"),
    "a sale's branch": ("/sales", {"title": "A", "client_id": "{clients}", "branch_id": "{norte}"}, "branch_id"),
    "a contact": (
        "/interactions",
        {"contact": {"client_id": "{clients}"}, "method": "call", "occurred_at": "2026-03-01"},
        "contact.client_id",
    ),
    "a branch": ("/clients", {"first_name": "Eva", "branch_id": "{norte}"}, "branch_id"),
    "a patient's branch": ("/patients", {"first_name": "A", "last_name": "B", "branch_id": "{norte}"}, "branch_id"),
    "a student's branch": ("/students", {"first_name": "A", "last_name": "B", "branch_id": "{norte}"}, "branch_id"),
    "a person": ("/clients", {"first_name": "Eva", "assigned_to_id": "{users}"}, "assigned_to_id"),
    "a view's branch": (
        "/views",
        {"name": "A", "page": "clients", "query": "q=a", "branch_id": "{norte}"},
        "branch_id",
    ),
    "a client to resolve": ("/contacts/resolve", {"client_id": "{clients}"}, "client_id"),
    "a task's client": (
        "/tasks",
        {"description": "A", "due_on": "2026-03-01", "client_id": "{clients}"},
        "client_id",
    ),
    "a task's operator": (
        "/tasks",
        {"description": "A", "due_on": "2026-03-01", "operator_id": "{users}"},
        "operator_id",
    ),
    "a task's team": ("/tasks", {"description": "A", "due_on": "2026-03-01", "team_id": "{teams}"}, "team_id"),
    "a task's branch": ("/tasks", {"description": "A", "due_on": "2026-03-01", "branch_id": "{norte}"}, "branch_id"),
    "a note's client": ("/history", {"text": "A", "client_id": "{clients}"}, "client_id"),
    "a note's task": ("/history", {"text": "A", "task_id": "{tasks}"}, "task_id"),
    "a patient to resolve": ("/contacts/resolve", {"patient_id": "{patients}"}, "patient_id"),
}


def filled(house: House, body: Any) -> Any:
    if isinstance(body, dict):
        return {name: filled(house, value) for name, value in body.items()}
    if isinstance(body, str) and body.startswith("{"):
        return house.ids[body.strip("{}")]
    return body


# Nothing is of another branch for an administrator.
WITH_ID = sorted(
    (method, path)
    for (method, path), role in EXPECTED.items()
    if "{id}" in path and path.split("/")[1] not in SHARED and role != "admin"
)


@pytest.mark.parametrize(("method", "path"), [pytest.param(*route, id=" ".join(route)) for route in WITH_ID])
def test_an_id_of_another_branch_is_not_found(house: House, method: str, path: str) -> None:
    collection = path.partition("/{id}")[0]
    theirs = house.ids[collection.removeprefix("/")]
    options: dict[str, Any] = {} if method == "GET" else {"json": filled(house, BODIES.get(f"{method} {path}", {}))}
    before = house.call("GET", collection, by="norte-manager").data

    address = path.replace("{id}", theirs).replace("{tag_id}", house.ids["tags"])

    answer = house.call(method, address, by="manager", **options)

    assert answer.status_code == 404, answer.text
    assert house.call("GET", collection, by="norte-manager").data == before


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("role", ["operator", "manager"])
def test_no_list_holds_anything_of_another_branch(house: House, path: str, role: str) -> None:
    hidden = {
        house.ids[name]
        for name in (
            "clients",
            "patients",
            "students",
            "interactions",
            "follow-ups",
            "sales",
            "deliveries",
            "tasks",
            "history",
            "agenda/feeds",
            "imports",
            "views",
        )
    }

    if ROLES.index(role) < ROLES.index(EXPECTED["GET", path]):
        pytest.skip("only managers may")

    answer = house.call("GET", path + NARROWED.get(path, ""), by=role)

    assert answer.status_code == 200, answer.text
    assert [id for id in hidden if id in answer.text] == []
    assert "Norte" not in answer.text or path in {"/branches", "/packs"}


@pytest.mark.parametrize("format", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "path",
    [
        "/clients",
        "/patients",
        "/students",
        "/interactions",
        "/follow-ups",
        "/sales",
        "/deliveries",
        "/tasks",
        "/history",
        "/imports",
    ],
)
def test_no_export_does_either(house: House, path: str, format: str) -> None:
    answer = house.call("GET", f"{path}?format={format}", by="manager")

    assert answer.status_code == 200
    assert b"Norte" not in answer.data


@pytest.mark.parametrize("what", NAMING)
def test_what_is_of_another_branch_cannot_be_named(house: House, what: str) -> None:
    path, body, field = NAMING[what]

    answer = house.call("POST", path, by="manager", json=filled(house, body))

    assert answer.status_code in {404, 422}, answer.text
    if answer.status_code == 422:
        assert list(answer.json["errors"]) == [field]
