"""What an operator does while people work: a new branch, new keys, somebody who has to go at once."""

import base64
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from cli.client import Person, Refusal
from cli.demo import EMAIL, PASSWORD
from tests.reliability.client import Client
from tests.reliability.ledger import Ledger
from tests.reliability.pace import until
from tests.reliability.run import House
from tests.reliability.workload import today

SECRET = "una-clave-larga"
# One path of each service that asks for a token.
PATHS = ("users", "clients", "interactions", "follow-ups", "tasks", "notifications")


@pytest.fixture
def admin(house: House) -> Person:
    return Person(house.product.url, EMAIL, PASSWORD)


def _hire(house: House, admin: Person, email: str, branch_id: str) -> Person:
    body = {"name": email, "email": email, "role": "operator", "branch_ids": [branch_id], "password": SECRET}
    admin.post("users", body)
    return Person(house.product.url, email, SECRET)


def test_in_a_new_branch_people_work_at_once(house: House, admin: Person) -> None:
    with house.run("a new branch") as run:
        run.work(10)
        where = {"time_zone": "America/Tijuana", "phone_region": "MX", "pack": "gym"}
        branch = admin.post("branches", {"name": "Nueva", **where})
        kind = admin.post("task-types", {"name": f"Visita {house.product.mode}", "priority": True})
        nora = _hire(house, admin, f"nora-{house.product.mode}@nueva.test", branch["id"])

        # Nothing is waited for: what the events have not brought yet is asked for.
        told = {"method": "call", "occurred_at": today(-5), "follow_up_on": today(-2), "notes": "del ramo"}
        contact = {"first_name": "Una", "last_name": "Nueva", "phone": "664 123 4567"}
        interaction = nora.post("interactions", {"contact": contact, **told})
        client_id = interaction["client"]["id"]
        task = nora.post(
            "tasks", {"client_id": client_id, "type_id": kind["id"], "due_on": today(1), "description": "Visita"}
        )

        assert {interaction["branch_id"], task["branch_id"]} == {branch["id"]}
        nora.until(10, "follow-ups", lambda page: _shown(page, "interaction_id") == [interaction["id"]])
        [due] = _shown(nora.get("follow-ups"), "id")
        nora.until(20, "notifications", lambda page: due in [each["id"] for each in _shown(page, "record")])
        assert _shown(nora.get("clients"), "id") == [client_id]
        assert _shown(nora.get("tasks"), "id") == [task["id"]]
        run.work(10)
    assert not run.check().problems


def _shown(page: dict[str, Any], field: str) -> list[Any]:
    return [each[field] for each in page["items"]]


def test_a_new_key_signs_and_nobody_notices(house: House, admin: Person) -> None:
    old = _signed_in(admin)
    with house.run("F29 keys rotated") as run:
        run.work(10)
        assert house.product.crm("keys", "rotate").returncode == 0
        run.work(10)
        new = until(lambda: _signed_in_with_another_key(admin, than=old), 20)
        run.work(10)

        for token in (new, old):
            for path in PATHS:
                answer = _asked(house, token, path)
                assert answer == 200, f"{path}: {answer}"
    assert {each.status for each in run.ledger.answers} <= {200, 201, 204}
    assert not run.check().problems


def test_who_has_to_go_is_out_when_their_token_ends(house: House, admin: Person) -> None:
    person = _hire(house, admin, f"vera-{house.product.mode}@casa.test", house.branch_id)
    granted = person.post("auth/login", {"email": person.user["email"], "password": SECRET})

    admin.patch(f"users/{person.user['id']}", {"active": False})

    assert _refused(person, "auth/refresh", {"refresh_token": granted["refresh_token"]}) == 401
    assert _refused(person, "auth/login", {"email": person.user["email"], "password": SECRET}) == 401
    left = _claims(granted["access_token"])[1]["exp"] - datetime.now(UTC).timestamp()
    assert 0 < left <= 15 * 60


def _signed_in(person: Person) -> str:
    granted: dict[str, Any] = person.post("auth/login", {"email": EMAIL, "password": PASSWORD})
    return str(granted["access_token"])


def _signed_in_with_another_key(person: Person, than: str) -> str | None:
    token = _signed_in(person)
    return token if _claims(token)[0]["kid"] != _claims(than)[0]["kid"] else None


def _claims(token: str) -> list[dict[str, Any]]:
    """The header of a token, and what it says."""
    return [orjson.loads(base64.urlsafe_b64decode(f"{part}==")) for part in token.split(".")[:2]]


def _asked(house: House, token: str, path: str) -> int:
    return Client(house.product.url, token, Ledger("probe")).once("GET", path, params={"limit": 1})[0]


def _refused(person: Person, path: str, body: dict[str, Any]) -> int:
    with pytest.raises(Refusal) as refusal:
        person.post(path, body)
    return refusal.value.status
