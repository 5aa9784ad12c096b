"""Several people, or several processes, who do the same thing at the same moment."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
import sqlalchemy as sa

from services.followups.models import FollowUp
from shared.ids import new_id
from tests.reliability.client import Answer, Client
from tests.reliability.ledger import Entry, Wanted
from tests.reliability.pace import until
from tests.reliability.run import House, Run
from tests.reliability.workload import today

CLICKS = 50
ROUNDS = 6
RACES = 50
# More than one batch of a sweep; and one of those that compete.
LATE = 700
BATCH = 50


def at_once(work: list[Callable[[], Any]]) -> list[Any]:
    """Do all of it at the same moment, each in a thread."""
    barrier = threading.Barrier(len(work))

    def start(each: Callable[[], Any]) -> Any:
        barrier.wait()
        return each()

    with ThreadPoolExecutor(len(work)) as threads:
        return list(threads.map(start, work))


def test_fifty_clicks_register_once_and_are_answered_alike(house: House) -> None:
    with house.run("F19 fifty clicks, one key", people=1) as run:
        run.work(1)
        clients = [house.client(0, run.ledger) for _ in range(CLICKS)]
        (known, *_) = house.product.databases.rows("contacts", "SELECT id FROM clients")
        for number in range(ROUNDS):
            wanted = Wanted(notes=f"{run.ledger.name}-click{number}").but(day=today(2))
            told = {"method": "call", "occurred_at": today(), "follow_up_on": wanted.day, "notes": wanted.notes}
            run.ledger.entries.append(Entry(wanted.notes, str(known["id"]), [wanted]))
            answers = _click(clients, {"contact": {"client_id": str(known["id"])}, **told})
            assert [answer.status for answer in answers] == [201] * CLICKS
            assert len({orjson.dumps(answer.body) for answer in answers}) == 1

    run.sizes = f"{ROUNDS} x {CLICKS} clicks"
    assert not run.check().problems


def _click(clients: list[Client], body: dict[str, Any]) -> list[Answer]:
    key = str(uuid4())
    answers = at_once([lambda each=each: each.post("interactions", body, key=key) for each in clients])
    assert None not in answers
    return answers


def test_of_two_who_complete_one_wins_and_the_other_is_told(house: House) -> None:
    databases = house.product.databases
    with house.run("F20 two complete one", people=1) as run:
        run.work(1)
        two = [house.client(number, run.ledger) for number in range(2)]
        (known, *_) = databases.rows("contacts", "SELECT id FROM clients")
        winners: dict[UUID, str] = {}
        for _ in range(RACES):
            planned = two[0].post("follow-ups", {"client_id": str(known["id"]), "due_on": today(3)})
            assert planned
            assert planned.status == 201
            winners[UUID(planned.body["id"])] = _race(two, planned.body["id"])

    run.sizes = f"{len(winners)} races, {len(set(winners.values()))} winners"
    assert not run.check().problems
    results = {row["id"]: row["result_details"] for row in databases.rows("followups", "SELECT * FROM follow_ups")}
    assert {id: results[id] for id in winners} == winners
    told = Counter(UUID(orjson.loads(event["body"])["subject"]) for event in databases.told("FollowUpCompleted"))
    assert {told[id] for id in winners} == {1}


def _race(people: list[Client], follow_up_id: str) -> str:
    """Let everybody complete it.

    :returns: the result of who was quicker
    """
    path = f"follow-ups/{follow_up_id}/complete"
    answers = at_once([
        lambda each=each, number=number: each.post(path, {"result": {"details": f"de {number}"}})
        for number, each in enumerate(people)
    ])  # fmt: skip
    won = [number for number, answer in enumerate(answers) if answer.status == 200]
    lost = [answer for answer in answers if answer.status != 200]
    assert len(won) == 1
    assert [(answer.status, answer.body["type"]) for answer in lost] == [(409, "/problems/already-completed")]
    assert lost[0].body["by"]["id"] == answers[won[0]].body["follow_up"]["completed_by"]["id"]
    return f"de {won[0]}"


def test_a_sweep_that_is_killed_announces_everything_once(embedded: House) -> None:
    with embedded.run("F21 kill -9 in a sweep", people=1) as run:
        run.work(3)
        fall_due(run, LATE)
        with run.outage():
            embedded.product.kill()
            embedded.product.start()

    run.sizes = f"{LATE} overdue"
    assert not run.check().problems


@pytest.mark.servers
def test_many_sweeps_at_once_announce_everything_once(full: House) -> None:
    small_batches = {"bugs": "small_batches"}
    with full.run("F21 sweeps at once", people=1) as run:
        run.work(3)
        run.rest()  # the sweeps are held up together by a lock that people would meet, too
        full.product.order("work-followups", *4 * [small_batches])
        full.product.kill_processes("work", "followups")
        until(lambda: full.product.pids("work", "followups"))
        with full.product.more_workers("followups", 1):
            _sweep_together(run, 2)
            with full.product.more_workers("followups", 2):
                _sweep_together(run, 4)

    run.sizes = f"2 x {BATCH}, 4 x {BATCH} overdue"
    assert not run.check().problems


def _sweep_together(run: Run, sweeps: int) -> None:
    """Let follow-ups fall due, and each sweep take some, before any of them is done."""
    databases = run.product.databases
    waiting = "FROM pg_locks WHERE relation = 'overdue_notices'::regclass AND NOT granted"
    with databases.locked("followups", "overdue_notices"):
        fall_due(run, sweeps * BATCH)
        until(lambda: databases.count("followups", waiting) == sweeps, 20)
    due = "FROM follow_ups WHERE armed AND due_on < :today"
    until(lambda: not databases.count("followups", due, today=today()))


def fall_due(run: Run, follow_ups: int) -> None:
    """Make follow-ups whose day has passed."""
    databases, table = run.product.databases, FollowUp.__table__
    until(lambda: databases.count("followups", "FROM follow_ups"))
    late = {
        "due_on": date.fromisoformat(today(-1)),
        "armed": True,
        "version": 1,
        "reminders": [],
        "postponements": [],
    }
    nothing = {column.name: None for column in table.c if column.nullable}
    model = databases.typed("followups", sa.select(table).limit(1)) | nothing | late
    assigned = {"assigned_to_id": databases.typed("followups", sa.select(table.c.assigned_to_id))["assigned_to_id"]}
    databases.insert("followups", table, [model | assigned | {"id": new_id()} for _ in range(follow_ups)])
