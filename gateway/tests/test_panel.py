"""The panel: whatever answers is shown, and one missing service never empties it."""

from collections.abc import Callable
from typing import Any

import pytest

from gateway.tests.conftest import Gateway, closed_port
from gateway.tests.standins import StandIn, a_list

MakeGateway = Callable[..., Gateway]
STATS = {
    "by_type": {"lead": 1, "prospect": 2, "customer": 3, "vip": 4},
    "new_this_month": 5,
    "active": 6,
    "total": 10,
}
UNKNOWN = {"by_type": None, "new_this_month": None, "active": None, "total": None}


def followups() -> StandIn:
    summary = {"overdue": 3, "today": 2, "upcoming": 1}
    return StandIn().says("follow-ups/summary", summary).says("follow-ups", a_list({"id": "f1"}))


def contacts() -> StandIn:
    return StandIn().says("clients/stats", STATS)


def tasks() -> StandIn:
    board = {"counts": {"all": 1}, "urgent": [{"id": "t1"}], "in_preparation": [], "today": [{"id": "t1"}]}
    return StandIn().says("board", board)


def panel(gateway: MakeGateway, query: str = "", away: tuple[str, ...] = (), **services: StandIn) -> Any:
    house = gateway(
        {name: service.adapter for name, service in services.items()},
        service_urls={name: closed_port() for name in away},
    )
    return house.client.get(f"/api/v1/panel{query}", headers={"Authorization": "Bearer abc", "X-Request-Id": "r-1"})


@pytest.mark.requirement("P1")
def test_it_shows_what_waits_and_the_clients_in_figures(gateway: MakeGateway) -> None:
    answer = panel(gateway, followups=followups(), contacts=contacts(), tasks=tasks())

    assert answer.status_code == 200
    assert answer.get_json() == {
        "follow_ups": {"overdue": 3, "today": 2, "upcoming": 1, "items": [{"id": "f1"}]},
        "clients": STATS,
        "tasks": {"urgent": [{"id": "t1"}], "in_preparation": [], "today": [{"id": "t1"}], "counts": {"all": 1}},
        "degraded": [],
    }


def test_a_service_that_is_not_part_of_the_installation_is_not_missed(gateway: MakeGateway) -> None:
    shown = panel(gateway, followups=followups(), contacts=contacts()).get_json()

    assert shown["tasks"] == {"urgent": [], "in_preparation": [], "today": [], "counts": None}
    assert shown["degraded"] == []


def test_without_contacts_the_follow_ups_are_still_there(gateway: MakeGateway) -> None:
    shown = panel(gateway, away=("contacts",), followups=followups()).get_json()

    assert shown["follow_ups"]["items"] == [{"id": "f1"}]
    assert shown["clients"] == UNKNOWN
    assert shown["degraded"] == ["contacts"]


def test_without_followups_the_figures_of_the_clients_are_still_there(gateway: MakeGateway) -> None:
    shown = panel(gateway, away=("followups",), contacts=contacts()).get_json()

    assert shown["follow_ups"] == {"overdue": None, "today": None, "upcoming": None, "items": []}
    assert shown["clients"] == STATS
    assert shown["degraded"] == ["followups"]


def test_half_of_what_a_service_knows_is_shown_all_the_same(gateway: MakeGateway) -> None:
    half = followups().says("follow-ups", (500, {}))

    shown = panel(gateway, followups=half, contacts=contacts()).get_json()

    assert shown["follow_ups"] == {"overdue": 3, "today": 2, "upcoming": 1, "items": []}
    assert shown["degraded"] == ["followups"]


def test_a_service_that_does_not_serve_its_part_yet_is_not_missed(gateway: MakeGateway) -> None:
    shown = panel(gateway, followups=followups(), contacts=StandIn()).get_json()

    assert (shown["clients"], shown["degraded"]) == (UNKNOWN, [])


def test_the_branch_is_asked_of_every_service(gateway: MakeGateway) -> None:
    services = {"followups": followups(), "contacts": contacts(), "tasks": tasks()}

    panel(gateway, "?branch_id=b1", **services)

    branch = ("branch_id", "b1")
    assert services["followups"].asked_for("follow-ups/summary") == [branch]
    assert services["followups"].asked_for("follow-ups") == [branch, ("limit", "20")]
    assert services["contacts"].asked_for("clients/stats") == [branch]
    assert services["tasks"].asked_for("board") == [branch]


def test_every_service_hears_who_asks_and_in_which_request(gateway: MakeGateway) -> None:
    services = {"followups": followups(), "contacts": contacts(), "tasks": tasks()}

    panel(gateway, **services)

    heard = [headers for service in services.values() for _, _, headers in service.asked]
    assert len(heard) == 4
    assert {each["Authorization"] for each in heard} == {"Bearer abc"}
    assert {each["X-Request-Id"] for each in heard} == {"r-1"}
    assert {each["X-Forwarded-For"] for each in heard} == {"127.0.0.1"}


@pytest.mark.parametrize("status", [401, 403, 422])
def test_a_refusal_is_handed_on_as_it_is(gateway: MakeGateway, status: int) -> None:
    refusal = (status, {"type": "/problems/x", "status": status}, {"WWW-Authenticate": "Bearer"})

    answer = panel(gateway, followups=followups(), contacts=StandIn().says("clients/stats", refusal))

    assert (answer.status_code, answer.get_json()) == refusal[:2]
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.headers.getlist("X-Request-Id") == ["r-1"]


def test_arguments_that_mean_nothing_are_refused_before_anybody_is_asked(gateway: MakeGateway) -> None:
    service = followups()

    answer = panel(gateway, "?branch=b1", followups=service)

    assert answer.status_code == 422
    assert list(answer.get_json()["errors"]) == ["branch"]
    assert service.asked == []
