"""Taking charge of a task, until it is closed or released."""

import threading
from datetime import timedelta
from typing import Any

import pytest

from services.tasks.tests.people import NOON, done, planned
from shared import clock
from shared.testing.fixtures import ANA, LUIS, MARTA, OLGA, Bench


def claim(bench: Bench, task: dict[str, Any], by: Any, at: Any = NOON) -> Any:
    with clock.stopped(at):
        return bench.as_(by).post(f"/tasks/{task['id']}/claim")


@pytest.mark.requirement("T16")
def test_everybody_sees_who_has_taken_charge_and_since_when(bench: Bench) -> None:
    task = planned(bench)

    claimed = claim(bench, task, LUIS).json

    assert (claimed["claimed_by"]["name"], claimed["claimed_at"]) == ("Luis Vega", "2026-03-09T18:00:00Z")
    (event,) = bench.published("TaskClaimed")
    assert (event.data, event.actor_id) == (claimed, LUIS)


@pytest.mark.requirement("T16")
def test_it_does_not_run_out(bench: Bench) -> None:
    task = planned(bench)
    claim(bench, task, LUIS)

    refused = claim(bench, task, ANA, NOON + timedelta(days=400))

    assert (refused.status_code, refused.json["type"]) == (409, "/problems/task-claimed")
    assert refused.json["claimed_by"] == {"id": str(LUIS), "name": "Luis Vega"}
    assert "Luis Vega" in refused.json["detail"]


def test_claiming_again_changes_nothing(bench: Bench) -> None:
    task = planned(bench)
    first = claim(bench, task, LUIS).json

    again = claim(bench, task, LUIS, NOON + timedelta(hours=1))

    assert (again.status_code, again.json) == (200, first)
    assert len(bench.published("TaskClaimed")) == 1


def test_what_is_released_can_be_claimed_by_somebody_else(bench: Bench) -> None:
    task = planned(bench)
    claim(bench, task, LUIS)

    released = bench.as_(LUIS).post(f"/tasks/{task['id']}/release").json

    assert (released["claimed_by"], released["claimed_at"]) == (None, None)
    assert claim(bench, task, ANA).status_code == 200
    assert [event.type for event in bench.published()] == [
        "TaskPlanned", "TaskClaimed", "TaskReleased", "TaskClaimed",
    ]  # fmt: skip


def test_nobody_releases_what_is_somebody_elses(bench: Bench) -> None:
    task = planned(bench)
    claim(bench, task, LUIS)

    assert bench.as_(ANA).post(f"/tasks/{task['id']}/release").status_code == 409


def test_releasing_what_nobody_has_changes_nothing(bench: Bench) -> None:
    task = planned(bench)

    assert bench.as_(ANA).post(f"/tasks/{task['id']}/release").json["version"] == 1
    assert bench.published("TaskReleased") == []


def test_what_is_closed_is_nobodys_charge_any_more(bench: Bench) -> None:
    task = planned(bench)
    claim(bench, task, LUIS)

    closed = done(bench, task, by=ANA)["task"]

    assert (closed["claimed_by"], closed["claimed_at"]) == (None, None)
    assert claim(bench, task, LUIS).json["type"] == "/problems/already-closed"
    assert bench.as_(LUIS).post(f"/tasks/{task['id']}/release").status_code == 409


def test_of_twenty_who_claim_at_once_exactly_one_does(bench: Bench) -> None:
    task = planned(bench)
    people = [ANA, LUIS, MARTA, OLGA] * 5
    answers: list[Any] = []

    def try_it(person: Any) -> None:
        answers.append((person, bench.as_(person).post(f"/tasks/{task['id']}/claim")))

    threads = [threading.Thread(target=try_it, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    winners = {person for person, answer in answers if answer.status_code == 200}
    assert (len(answers), len(winners)) == (20, 1)
    refused = [answer for _, answer in answers if answer.status_code == 409]
    assert {answer.json["claimed_by"]["id"] for answer in refused} == {str(person) for person in winners}
    assert len(bench.published("TaskClaimed")) == 1
