"""What happens to follow-ups when time passes."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.followups.tests.people import JUAN, a_client
from shared import clock
from shared.ids import new_id
from shared.testing.fixtures import ANA, NORTE, OLGA, Bench

NOON = datetime(2026, 3, 9, 18, tzinfo=UTC)
MIDNIGHT = datetime(2026, 3, 10, 6, tzinfo=UTC)  # in Mexico City
PEPE = new_id()


@pytest.fixture(autouse=True)
def _clients_are_known(bench: Bench) -> None:
    bench.hear("ClientCreated", a_client())
    bench.hear("ClientCreated", a_client(PEPE, "Pepe", NORTE))


def scheduled(bench: Bench, due_on: str = "2026-03-09", client: Any = JUAN, **fields: Any) -> dict[str, Any]:
    with clock.stopped(NOON):
        answer = bench.as_(OLGA).post("/follow-ups", {"client_id": str(client), "due_on": due_on, **fields})
    assert answer.status_code == 201, answer.text
    return answer.json


def announced(bench: Bench, kind: str = "FollowUpOverdue") -> list[str]:
    return [str(event.subject) for event in bench.published(kind)]


def test_it_says_once_that_a_day_has_passed(bench: Bench) -> None:
    follow_up = scheduled(bench)

    for at in (NOON, MIDNIGHT - timedelta(seconds=1), MIDNIGHT, MIDNIGHT, MIDNIGHT + timedelta(days=3)):
        with clock.stopped(at):
            bench.sweep(at)

    assert announced(bench) == [follow_up["id"]]
    (event,) = bench.published("FollowUpOverdue")
    assert (event.data["state"], event.data["days_overdue"], event.sequence) == ("overdue", 1, follow_up["version"])


def test_each_branch_has_its_own_midnight(bench: Bench) -> None:
    here, there = scheduled(bench), scheduled(bench, client=PEPE)

    bench.sweep(MIDNIGHT)
    assert announced(bench) == [here["id"]]

    bench.sweep(MIDNIGHT + timedelta(hours=2))
    assert announced(bench) == [here["id"], there["id"]]


def test_moving_the_day_arms_it_again_but_no_day_is_announced_twice(bench: Bench) -> None:
    follow_up = scheduled(bench, "2026-03-08")
    bench.sweep(NOON)

    with clock.stopped(NOON):
        for day in ("2026-03-20", "2026-03-08", "2026-03-07"):
            bench.as_(OLGA).patch(f"/follow-ups/{follow_up['id']}", {"due_on": day})
            bench.sweep(NOON)

    assert [event.data["due_on"] for event in bench.published("FollowUpOverdue")] == ["2026-03-08", "2026-03-07"]


def test_nothing_is_said_of_what_was_completed(bench: Bench) -> None:
    follow_up = scheduled(bench, "2026-03-01")
    bench.as_(OLGA).post(f"/follow-ups/{follow_up['id']}/complete")

    bench.sweep(MIDNIGHT)

    assert announced(bench) == []


def test_many_sweeps_at_once_say_everything_once(bench: Bench) -> None:
    expected = {scheduled(bench, "2026-03-01")["id"] for _ in range(30)}

    threads = [threading.Thread(target=bench.sweep, args=(NOON,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert len(announced(bench)) == 30
    assert set(announced(bench)) == expected


class TestReminders:
    def test_each_rings_once_at_its_instant(self, bench: Bench) -> None:
        times = ["2026-03-09T20:00:00Z", "2026-03-09T19:00:00Z", "2026-03-09T17:00:00Z"]
        scheduled(bench, "2026-03-20", reminders=times)

        rung = []
        for hour in (18, 19, 19, 20, 21):
            bench.sweep(datetime(2026, 3, 9, hour, tzinfo=UTC))
            rung.append(len(bench.published("FollowUpReminderDue")))

        assert rung == [0, 1, 1, 2, 2]

    def test_after_a_pause_all_that_were_due_ring(self, bench: Bench) -> None:
        scheduled(bench, "2026-03-20", reminders=["2026-03-09T19:00:00Z", "2026-03-09T20:00:00Z"])

        while bench.sweep(MIDNIGHT):
            pass

        assert len(bench.published("FollowUpReminderDue")) == 2

    def test_moved_it_rings_again(self, bench: Bench) -> None:
        follow_up = scheduled(bench, "2026-03-20", reminders=["2026-03-09T19:00:00Z"])
        at = datetime(2026, 3, 9, 19, tzinfo=UTC)
        bench.sweep(at)
        with clock.stopped(at):
            bench.as_(ANA).patch(f"/follow-ups/{follow_up['id']}", {"reminders": ["2026-03-09T21:00:00Z"]})

        bench.sweep(at + timedelta(hours=2))

        assert len(bench.published("FollowUpReminderDue")) == 2

    def test_moving_one_that_has_not_rung_silences_its_old_instant(self, bench: Bench) -> None:
        follow_up = scheduled(bench, "2026-03-20", reminders=["2026-03-09T19:00:00Z"])
        with clock.stopped(NOON):
            bench.as_(ANA).patch(f"/follow-ups/{follow_up['id']}", {"reminders": ["2026-03-09T21:00:00Z"]})

        rung = []
        for hour in (19, 20, 21):
            bench.sweep(datetime(2026, 3, 9, hour, tzinfo=UTC))
            rung.append(len(bench.published("FollowUpReminderDue")))

        assert rung == [0, 0, 1]

    def test_reopened_only_what_is_still_to_come_rings(self, bench: Bench) -> None:
        times = ["2026-03-09T19:00:00Z", "2026-03-09T21:00:00Z"]
        path = f"/follow-ups/{scheduled(bench, '2026-03-20', reminders=times)['id']}"
        with clock.stopped(NOON):
            bench.as_(ANA).post(f"{path}/complete")
        bench.sweep(datetime(2026, 3, 9, 20, tzinfo=UTC))
        with clock.stopped(datetime(2026, 3, 9, 20, tzinfo=UTC)):
            bench.as_(ANA).post(f"{path}/reopen")

        bench.sweep(datetime(2026, 3, 9, 22, tzinfo=UTC))

        assert len(bench.published("FollowUpReminderDue")) == 1

    @pytest.mark.requirement("S12")
    def test_many_sweeps_at_once_ring_every_reminder_once(self, bench: Bench) -> None:
        times = ["2026-03-09T19:00:00Z", "2026-03-09T20:00:00Z"]
        expected = sorted(scheduled(bench, "2026-03-20", reminders=times)["id"] for _ in range(25))
        barrier = threading.Barrier(4)

        def sweep_until_nothing_is_left() -> None:
            barrier.wait(10)
            while bench.sweep(MIDNIGHT):
                pass

        threads = [threading.Thread(target=sweep_until_nothing_is_left) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)

        assert sorted(announced(bench, "FollowUpReminderDue")) == sorted(expected * 2)
