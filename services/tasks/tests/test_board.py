"""«Tablero»: the open tasks, counted, and the first of each kind."""

from datetime import timedelta
from typing import Any

import pytest

from services.tasks.tests.people import CITA, LLAMADA, NOON, SALES, done, hear_of_the_house, ids, planned, prioritized
from shared import clock
from shared.testing.fixtures import ANA, CENTRAL, LUIS, NORA, NORTE, OLGA, Bench


@pytest.fixture(autouse=True)
def _others_are_known(bench: Bench) -> None:
    hear_of_the_house(bench)


def board(bench: Bench, by: Any = ANA, at: Any = NOON, **args: Any) -> dict[str, Any]:
    with clock.stopped(at):
        answer = bench.as_(by).get("/board", **{name: str(value) for name, value in args.items()})
    assert answer.status_code == 200, answer.text
    return answer.json


@pytest.mark.requirement("P2", "P4", "P5")
def test_it_counts_what_is_open_and_shows_the_first_of_each_kind(bench: Bench) -> None:
    prioritized(bench, CITA)
    urgent = planned(bench, type_id=CITA, operator_id=LUIS, due_on="2026-03-12")["id"]
    nobodys = planned(bench, due_on="2026-03-11")["id"]
    todays = planned(bench, type_id=LLAMADA, operator_id=ANA, planned_at="2026-03-10T05:59:59Z")["id"]
    done(bench, planned(bench, type_id=CITA, due_on="2026-03-09"))

    shown = board(bench)

    assert shown["counts"] == {"all": 3, "urgent": 1, "in_preparation": 1, "today": 1}
    assert [ids(shown[kind]) for kind in ("urgent", "in_preparation", "today")] == [[urgent], [nobodys], [todays]]
    assert shown["urgent"][0]["color"] == "red"


@pytest.mark.requirement("P4")
def test_what_somebody_takes_charge_of_is_no_longer_in_preparation(bench: Bench) -> None:
    task = planned(bench)
    bench.as_(LUIS).post(f"/tasks/{task['id']}/claim")
    assert board(bench)["counts"]["in_preparation"] == 0

    bench.as_(LUIS).post(f"/tasks/{task['id']}/release")
    assert board(bench)["counts"]["in_preparation"] == 1

    bench.as_(ANA).patch(f"/tasks/{task['id']}", {"operator_id": str(ANA)})
    assert board(bench)["counts"]["in_preparation"] == 0


def test_today_is_the_day_that_it_is_in_each_branch(bench: Bench) -> None:
    here, there = planned(bench, due_on="2026-03-09")["id"], planned(bench, by=NORA, due_on="2026-03-09")["id"]
    midnight = NOON + timedelta(hours=12)

    assert ids(board(bench, by=OLGA, at=midnight - timedelta(seconds=1))["today"]) == [here, there]
    assert ids(board(bench, by=OLGA, at=midnight)["today"]) == [there]
    assert board(bench, by=OLGA, at=midnight + timedelta(hours=1))["today"] == []


def test_it_can_be_of_a_branch_or_a_team(bench: Bench) -> None:
    planned(bench)
    planned(bench, team_id=SALES)
    planned(bench, by=NORA)

    def count(**args: Any) -> int:
        return board(bench, by=OLGA, **args)["counts"]["all"]

    assert (count(), count(branch_id=CENTRAL), count(branch_id=NORTE), count(team_id=SALES)) == (3, 2, 1, 1)


def test_nobody_sees_the_board_of_another_branch(bench: Bench) -> None:
    planned(bench, by=NORA)

    for args in ({}, {"branch_id": NORTE}):
        assert board(bench, **args)["counts"]["all"] == 0


def test_of_many_the_first_twenty_by_their_time_are_shown_and_all_are_counted(bench: Bench) -> None:
    made = [planned(bench, planned_at=(NOON + timedelta(days=n)).isoformat())["id"] for n in range(25, 0, -1)]

    shown = board(bench)

    assert shown["counts"]["in_preparation"] == 25
    assert ids(shown["in_preparation"]) == made[::-1][:20]
