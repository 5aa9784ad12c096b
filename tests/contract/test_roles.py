"""Who may do what: every route of every document, as everybody. A route missing here fails the run."""

import re
from typing import Any

import pytest

from shared.ids import new_id
from tests.contract.conftest import ROLES, House

# The contract's own words, written down once more: what the code says must agree.
TABLE = """
public   POST /auth/login · POST /auth/refresh · POST /auth/logout · GET /auth/jwks.json
public   POST /auth/service · POST /webhooks/twilio · GET /webhooks/whatsapp · POST /webhooks/whatsapp
operator POST /auth/password · GET /auth/me
operator GET /users · GET /users/{id} · GET /branches · GET /branches/{id} · GET /teams · GET /teams/{id} · GET /packs
operator GET /views · POST /views · GET /views/{id} · PATCH /views/{id} · DELETE /views/{id}
manager  POST /users/{id}/hand-over
admin    GET /audit
admin    POST /users · PATCH /users/{id} · POST /branches · PATCH /branches/{id} · POST /teams · PATCH /teams/{id}
operator GET /clients · POST /clients · GET /clients/{id} · PATCH /clients/{id} · GET /clients/stats
operator POST /clients/{id}/convert · POST /clients/{id}/promote · POST /clients/{id}/link · POST /clients/{id}/unlink
operator GET /clients/{id}/duplicates
operator PUT /clients/{id}/tags · POST /clients/{id}/tags · DELETE /clients/{id}/tags/{tag_id}
operator GET /tags · GET /tags/{id}
manager  POST /tags · PATCH /tags/{id} · DELETE /tags/{id}
manager  POST /clients/{id}/merge
manager  GET /imports · POST /imports · GET /imports/{id} · POST /imports/{id}/apply · POST /imports/{id}/revert
admin    GET /clients/{id}/export · POST /clients/{id}/erase
operator GET /patients · POST /patients · GET /patients/{id} · PATCH /patients/{id}
operator GET /students · POST /students · GET /students/{id} · PATCH /students/{id}
operator GET /contacts/search · POST /contacts/resolve
operator GET /interactions · POST /interactions
operator GET /interactions/{id} · PATCH /interactions/{id} · DELETE /interactions/{id}
operator GET /follow-ups · GET /follow-ups/summary · GET /follow-ups/by-day
operator POST /follow-ups · GET /follow-ups/{id} · PATCH /follow-ups/{id}
operator POST /follow-ups/{id}/claim · POST /follow-ups/{id}/release · POST /follow-ups/{id}/complete
operator POST /follow-ups/{id}/reopen · POST /follow-ups/{id}/cancel
operator GET /tasks · POST /tasks · GET /tasks/{id} · PATCH /tasks/{id} · GET /tasks/{id}/chain
operator POST /tasks/{id}/claim · POST /tasks/{id}/release · POST /tasks/{id}/close · POST /tasks/{id}/follow
operator GET /task-types · GET /task-types/{id}
admin    POST /task-types · PATCH /task-types/{id} · DELETE /task-types/{id}
public   GET /agenda/feeds/{secret}.ics
operator GET /agenda · GET /agenda/feeds · POST /agenda/feeds · DELETE /agenda/feeds/{id}
manager  GET /reports/tasks
operator GET /history · POST /history · GET /history/{id} · DELETE /history/{id} · GET /board
operator GET /sales · POST /sales · GET /sales/{id} · PATCH /sales/{id}
operator GET /sales/{id}/follow-ups · POST /sales/{id}/follow-ups
operator POST /sales/{id}/conclude · POST /sales/{id}/reopen
manager  GET /reports/unattended-follow-ups · GET /reports/without-next-step
operator GET /notifications · POST /notifications/{id}/read · POST /notifications/read-all
operator GET /incoming-messages
operator GET /deliveries
operator GET /deliveries/health
manager  POST /deliveries/{id}/retry
manager  GET /notification-rules · PUT /notification-rules
operator GET /templates · GET /templates/{name} · GET /templates/{name}/branches · POST /templates/{name}/preview
manager  PUT /templates/{name}
operator GET /preferences · PUT /preferences · GET /consents/{client_id} · PUT /consents/{client_id}
operator GET /panel · GET /clients/{id}/profile · GET /search · GET /stream
"""
EXPECTED = {
    (method, path): line.split()[0]
    for line in TABLE.strip().splitlines()
    for method, path in re.findall(r"([A-Z]+) (/\S+)", line)
}
# They ask for no token, and for a signature or a word instead.
SIGNED = {("GET", "/webhooks/whatsapp"), ("POST", "/webhooks/whatsapp")}


def is_open(route: tuple[str, str]) -> bool:
    """Whether anybody may call it."""
    return EXPECTED[route] == "public" and route not in SIGNED


def filled(path: str) -> str:
    """The path with ids that nothing has."""
    return re.sub(r"{\w+}", lambda _: str(new_id()), path)


def operations(document: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (method.upper(), path.removeprefix("/api/v1")): operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in {"get", "post", "put", "patch", "delete"}
    }


@pytest.fixture(scope="session")
def document(house: House) -> dict[str, Any]:
    return house.call("GET", "/openapi.json").json


def test_the_document_holds_the_routes_of_the_contract_and_no_other(document: dict[str, Any]) -> None:
    assert operations(document).keys() == EXPECTED.keys()


def test_the_document_says_of_every_route_which_role_it_asks_for(document: dict[str, Any]) -> None:
    assert {route: operation.get("x-role") for route, operation in operations(document).items()} == EXPECTED


@pytest.mark.parametrize(("method", "path"), [pytest.param(*route, id=" ".join(route)) for route in sorted(EXPECTED)])
class TestRoute:
    def test_without_a_token_only_what_is_public_answers(self, house: House, method: str, path: str) -> None:
        answer = house.call(method, filled(path), json={} if method != "GET" else None)

        assert (answer.status_code == 401) != is_open((method, path))

    def test_a_forged_token_opens_nothing(self, house: House, method: str, path: str) -> None:
        token = house.tokens["admin"]
        head, body, signature = token.split(".")
        forged = f"{head}.{body}.{signature[:-6]}AAAAAA"

        answer = house.call(
            method, filled(path), headers={"Authorization": f"Bearer {forged}"},
            json={} if method != "GET" else None,
        )  # fmt: skip

        assert (answer.status_code == 401) != is_open((method, path))

    @pytest.mark.requirement("G9")
    def test_each_role_may_what_the_table_says(self, house: House, method: str, path: str) -> None:
        wanted = EXPECTED[method, path]
        if wanted == "public":
            return
        for role in ROLES:
            if (method, path) == ("POST", "/notifications/read-all"):
                continue
            options = {} if method == "GET" else {"json": {"no-such-field": 1}}
            answer = house.call(method, filled(path), by=role, **options)

            allowed = ROLES.index(role) >= ROLES.index(wanted)
            assert (answer.status_code == 403) == (not allowed), f"{role}: {answer.text}"
            assert answer.status_code < 500
