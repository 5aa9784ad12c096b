"""The audit trail of the house: every service's rows in one list, page by page, and none missed in silence."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from gateway.routes import TABLE
from gateway.tests.conftest import Gateway, closed_port
from gateway.tests.standins import StandIn
from shared.listing import cursor_of

MakeGateway = Callable[..., Gateway]


def entry(id: str, at: str) -> dict[str, Any]:
    return {"id": id, "at": f"2026-03-09T18:00:{at}Z", "action": "ClientUpdated"}


def keeps(*entries: dict[str, Any], goes_on: bool = False) -> StandIn:
    return StandIn().says("audit", {"items": list(entries), "next_cursor": "more" if goes_on else None})


def audit(gateway: MakeGateway, query: str = "", away: tuple[str, ...] = (), **services: StandIn) -> Any:
    house = gateway(
        {name: service.adapter for name, service in services.items()},
        service_urls={name: closed_port() for name in away},
    )
    return house.client.get(f"/api/v1/audit{query}", headers={"Authorization": "Bearer abc"})


def test_the_rows_of_all_services_are_one_list_newest_first(gateway: MakeGateway) -> None:
    answer = audit(
        gateway,
        identity=keeps(entry("d", "03.5"), entry("b", "02")),
        contacts=keeps(entry("e", "03.5"), entry("c", "03"), entry("a", "01.000001")),
        tasks=keeps(),
    )

    assert answer.status_code == 200
    assert [each["id"] for each in answer.get_json()["items"]] == ["e", "d", "c", "b", "a"]
    assert (answer.get_json()["next_cursor"], answer.get_json()["degraded"]) == (None, [])


def test_a_page_ends_where_every_service_can_go_on(gateway: MakeGateway) -> None:
    answer = audit(
        gateway, "?limit=2",
        identity=keeps(entry("d", "04"), entry("b", "02")), contacts=keeps(entry("c", "03"), entry("a", "01")),
    )  # fmt: skip

    page = answer.get_json()
    assert [each["id"] for each in page["items"]] == ["d", "c"]
    assert page["next_cursor"] == cursor_of([datetime(2026, 3, 9, 18, 0, 3, tzinfo=UTC), "c"])


def test_there_is_a_next_page_while_any_service_has_one(gateway: MakeGateway) -> None:
    more = audit(gateway, "?limit=1", identity=keeps(entry("a", "01"), goes_on=True), contacts=keeps())
    last = audit(gateway, "?limit=1", identity=keeps(entry("a", "01")), contacts=keeps())

    assert more.get_json()["next_cursor"] is not None
    assert last.get_json()["next_cursor"] is None


def test_the_question_goes_to_every_service_as_it_is(gateway: MakeGateway) -> None:
    services = {name: keeps() for name in TABLE}

    asked = "?action=a&actor_id=1&actor_id=2&record_id=3&from=2026-01-01&to=2026-02-01&limit=7&cursor=x"
    audit(gateway, asked, **services)

    assert {tuple(each.asked_for("audit")) for each in services.values()} == {
        (
            ("action", "a"), ("actor_id", "1"), ("actor_id", "2"), ("cursor", "x"), ("from", "2026-01-01"),
            ("limit", "7"), ("record_id", "3"), ("to", "2026-02-01"),
        )
    }  # fmt: skip


def test_a_service_that_does_not_answer_is_named(gateway: MakeGateway) -> None:
    answer = audit(gateway, away=("contacts",), identity=keeps(entry("a", "01")), tasks=StandIn())

    assert [each["id"] for each in answer.get_json()["items"]] == ["a"]
    assert answer.get_json()["degraded"] == ["contacts", "tasks"]


@pytest.mark.parametrize("status", [401, 403, 422])
def test_a_refusal_is_handed_on_as_it_is(gateway: MakeGateway, status: int) -> None:
    refused = StandIn().says("audit", (status, {"type": "/problems/x", "status": status}))

    assert audit(gateway, identity=refused, contacts=refused).status_code == status


def test_arguments_that_mean_nothing_are_refused(gateway: MakeGateway) -> None:
    assert audit(gateway, "?who=1", identity=keeps()).status_code == 422
