"""Interactions that are about a sale."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from flask import Flask, jsonify
from werkzeug.test import TestResponse

from shared import clock
from shared.ids import new_id
from shared.testing.fixtures import ANA, CENTRAL, LUIS, NORTE, OLGA, Bench

JUAN, ROSA = new_id(), new_id()
SALE, CONCLUDED, ROSAS, OF_NORTE, FOLLOW_UP = (str(new_id()) for _ in range(5))
LUIS_REF = {"id": str(LUIS), "name": "Luis Vega"}


def a_client(id: UUID, name: str, **fields: Any) -> dict[str, Any]:
    return {
        "id": id, "version": 1, "name": name, "phone": None, "type": "lead", "status": "active",
        "branch_id": CENTRAL, **fields,
    }  # fmt: skip


def a_sale(client_id: UUID = JUAN, branch_id: UUID = CENTRAL, **fields: Any) -> dict[str, Any]:
    of = {"client": {"id": str(client_id)}, "branch_id": str(branch_id), "concluded_at": None, "concluded_by": None}
    return of | fields


SALES = {
    SALE: a_sale(),
    CONCLUDED: a_sale(concluded_at="2026-03-01T18:00:00Z", concluded_by=LUIS_REF),
    ROSAS: a_sale(ROSA),
    OF_NORTE: a_sale(branch_id=NORTE),
}


@pytest.fixture(autouse=True)
def _clients_are_known(bench: Bench) -> Iterator[None]:
    bench.hear("ClientCreated", a_client(JUAN, "Juan Pérez"))
    bench.hear("ClientCreated", a_client(ROSA, "Rosa Gómez"))
    with clock.stopped(datetime(2026, 3, 9, 18, tzinfo=UTC)):
        yield


@pytest.fixture
def asked(bench: Bench) -> list[str]:
    """Which sales followups was asked for."""
    asked: list[str] = []
    followups = Flask("followups")

    @followups.get("/api/v1/sales/<id>")
    def sale(id: str) -> Any:
        asked.append(id)
        return jsonify(SALES[id]) if id in SALES else (jsonify(type="/problems/not-found"), 404)

    @followups.get("/api/v1/follow-ups/<id>")
    def follow_up(id: str) -> Any:
        return jsonify(a_sale(state="today", sale_id=SALE))

    bench.reach("followups", followups)
    return asked


def register(bench: Bench, **fields: Any) -> TestResponse:
    body = {"contact": {"client_id": str(JUAN)}, "method": "call", "occurred_at": "2026-03-09T17:00:00Z"}
    return bench.as_(ANA).post("/interactions", body | fields)


def change(bench: Bench, made: TestResponse, **changes: Any) -> TestResponse:
    return bench.as_(ANA).patch(f"/interactions/{made.json['id']}", changes)


def test_it_names_a_sale_of_the_client(bench: Bench, asked: list[str]) -> None:
    made = register(bench, sale_id=SALE, follow_up_on="2026-03-12")

    assert (made.status_code, made.json["sale_id"]) == (201, SALE)
    assert bench.published()[0].data["sale_id"] == SALE


@pytest.mark.parametrize(
    "sale_id", [ROSAS, OF_NORTE, str(new_id())], ids=["another client", "another branch", "unknown"]
)
def test_another_clients_another_branchs_and_an_unknown_one_are_refused(
    bench: Bench, asked: list[str], sale_id: str
) -> None:
    new = register(bench, sale_id=sale_id)
    later = change(bench, register(bench), sale_id=sale_id)

    for answer in (new, later):
        assert (answer.status_code, list(answer.json["errors"])) == (422, ["sale_id"])
    assert [event.type for event in bench.published()] == ["InteractionCreated"]


def test_it_cannot_be_a_newcomers(bench: Bench, asked: list[str]) -> None:
    answer = register(bench, contact={"first_name": "Eva", "last_name": "Ríos", "phone": "5512345678"}, sale_id=SALE)

    assert (answer.status_code, list(answer.json["errors"]), asked) == (422, ["sale_id"], [])


def test_without_followups_nothing_is_stored(bench: Bench) -> None:
    answer = register(bench, sale_id=SALE)

    assert (answer.status_code, answer.json["service"]) == (503, "followups")
    assert bench.published() == []


def test_a_concluded_one_takes_a_note_but_no_promise(bench: Bench, asked: list[str]) -> None:
    noted = register(bench, sale_id=CONCLUDED)
    promised = register(bench, sale_id=CONCLUDED, follow_up_on="2026-03-12")
    later = change(bench, noted, follow_up_on="2026-03-12")

    assert noted.status_code == 201
    for answer in (promised, later):
        assert (answer.status_code, answer.json["type"]) == (409, "/problems/sale-concluded")
        assert (answer.json["by"], answer.json["at"]) == (LUIS_REF, "2026-03-01T18:00:00Z")


def test_it_is_asked_for_only_where_it_matters(bench: Bench, asked: list[str]) -> None:
    made = register(bench, sale_id=SALE, follow_up_on="2026-03-12")
    asked.clear()

    change(bench, made, notes="otra cosa", sale_id=SALE, follow_up_on="2026-03-12")
    change(bench, made, follow_up_on=None)
    change(bench, made, sale_id=None)

    assert asked == []
    assert bench.as_(ANA).get("/interactions").json["items"][0]["sale_id"] is None


def test_listeners_are_told_when_it_changed_last(bench: Bench, asked: list[str]) -> None:
    made = register(bench, follow_up_on="2026-03-12")

    change(bench, made, sale_id=SALE)
    change(bench, made, sale_id=SALE, notes="otra cosa")

    told = bench.published("InteractionUpdated")
    assert [event.data["revisions"]["sale_id"] for event in told] == [2, 2]


def test_completing_a_follow_up_of_a_sale_the_chain_goes_on_within_it(bench: Bench, asked: list[str]) -> None:
    following = register(bench, completes_follow_up_id=FOLLOW_UP, follow_up_on="2026-03-12")
    apart = register(bench, completes_follow_up_id=FOLLOW_UP, sale_id=None)

    assert (following.json["sale_id"], apart.json["sale_id"]) == (SALE, None)


def test_one_of_another_branch_is_not_completed(bench: Bench, asked: list[str]) -> None:
    body = {"contact": {"client_id": str(JUAN)}, "method": "call", "occurred_at": "2026-03-09"}
    elsewhere = {"branch_id": str(NORTE), "completes_follow_up_id": FOLLOW_UP}

    answer = bench.as_(OLGA).post("/interactions", body | elsewhere)

    assert (answer.status_code, list(answer.json["errors"])) == (422, ["completes_follow_up_id"])
