"""The first start, and users made by command."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from services.identity.first_start import first_start
from services.identity.models import db
from services.identity.operations import create_user
from services.identity.tests.people import NOON, PASSWORD, bearing
from shared import clock
from shared.config import BadSetting
from shared.problems import Invalid, Refused
from shared.testing.fixtures import CENTRAL, NORA, NORTE, OLGA, Bench


def start(bench: Bench, **settings: Any) -> str | None:
    with bench.app.app_context():
        return first_start(replace(bench.service.settings, **settings), NOON)


def sign_in(bench: Bench, email: str, password: str) -> Any:
    with clock.stopped(NOON):
        return bench.as_(None).post("/auth/login", {"email": email, "password": password})


def test_the_given_administrator_can_sign_in(empty: Bench) -> None:
    said = start(empty, admin_email=" Jefa@Example.com ", admin_password=PASSWORD)

    assert said is None
    user = sign_in(empty, "jefa@example.com", PASSWORD).json["user"]
    assert (user["role"], user["branch_ids"]) == ("admin", [])
    assert user["branches"][0].items() >= {
        "name": "Central", "time_zone": "America/Mexico_City", "phone_region": "MX", "pack": "clinic",
    }.items()  # fmt: skip


def test_without_settings_a_password_is_made_up_and_told_once(empty: Bench) -> None:
    said = start(empty, time_zone="America/Lima", phone_region="PE")
    again = start(empty)

    assert said is not None
    assert again is None
    password = said.partition("password: ")[2].split()[0]
    signed = sign_in(empty, "admin@example.com", password)
    assert signed.status_code == 200, signed.text
    assert signed.json["user"]["branches"][0]["time_zone"] == "America/Lima"


def test_the_others_hear_of_the_branch_and_the_administrator(empty: Bench) -> None:
    start(empty, admin_password=PASSWORD)

    assert [event.type for event in empty.published()] == ["BranchCreated", "UserCreated"]


def test_starts_at_once_make_one_of_each(empty: Bench) -> None:
    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(lambda _: start(empty), range(4)))

    assert len([each for each in said if each]) == 1
    assert [event.type for event in empty.published()] == ["BranchCreated", "UserCreated"]
    assert len(empty.as_(None).get("/auth/jwks.json").json["keys"]) == 1


@pytest.mark.parametrize("password", ["corta", "password123"])
def test_a_password_that_may_not_be_chosen_stops_the_start(empty: Bench, password: str) -> None:
    with pytest.raises(BadSetting, match="CRM_ADMIN_PASSWORD"):
        start(empty, admin_password=password)


def make(bench: Bench, **fields: Any) -> Any:
    given = {"email": "Eva@example.com", "name": "Eva", "role": "operator", "password": PASSWORD, "branch_ids": []}
    with bench.app.app_context():
        user_id = create_user(**given | fields, at=NOON)
        db.session.commit()
    return user_id


def test_a_user_made_by_command_works_in_the_first_branch(bench: Bench) -> None:
    user_id = make(bench)

    assert bench.as_(OLGA).get(f"/users/{user_id}").json["branch_ids"] == [str(CENTRAL)]
    assert sign_in(bench, "eva@example.com", PASSWORD).status_code == 200


def test_a_user_made_by_command_is_as_told(bench: Bench) -> None:
    user_id = make(bench, role="manager", branch_ids=[NORTE])

    token = sign_in(bench, "eva@example.com", PASSWORD).json["access_token"]
    assert bench.as_(NORA).get(f"/users/{user_id}").json["role"] == "manager"
    assert token
    assert bearing(bench, token)


@pytest.mark.parametrize("fields", [{"password": "corta"}, {"branch_ids": [NORA]}, {"email": "ana@example.com"}])
def test_the_rules_hold_for_commands_too(bench: Bench, fields: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        make(bench, **fields)

    assert isinstance(refused.value, Invalid) or refused.value.name == "email-taken"
