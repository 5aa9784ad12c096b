"""A person with two things to do at once is warned about, and may have them all the same."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from services.tasks.tests.planning import at_work
from shared import clock
from shared.testing.fixtures import ANA, CENTRAL, LUIS, NORA, NORTE, PEOPLE, Bench

NOON = datetime(2026, 3, 9, 18, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _it_is_monday_noon() -> Iterator[None]:
    with clock.stopped(NOON):
        yield


def changed(bench: Bench, task: dict[str, Any], by: UUID = ANA, **fields: Any) -> list[str]:
    answer = bench.as_(by).patch(f"/tasks/{task['id']}", fields)
    assert answer.status_code == 200, answer.text
    return answer.json["conflicts"]


def test_two_at_the_same_hour_name_each_other_and_both_are_kept(bench: Bench) -> None:
    first = at_work(bench, "2026-03-10T16:00:00Z")
    second = at_work(bench, "2026-03-10T16:15:00Z")

    assert (first["conflicts"], second["conflicts"]) == ([], [first["id"]])
    assert changed(bench, first, description="La misma hora") == [second["id"]]


@pytest.mark.parametrize(
    ("planned_at", "minutes", "overlaps"),
    [
        ("2026-03-10T15:30:00Z", 30, False),
        ("2026-03-10T15:30:00Z", 31, True),
        ("2026-03-10T16:59:00Z", 30, True),
        ("2026-03-10T17:00:00Z", 30, False),
        ("2026-03-10T16:15:00Z", 15, True),
        ("2026-03-10T12:00:00Z", 600, True),
        ("2026-03-03T17:00:00Z", 7 * 24 * 60, True),
        ("2026-03-03T16:00:00Z", 7 * 24 * 60, False),
    ],
)
def test_one_conflicts_with_what_overlaps_and_not_with_its_neighbors(
    bench: Bench, planned_at: str, minutes: int, overlaps: bool
) -> None:
    there = at_work(bench, "2026-03-10T16:00:00Z", duration_minutes=60)

    new = at_work(bench, planned_at, duration_minutes=minutes)

    assert new["conflicts"] == ([there["id"]] if overlaps else [])
    assert changed(bench, there, tags=["x"]) == ([new["id"]] if overlaps else [])


def test_they_are_named_in_the_order_in_which_they_begin(bench: Bench) -> None:
    later, earlier = (at_work(bench, f"2026-03-10T{at}:00Z") for at in ("16:30", "16:00"))

    assert at_work(bench, "2026-03-10T16:00:00Z", duration_minutes=60)["conflicts"] == [earlier["id"], later["id"]]


def test_whole_days_take_nobodys_time(bench: Bench) -> None:
    day = at_work(bench, "2026-03-10")

    assert at_work(bench, "2026-03-10")["conflicts"] == []
    assert at_work(bench, "2026-03-10T16:00:00Z")["conflicts"] == []
    assert changed(bench, day, tags=["x"]) == []


def test_colleagues_are_in_nobodys_way_nor_is_what_nobody_has(bench: Bench) -> None:
    at_work(bench, "2026-03-10T16:00:00Z", by=LUIS)
    at_work(bench, "2026-03-10T16:00:00Z", operator_id=None)

    assert at_work(bench, "2026-03-10T16:00:00Z", operator_id=None)["conflicts"] == []
    assert at_work(bench, "2026-03-10T16:00:00Z")["conflicts"] == []


@pytest.mark.parametrize("status", ["done", "cancelled"])
def test_what_is_closed_takes_no_time(bench: Bench, status: str) -> None:
    closed = at_work(bench, "2026-03-10T16:00:00Z")
    bench.as_(ANA).post(f"/tasks/{closed['id']}/close", {"status": status})

    assert at_work(bench, "2026-03-10T16:00:00Z")["conflicts"] == []


def test_dragging_somewhere_free_ends_a_conflict_and_giving_it_away_may_begin_one(bench: Bench) -> None:
    at_work(bench, "2026-03-10T16:00:00Z")
    luis = at_work(bench, "2026-03-10T18:00:00Z", by=LUIS)
    task = at_work(bench, "2026-03-10T16:00:00Z")

    assert changed(bench, task, planned_at="2026-03-10T18:00:00Z") == []
    assert changed(bench, task, operator_id=str(LUIS)) == [luis["id"]]


def test_the_next_one_of_a_thread_is_warned_about_too(bench: Bench) -> None:
    there = at_work(bench, "2026-03-12T16:00:00Z")
    task = at_work(bench, "2026-03-10T16:00:00Z")
    plan = {"description": "Otra cita", "planned_at": "2026-03-12T16:00:00Z", "operator_id": str(ANA)}

    closed = bench.as_(ANA).post(f"/tasks/{task['id']}/close", {"status": "cancelled", "next": plan})
    followed = bench.as_(ANA).post(f"/tasks/{task['id']}/follow", plan)

    assert closed.json["next"]["conflicts"] == [there["id"]]
    assert followed.json["conflicts"] == [there["id"], closed.json["next"]["id"]]


def test_what_is_of_another_branch_is_not_named(bench: Bench) -> None:
    bench.hear("UserUpdated", {"id": LUIS, "active": True, **PEOPLE[LUIS], "branch_ids": [CENTRAL, NORTE]}, 2)
    at_work(bench, "2026-03-10T16:00:00Z", by=NORA, operator_id=LUIS)

    assert at_work(bench, "2026-03-10T16:00:00Z", operator_id=LUIS)["conflicts"] == []
