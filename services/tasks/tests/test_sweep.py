"""What happens to tasks when time passes."""

import os
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.tasks.tests.people import CITA, MANOLO, NOON, done, hear_of_the_house, planned
from shared import clock
from shared.testing.fixtures import ANA, NORA, OLGA, Bench

ROOT = Path(__file__).parents[3]
MIDNIGHT = NOON + timedelta(hours=12)  # in Mexico City


@pytest.fixture(autouse=True)
def _others_are_known(bench: Bench) -> None:
    hear_of_the_house(bench)


def announced(bench: Bench, kind: str = "TaskOverdue") -> list[str]:
    return [str(event.subject) for event in bench.published(kind)]


def sweep(bench: Bench, *times: datetime) -> None:
    for at in times:
        with clock.stopped(at):
            bench.sweep(at)


def change(bench: Bench, task: dict[str, Any], at: datetime = NOON, **changes: Any) -> None:
    with clock.stopped(at):
        assert bench.as_(ANA).patch(f"/tasks/{task['id']}", changes).status_code == 200


def killed_while_sweeping(bench: Bench) -> int:
    """Sweep in a process that dies just before it commits.

    :returns: its exit code
    """
    settings = bench.service.settings
    program = (
        "import sys; from datetime import datetime; from pathlib import Path\n"
        "from services.tasks.app import create_app; from services.tasks.sweep import announce_overdue\n"
        "from shared.config import Settings\n"
        "app = create_app(Settings(data=Path(sys.argv[1]), database_url=sys.argv[2] or None))\n"
        "with app.app_context(): announce_overdue(datetime.fromisoformat(sys.argv[3]))\n"
    )
    given = [str(settings.data), settings.database_url or "", NOON.isoformat()]
    environment = {**os.environ, "CRM_CRASH_AT": "sweep.before_commit", "PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, "-c", program, *given], env=environment, timeout=60).returncode


class TestOverdue:
    def test_it_says_once_that_a_day_has_passed(self, bench: Bench) -> None:
        task = planned(bench, due_on="2026-03-09", client_id=MANOLO, type_id=CITA, operator_id=ANA)

        sweep(bench, NOON, MIDNIGHT - timedelta(seconds=1))
        assert announced(bench) == []
        sweep(bench, MIDNIGHT, MIDNIGHT, MIDNIGHT + timedelta(days=3))

        assert announced(bench) == [task["id"]]
        (event,) = bench.published("TaskOverdue")
        assert (event.data["overdue"], event.sequence) == (True, task["version"])
        assert event.data["client"]["phone"] == "+525512345678"
        assert (event.data["operator"]["id"], event.data["type"]["reminds_client"]) == (str(ANA), True)

    def test_it_says_once_that_the_time_of_an_appointment_is_over(self, bench: Bench) -> None:
        task = planned(bench, planned_at="2026-03-09T18:30:00Z", duration_minutes=30)

        sweep(bench, NOON + timedelta(minutes=59))
        assert announced(bench) == []
        sweep(bench, NOON + timedelta(hours=1), NOON + timedelta(hours=2))

        assert announced(bench) == [task["id"]]

    def test_each_branch_has_its_own_midnight(self, bench: Bench) -> None:
        here, there = planned(bench, due_on="2026-03-09"), planned(bench, by=NORA, due_on="2026-03-09")

        sweep(bench, MIDNIGHT)
        assert announced(bench) == [here["id"]]
        sweep(bench, MIDNIGHT + timedelta(hours=1))
        assert announced(bench) == [here["id"], there["id"]]

    def test_moving_it_arms_it_again_but_nothing_is_announced_twice(self, bench: Bench) -> None:
        task = planned(bench, due_on="2026-03-08")
        sweep(bench, NOON)

        for when in (
            {"due_on": "2026-03-20"}, {"due_on": "2026-03-08"}, {"planned_at": "2026-03-08T06:00:00Z"},
            {"due_on": "2026-03-07"}, {"planned_at": "2026-03-08T06:00:00Z"},
        ):  # fmt: skip
            change(bench, task, **when)
            sweep(bench, NOON)

        told = [event.data["planned_at"] or event.data["due_on"] for event in bench.published("TaskOverdue")]
        assert told == ["2026-03-08", "2026-03-08T06:00:00Z", "2026-03-07"]

    def test_more_time_for_it_does_not_announce_it_again(self, bench: Bench) -> None:
        task = planned(bench, planned_at="2026-03-09T17:00:00Z", duration_minutes=30)
        sweep(bench, NOON)

        change(bench, task, duration_minutes=120)
        sweep(bench, NOON + timedelta(hours=1))

        assert announced(bench) == [task["id"]]

    def test_nothing_is_said_of_what_was_closed(self, bench: Bench) -> None:
        done(bench, planned(bench, due_on="2026-03-01"))

        sweep(bench, MIDNIGHT)

        assert announced(bench) == []

    def test_many_sweeps_at_once_say_everything_once(self, bench: Bench) -> None:
        expected = {planned(bench, due_on="2026-03-01")["id"] for _ in range(30)}

        threads = [threading.Thread(target=bench.sweep, args=(NOON,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)

        assert len(announced(bench)) == 30
        assert set(announced(bench)) == expected

    def test_a_sweeper_that_is_killed_leaves_it_to_the_next(self, bench: Bench) -> None:
        expected = {planned(bench, due_on="2026-03-01")["id"] for _ in range(3)}

        assert killed_while_sweeping(bench) == 137
        assert announced(bench) == []
        sweep(bench, NOON, NOON)

        assert sorted(announced(bench)) == sorted(expected)

    def test_a_branch_that_moves_takes_its_days_along(self, bench: Bench) -> None:
        task = planned(bench, due_on="2026-03-09")
        branch = {"name": "Central", "phone_region": "MX", "pack": "clinic", "time_zone": "Pacific/Honolulu"}
        bench.hear("BranchUpdated", {"id": task["branch_id"], "version": 2, **branch}, 2)

        sweep(bench, MIDNIGHT)
        assert announced(bench) == []
        sweep(bench, MIDNIGHT + timedelta(hours=4))
        assert announced(bench) == [task["id"]]


class TestReminders:
    def test_each_rings_once_at_its_instant(self, bench: Bench) -> None:
        times = ["2026-03-09T20:00:00Z", "2026-03-09T19:00:00Z", "2026-03-09T17:00:00Z"]
        task = planned(bench, due_on="2026-03-20", reminders=times)
        assert task["reminders"] == sorted(times)

        rung = []
        for hour in (18, 19, 19, 20, 21):
            sweep(bench, datetime(2026, 3, 9, hour, tzinfo=UTC))
            rung.append(len(bench.published("TaskReminderDue")))

        assert rung == [0, 1, 1, 2, 2]
        assert bench.as_(ANA).get(f"/tasks/{task['id']}").json["version"] == 1

    def test_after_a_pause_all_that_were_due_ring(self, bench: Bench) -> None:
        planned(bench, due_on="2026-03-20", reminders=["2026-03-09T19:00:00Z", "2026-03-09T20:00:00Z"])

        while bench.sweep(MIDNIGHT):
            pass

        assert len(bench.published("TaskReminderDue")) == 2

    def test_set_to_another_time_it_rings_again(self, bench: Bench) -> None:
        task = planned(bench, due_on="2026-03-20", reminders=["2026-03-09T19:00:00Z"])
        at = datetime(2026, 3, 9, 19, tzinfo=UTC)
        sweep(bench, at)
        change(bench, task, at, reminders=["2026-03-09T21:00:00Z"])

        sweep(bench, at + timedelta(hours=2))

        assert len(bench.published("TaskReminderDue")) == 2

    def test_dragged_to_another_day_it_rings_again(self, bench: Bench) -> None:
        task = planned(bench, planned_at="2026-03-09T20:00:00Z", reminders=["2026-03-09T19:00:00Z"])
        at = datetime(2026, 3, 9, 19, tzinfo=UTC)
        sweep(bench, at)
        change(bench, task, at, planned_at="2026-03-10T20:00:00Z")

        sweep(bench, at + timedelta(hours=12))
        assert len(bench.published("TaskReminderDue")) == 1
        sweep(bench, at + timedelta(days=1))
        assert len(bench.published("TaskReminderDue")) == 2

    def test_what_is_closed_does_not_ring(self, bench: Bench) -> None:
        done(bench, planned(bench, by=OLGA, reminders=["2026-03-09T19:00:00Z"]))

        sweep(bench, MIDNIGHT)

        assert bench.published("TaskReminderDue") == []


# SQLite tells which index it searches.
@pytest.mark.parametrize("bench", ["sqlite"], indirect=True)
def test_what_is_still_to_come_is_not_looked_through(bench: Bench) -> None:
    [(statement, parameters)] = bench.asked("UPDATE tasks SET armed", lambda: bench.sweep(NOON))
    with bench.app.app_context(), bench.service.db.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
    assert "ix_tasks_armed (ends_at<?)" in str(plan)
