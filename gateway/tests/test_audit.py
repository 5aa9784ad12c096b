"""The audit trail of the house: every service's rows in one list, page by page, and none missed in silence."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest

from gateway.routes import TABLE
from gateway.tests.conftest import Gateway, closed_port
from gateway.tests.standins import StandIn
from gateway.views.audit_file import COLUMNS
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
    return house.client.get(f"/api/v1/audit{query}", headers={"Authorization": "Bearer abc"}, buffered=True)


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


def test_the_number_of_all_rows_is_that_of_all_services(gateway: MakeGateway) -> None:
    services = {name: StandIn() for name in ("identity", "contacts")}
    for count, service in enumerate(services.values(), 3):
        service.says("audit", {"items": [entry(str(count), "01")], "next_cursor": None, "total": count})

    answer = audit(gateway, "?include=total", **services)

    assert answer.get_json()["total"] == 7
    assert services["contacts"].asked_for("audit") == [("include", "total")]


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


def exports(*entries: dict[str, Any], by: dict[str, str] | None = None) -> StandIn:
    """A service that answers with its trail as a file; nobody is behind what is told by none."""
    file = io.StringIO()
    actor = {"actor.id": by["id"], "actor.name": by["name"]} if by else {"actor": ""}
    writer = csv.DictWriter(file, ["id", "at", "action", *actor])
    writer.writeheader()
    writer.writerows([each | actor for each in entries])
    return StandIn().says("audit", "\ufeff" + file.getvalue())


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_whole_list_is_one_file_newest_first(gateway: MakeGateway) -> None:
    services = {
        "identity": exports(entry("d", "03.5"), entry("b", "02"), by={"id": "1", "name": "Olga, la «jefa»"}),
        "contacts": exports(entry("e", "03.5"), entry("c", "03"), entry("a", "01.000001")),
    }

    answer = audit(gateway, "?format=csv&actor_id=1", **services)

    assert answer.content_type == "text/csv; charset=utf-8"
    assert [(each["id"], each["actor.name"]) for each in rows_of(answer.data)] == [
        ("e", ""), ("d", "Olga, la «jefa»"), ("c", ""), ("b", "Olga, la «jefa»"), ("a", ""),
    ]  # fmt: skip
    assert services["identity"].asked_for("audit") == [("actor_id", "1"), ("format", "csv")]


def test_the_whole_list_is_a_sheet_too(gateway: MakeGateway) -> None:
    answer = audit(gateway, "?format=xlsx", identity=exports(entry("a", "01")), contacts=exports(entry("b", "02")))

    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    heading, *rows = sheet.values
    assert heading == COLUMNS
    assert [row[0] for row in rows] == ["b", "a"]


def test_a_cell_made_harmless_by_a_service_stays_as_it_is(gateway: MakeGateway) -> None:
    answer = audit(gateway, "?format=csv", identity=exports(entry("a", "01") | {"action": "'=1+1"}))

    assert [each["action"] for each in rows_of(answer.data)] == ["'=1+1"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_there_is_no_file_with_a_hole(gateway: MakeGateway, kind: str) -> None:
    away = audit(gateway, f"?format={kind}", away=("contacts",), identity=exports(entry("a", "01")))
    without = audit(gateway, f"?format={kind}", identity=exports(entry("a", "01")), tasks=StandIn())

    assert (away.status_code, without.status_code) == (503, 503)
    assert away.headers["Retry-After"]


def test_a_file_is_refused_as_the_services_refuse_it(gateway: MakeGateway) -> None:
    refused = StandIn().says("audit", (403, {"type": "/problems/forbidden", "status": 403}))

    assert audit(gateway, "?format=csv", identity=exports(), contacts=refused).status_code == 403


def test_another_format_is_refused(gateway: MakeGateway) -> None:
    refused = StandIn().says("audit", (422, {"type": "/problems/invalid-fields", "status": 422}))

    assert audit(gateway, "?format=pdf", identity=refused, contacts=refused).status_code == 422
