"""«Historial»: notes on what was done, or on any matter."""

from datetime import timedelta
from typing import Any

import pytest

from services.tasks.tests.people import MANOLO, NADIA, NOON, hear_of_the_house, ids, planned
from shared import clock
from shared.ids import new_id
from shared.testing.fixtures import ANA, CENTRAL, LUIS, MARTA, NORA, NORTE, OLGA, Bench


@pytest.fixture(autouse=True)
def _others_are_known(bench: Bench) -> None:
    hear_of_the_house(bench)


def noted(bench: Bench, text: str = "Preguntó por la piscina", by: Any = ANA, at: Any = NOON, **fields: Any) -> Any:
    with clock.stopped(at):
        return bench.as_(by).post("/history", {"text": text, **{name: str(value) for name, value in fields.items()}})


@pytest.mark.requirement("I19", "T3", "T10")
def test_a_note_may_be_about_a_client(bench: Bench) -> None:
    answer = noted(bench, client_id=MANOLO)

    assert answer.status_code == 201
    assert answer.json | {
        "client": {"id": str(MANOLO), "name": "Manolo Ríos", "phone": "+525512345678"}, "task_id": None,
        "text": "Preguntó por la piscina", "author": {"id": str(ANA), "name": "Ana Ruiz"},
        "occurred_at": "2026-03-09T18:00:00Z", "branch_id": str(CENTRAL), "version": 1,
    } == answer.json  # fmt: skip
    assert answer.headers["Location"] == f"/api/v1/history/{answer.json['id']}"
    (event,) = bench.published("HistoryNoted")
    assert (event.data, event.branch_id) == (answer.json, CENTRAL)


@pytest.mark.requirement("I19")
def test_a_note_may_be_about_any_matter_of_the_house(bench: Bench) -> None:
    answer = noted(bench, "Se rompió la caldera")

    assert (answer.json["client"], answer.json["task_id"]) == (None, None)


@pytest.mark.requirement("I19")
def test_a_note_on_a_task_is_on_its_client_too(bench: Bench) -> None:
    task = planned(bench, by=OLGA, client_id=NADIA)

    note = noted(bench, by=OLGA, task_id=task["id"]).json

    assert (note["task_id"], note["client"]["id"], note["branch_id"]) == (task["id"], str(NADIA), str(NORTE))


@pytest.mark.requirement("I19")
def test_it_may_be_told_later(bench: Bench) -> None:
    assert noted(bench, occurred_at="2026-03-01T10:00:00Z").json["occurred_at"] == "2026-03-01T10:00:00Z"


@pytest.mark.requirement("C10", "I19")
def test_notes_are_read_newest_first_of_a_client_or_of_a_task(bench: Bench) -> None:
    task = planned(bench, client_id=MANOLO)
    old = noted(bench, client_id=MANOLO, at=NOON + timedelta(hours=1)).json["id"]
    new = noted(bench, task_id=task["id"], at=NOON + timedelta(hours=2)).json["id"]
    before = "2026-01-01T00:00:00Z"
    told_late = noted(bench, client_id=MANOLO, occurred_at=before, at=NOON + timedelta(hours=3)).json["id"]
    other = noted(bench, at=NOON + timedelta(hours=4)).json["id"]
    caller = bench.as_(LUIS)

    assert ids(caller.get("/history")) == [other, new, old, told_late]
    assert ids(caller.get("/history", client_id=str(MANOLO))) == [new, old, told_late]
    assert ids(caller.get("/history", task_id=task["id"])) == [new]
    assert ids(caller.get("/history", branch_id=str(NORTE))) == []


def test_what_is_removed_is_gone_and_whoever_read_it_hears_of_that(bench: Bench) -> None:
    note = noted(bench).json

    assert bench.as_(LUIS).delete(f"/history/{note['id']}").status_code == 204

    assert ids(bench.as_(ANA).get("/history")) == []
    assert bench.as_(ANA).delete(f"/history/{note['id']}").status_code == 404
    event = bench.published("HistoryNoted")[-1]
    assert (event.sequence, event.data["deleted"], event.data["text"]) == (2, True, "")


def test_notes_of_another_branch_are_neither_seen_nor_removed(bench: Bench) -> None:
    theirs = noted(bench, by=NORA).json["id"]

    assert ids(bench.as_(MARTA).get("/history")) == []
    assert bench.as_(MARTA).delete(f"/history/{theirs}").status_code == 404
    assert ids(bench.as_(OLGA).get("/history")) == [theirs]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"text": " "}, "text"), ({"text": "x" * 10_001}, "text"), ({"client_id": NADIA}, "client_id"),
        ({"task_id": new_id()}, "task_id"), ({"branch_id": NORTE}, "branch_id"),
        ({"occurred_at": "ayer"}, "occurred_at"), ({"author_id": LUIS}, "author_id"),
    ],
)  # fmt: skip
def test_what_makes_no_note_is_refused_by_its_field(bench: Bench, fields: dict[str, Any], field: str) -> None:
    answer = noted(bench, **fields)

    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])


def test_a_task_of_another_branch_cannot_be_named(bench: Bench) -> None:
    theirs = planned(bench, by=NORA)["id"]

    assert list(noted(bench, task_id=theirs).json["errors"]) == ["task_id"]
