"""The command palette: ten of everything that was meant, and one missing service leaves the rest."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, jsonify

from gateway.tests.conftest import Gateway, closed_port
from gateway.tests.standins import StandIn, a_list
from shared.inprocess import InProcess
from shared.testing.fixtures import ANA, _public, token_of

MakeGateway = Callable[..., Gateway]
NOTHING = {"clients": [], "patients": [], "follow_ups": [], "sales": [], "tasks": [], "degraded": []}


def services() -> dict[str, StandIn]:
    contacts = StandIn().says("clients", a_list({"id": "c1"})).says("patients", a_list({"id": "p1"}))
    return {
        "contacts": contacts,
        "followups": StandIn().says("follow-ups", a_list({"id": "f1"})).says("sales", a_list({"id": "s1"})),
        "tasks": StandIn().says("tasks", a_list({"id": "t1"})),
    }


def identity() -> InProcess:
    app = Flask("identity")
    app.add_url_rule("/api/v1/auth/jwks.json", "keys", lambda: jsonify(keys=[_public]))
    return InProcess(app)


def search(
    gateway: MakeGateway, query: str, asked: dict[str, StandIn], *, away: tuple[str, ...] = (), token: str = ""
) -> Any:
    adapters = {name: service.adapter for name, service in asked.items() if name not in away}
    house = gateway({"identity": identity(), **adapters}, service_urls={name: closed_port() for name in away})
    authorization = f"Bearer {token or token_of(ANA)}"
    return house.client.get(f"/api/v1/search{query}", headers={"Authorization": authorization})


def test_it_finds_clients_patients_follow_ups_sales_and_tasks(gateway: MakeGateway) -> None:
    found = search(gateway, "?q=perez+ju", services())

    assert found.status_code == 200
    assert found.get_json() == {
        "clients": [{"id": "c1"}],
        "patients": [{"id": "p1"}],
        "follow_ups": [{"id": "f1"}],
        "sales": [{"id": "s1"}],
        "tasks": [{"id": "t1"}],
        "degraded": [],
    }


def test_ten_of_each_are_asked_for(gateway: MakeGateway) -> None:
    asked = services()

    search(gateway, "?q=perez+ju", asked)

    queries = [query for service in asked.values() for _, query, _ in service.asked]
    assert queries == [[("limit", "10"), ("q", "perez ju")]] * 5


@pytest.mark.parametrize(
    ("away", "missing"),
    [("contacts", ("clients", "patients")), ("followups", ("follow_ups", "sales")), ("tasks", ("tasks",))],
)
def test_a_service_that_is_away_leaves_the_rest(gateway: MakeGateway, away: str, missing: tuple[str, ...]) -> None:
    found = search(gateway, "?q=perez", services(), away=(away,)).get_json()

    assert found["degraded"] == [away]
    assert {name for name in NOTHING if found[name] == []} == {*missing}


def test_a_service_that_is_not_part_of_the_installation_is_not_missed(gateway: MakeGateway) -> None:
    asked = services()
    del asked["tasks"]

    found = search(gateway, "?q=perez", asked).get_json()

    assert (found["tasks"], found["degraded"]) == ([], [])


@pytest.mark.parametrize("typed", ["", "a", "%20", "-%20.", "%C3%A9", "7"])
def test_too_little_finds_nothing_and_nobody_is_asked(gateway: MakeGateway, typed: str) -> None:
    asked = services()

    found = search(gateway, f"?q={typed}", asked)

    assert found.get_json() == NOTHING
    assert [service.asked for service in asked.values()] == [[], [], []]


@pytest.mark.parametrize("query", ["", "?q=a"])
def test_without_a_good_token_too_little_is_refused_like_anything_else(gateway: MakeGateway, query: str) -> None:
    assert search(gateway, query, services(), token="forged").status_code == 401


def test_something_has_to_be_typed(gateway: MakeGateway) -> None:
    refused = search(gateway, "", services())

    assert refused.status_code == 422
    assert refused.get_json()["errors"] == {"q": ["Falta este dato."]}


def test_arguments_that_mean_nothing_are_refused(gateway: MakeGateway) -> None:
    assert list(search(gateway, "?q=perez&limit=3", services()).get_json()["errors"]) == ["limit"]


@pytest.mark.parametrize("status", [401, 422])
def test_a_refusal_is_handed_on_as_it_is(gateway: MakeGateway, status: int) -> None:
    asked = services()
    asked["contacts"].says("clients", (status, {"type": "/problems/x", "status": status}))

    assert search(gateway, "?q=perez", asked).status_code == status
