"""The contract's conventions, for every service that has routes."""

import threading
from typing import Any
from uuid import UUID

import pytest

from shared.events import unseal
from shared.ids import new_id
from tests.contract.conftest import House
from tests.contract.test_roles import EXPECTED

# One list and one body that makes something, for each service that has them.
LISTS = [
    "/users",
    "/views",
    "/clients",
    "/patients",
    "/students",
    "/tags",
    "/interactions",
    "/follow-ups",
    "/sales",
    "/tasks",
    "/task-types",
    "/history",
    "/agenda/feeds",
    "/notifications",
    "/deliveries",
]
MAKING: dict[str, dict[str, Any]] = {
    "/branches": {"name": "Sur", "time_zone": "America/Bogota", "phone_region": "CO", "pack": "school"},
    "/clients": {"first_name": "Clara"},
    "/patients": {"first_name": "Pablo", "last_name": "Ríos"},
    "/students": {"first_name": "Sara", "last_name": "Ríos"},
    "/interactions": {"contact": {"client_id": "{client}"}, "method": "call", "occurred_at": "2026-02-01"},
    "/follow-ups": {"client_id": "{client}", "due_on": "2030-02-01"},
    "/sales": {"client_id": "{client}", "title": "Plan anual", "amount": "1250.50"},
    "/tasks": {"client_id": "{client}", "description": "Enviar precios", "due_on": "2030-02-01"},
}
SERVICE_OF = {
    "/branches": "identity", "/clients": "contacts", "/patients": "contacts", "/students": "contacts",
    "/interactions": "interactions", "/follow-ups": "followups", "/sales": "followups",
    "/tasks": "tasks",
}  # fmt: skip
PROBLEMS = {
    "not-found": ("GET", "/clients/00000000-0000-0000-0000-000000000000", {}, 404),
    "invalid-fields": ("POST", "/clients", {"json": {}}, 422),
    "bad-request": ("POST", "/clients", {"data": "{", "content_type": "application/json"}, 400),
    "unsupported-media-type": ("POST", "/clients", {"data": "a=b", "content_type": "text/plain"}, 415),
    "method-not-allowed": ("DELETE", "/clients", {}, 405),
}


@pytest.fixture(scope="module")
def client(house: House) -> str:
    return house.made("/clients", {"first_name": "Central"}, by="admin")["id"]


@pytest.fixture
def body_for(client: str) -> Any:
    def body(path: str) -> dict[str, Any]:
        def fill(value: Any) -> Any:
            if isinstance(value, dict):
                return {name: fill(each) for name, each in value.items()}
            return client if value == "{client}" else value

        return fill(MAKING[path])

    return body


class TestProblems:
    @pytest.mark.parametrize("name", PROBLEMS)
    def test_they_have_one_shape_in_two_languages(self, house: House, name: str) -> None:
        method, path, options, status = PROBLEMS[name]
        told = {
            language: house.call(method, path, by="admin", headers={"Accept-Language": language}, **options)
            for language in ("es", "en", "fr")
        }

        for answer in told.values():
            assert (answer.status_code, answer.mimetype) == (status, "application/problem+json"), answer.text
            assert answer.json["type"] == f"/problems/{name}"
            assert answer.json["status"] == status
            assert answer.json["request_id"] == answer.headers["X-Request-Id"]
        assert told["es"].json["title"] == told["fr"].json["title"] != told["en"].json["title"]

    @pytest.mark.parametrize(
        "service", ["identity", "contacts", "interactions", "followups", "tasks", "notifications"]
    )
    def test_every_service_answers_them_itself(self, house: House, service: str) -> None:
        answer = house.call("GET", "/nothing-here", by="admin", at=service)

        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")

    def test_a_body_over_a_mebibyte_is_refused(self, house: House) -> None:
        answer = house.call("POST", "/clients", by="admin", json={"first_name": "x" * 1024 * 1024})

        assert (answer.status_code, answer.json["type"]) == (413, "/problems/content-too-large")

    @pytest.mark.parametrize(
        "body", ["null", "[]", '"text"', "3", '{"first_name": NaN}', '{"first_name": "\\ud800"}']
    )
    def test_strange_json_is_refused(self, house: House, body: str) -> None:
        answer = house.call("POST", "/clients", by="admin", data=body, content_type="application/json")

        assert answer.status_code in {400, 422}, answer.text


@pytest.mark.parametrize("path", MAKING)
class TestMaking:
    def test_it_answers_where_and_which_version(self, house: House, path: str, body_for: Any) -> None:
        answer = house.call("POST", path, by="admin", json=body_for(path))

        assert answer.status_code == 201, answer.text
        assert answer.headers["Location"] == f"/api/v1{path}/{answer.json['id']}"
        assert answer.headers["ETag"] == f'"{answer.json["version"]}"'
        assert UUID(answer.json["id"]).version == 7

    def test_an_unknown_field_is_named(self, house: House, path: str, body_for: Any) -> None:
        answer = house.call("POST", path, by="admin", json=body_for(path) | {"is_admin": True})

        assert (answer.status_code, list(answer.json["errors"])) == (422, ["is_admin"])

    @pytest.mark.parametrize("field", ["id", "version", "created_at"])
    def test_nothing_that_is_ours_can_be_set(self, house: House, path: str, field: str, body_for: Any) -> None:
        answer = house.call("POST", path, by="admin", json=body_for(path) | {field: "1"})

        assert (answer.status_code, list(answer.json["errors"])) == (422, [field])

    def test_twenty_at_once_with_one_key_make_one(self, house: House, path: str, body_for: Any) -> None:
        key, answers, barrier = str(new_id()), [], threading.Barrier(20)

        def make() -> None:
            barrier.wait(20)
            answers.append(
                house.call("POST", path, by="admin", json=body_for(path), headers={"Idempotency-Key": key})
            )

        threads = [threading.Thread(target=make) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        again = house.call("POST", path, by="admin", json=body_for(path), headers={"Idempotency-Key": key})

        made = {answer.json["id"] for answer in answers if answer.status_code == 201}
        assert made == {again.json["id"]}
        waiting = [answer for answer in answers if answer.status_code != 201]
        assert all(answer.json["type"] == "/problems/idempotency-in-progress" for answer in waiting)
        assert all(answer.headers["Retry-After"] for answer in waiting)

    def test_a_key_is_of_one_user(self, house: House, path: str, body_for: Any) -> None:
        if EXPECTED["POST", path] == "admin":
            pytest.skip("only one user may")
        key = {"Idempotency-Key": str(new_id())}
        first = house.call("POST", path, by="admin", json=body_for(path), headers=key)
        second = house.call("POST", path, by="manager", json=body_for(path), headers=key)

        assert (first.status_code, second.status_code) == (201, 201), second.text
        assert first.json["id"] != second.json["id"]

    def test_a_stale_version_is_refused_and_a_fitting_one_taken(self, house: House, path: str, body_for: Any) -> None:
        made = house.made(path, body_for(path), by="admin")
        change = {"due_on": "2030-03-01"} if path == "/follow-ups" else {"notes": "b"}
        change = change if path in {"/clients", "/interactions", "/follow-ups"} else {"name": "b"}
        change = {"first_name": "b"} if path in {"/patients", "/students"} else change
        change = {"description": "b"} if path == "/tasks" else change
        change = {"title": "b"} if path == "/sales" else change
        where = f"{path}/{made['id']}"

        fitting = house.call("PATCH", where, by="admin", json=change, headers={"If-Match": f'"{made["version"]}"'})
        stale = house.call("PATCH", where, by="admin", json=change, headers={"If-Match": f'"{made["version"]}"'})

        assert (fitting.status_code, stale.status_code) == (200, 412), fitting.text
        assert stale.json["type"] == "/problems/precondition-failed"

    def test_request_id_and_trace_go_on_into_the_event(self, house: House, path: str, body_for: Any) -> None:
        request_id, trace_id = f"req-{new_id()}", new_id().hex
        headers = {"X-Request-Id": request_id, "traceparent": f"00-{trace_id}-00f067aa0ba902b7-01"}

        answer = house.call("POST", path, by="admin", json=body_for(path), headers=headers)

        assert answer.headers["X-Request-Id"] == request_id
        event = next(each for each in published(house, SERVICE_OF[path]) if str(each.subject) == answer.json["id"])
        assert event.correlation_id == request_id
        assert event.traceparent.split("-")[1] == trace_id
        assert event.actor_id is not None


def published(house: House, service: str) -> list[Any]:
    found = house.services[service]
    with found.app.app_context():
        rows = found.db.session.execute(found.tables.outbox.select()).all()
    return [unseal(row.body) for row in rows]


@pytest.mark.parametrize("path", LISTS)
class TestLists:
    def test_pages_hold_everything_once(self, house: House, path: str) -> None:
        whole = house.call("GET", f"{path}?limit=200&include=total", by="admin").json
        found: list[str] = []
        cursor = ""
        while True:
            page = house.call("GET", f"{path}?limit=2{cursor}", by="admin").json
            found += [each["id"] for each in page["items"]]
            if page["next_cursor"] is None:
                break
            cursor = f"&cursor={page['next_cursor']}"

        assert len(found) == len(set(found)) == whole["total"]
        assert found[:200] == [each["id"] for each in whole["items"]]

    @pytest.mark.parametrize(
        "query",
        ["limit=0", "limit=201", "limit=x", "cursor=%00", "cursor=W10", "include=all", "format=pdf", "nonsense=1"],
    )
    def test_a_wrong_question_names_its_field(self, house: House, path: str, query: str) -> None:
        answer = house.call("GET", f"{path}?{query}", by="admin")

        assert (answer.status_code, list(answer.json["errors"])) == (422, [query.split("=")[0]])

    def test_it_comes_whole_as_a_table(self, house: House, path: str) -> None:
        count = house.call("GET", f"{path}?limit=1&include=total", by="admin").json["total"]
        table = house.call("GET", f"{path}?format=csv", by="admin")
        sheet = house.call("GET", f"{path}?format=xlsx", by="admin")

        assert table.mimetype == "text/csv"
        assert (table.text.count("\r\n") > count) == (count > 0) or count == 0
        assert sheet.data.startswith(b"PK")


@pytest.mark.parametrize("service", ["identity", "contacts", "interactions", "followups", "tasks", "notifications"])
class TestOperations:
    def test_it_is_alive_and_ready(self, house: House, service: str) -> None:
        client = house.services[service].app.test_client()

        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").json["checks"]["database"] == "ok"

    def test_its_metrics_name_routes_by_their_template(self, house: House, service: str) -> None:
        client = house.services[service].app.test_client()
        client.get(f"/api/v1/users/{new_id()}")

        metrics = client.get("/metrics").text

        assert "http_server_requests_total" in metrics
        assert "crm_outbox_pending" in metrics
        assert str(house.ids["clients"]) not in metrics

    def test_a_process_that_stops_is_no_longer_ready(self, house: House, service: str) -> None:
        app = house.services[service].app
        draining = app.extensions["draining"]
        draining.started = True
        try:
            assert app.test_client().get("/readyz").status_code == 503
            assert app.test_client().get("/healthz").status_code == 200
        finally:
            draining.started = False
