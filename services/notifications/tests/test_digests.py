"""The morning digest: each person's at their hour, with what there is to do, and not where there is nothing."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.notifications.tests.examples import MONDAY, a_follow_up, bell_of, deliveries, reference
from services.notifications.tests.tasks import a_task
from shared import clock
from shared.ids import new_id
from shared.inbox import apply
from shared.testing.fixtures import ANA, LUIS, MARTA, PEOPLE, Bench, an_event

# Tuesday at eight in the morning in Mexico City.
TUESDAY = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _monday(bench: Bench) -> Iterator[None]:
    with clock.stopped(MONDAY):
        yield


def schedule(bench: Bench, due_on: str = "2026-11-24", **changes: Any) -> dict[str, Any]:
    fields = {"id": new_id(), "due_on": due_on, "state": "upcoming", **changes}
    bench.hear("FollowUpScheduled", a_follow_up(**fields))
    return fields


def titles(bench: Bench, user_id: Any = ANA) -> list[str]:
    return [each["title"] for each in bell_of(bench, user_id) if each["kind"] == "digest"]


def test_who_has_something_to_do_is_told_at_eight(bench: Bench) -> None:
    for due_on in ("2026-11-24", "2026-11-24", "2026-11-20", "2026-12-01"):
        schedule(bench, due_on)
    bench.hear("TaskPlanned", a_task(planned_at="2026-11-24T16:00:00Z"), actor_id=ANA)

    bench.sweep(TUESDAY - SECOND)
    early = titles(bench)
    bench.sweep(TUESDAY)

    assert early == []
    [notice] = bell_of(bench, ANA)
    assert notice == {
        "id": notice["id"],
        "kind": "digest",
        "title": "1 vencido, 3 para hoy",
        "body": "Buenos días, Ana Ruiz. Tiene 1 vencido y 3 para hoy.",
        "record": {"type": "digest", "id": str(ANA)},
        "created_at": "2026-11-24T14:00:00Z",
        "read_at": None,
        "version": notice["version"],
    }
    with clock.stopped(TUESDAY):
        mails = deliveries(bench, template="digest", channel="email")
    assert [each["status"] for each in mails] == ["sent"]
    assert titles(bench, LUIS) == []


def test_it_comes_every_morning_until_all_is_done(bench: Bench) -> None:
    follow_up = schedule(bench)

    bench.sweep(TUESDAY)
    bench.sweep(TUESDAY + DAY)
    bench.hear("FollowUpCompleted", a_follow_up(**follow_up | {"state": "done"}), sequence=2)
    for days in (2, 3, 4):
        bench.sweep(TUESDAY + days * DAY)

    assert titles(bench) == ["1 vencido, 0 para hoy", "0 vencidos, 1 para hoy"]
    assert len(deliveries(bench, template="digest", upcoming=True, status="queued")) == 0


def test_where_nothing_is_left_nothing_is_told(bench: Bench) -> None:
    follow_up = schedule(bench)
    bench.hear("FollowUpCompleted", a_follow_up(**follow_up | {"state": "done"}), sequence=2)

    bench.sweep(TUESDAY)

    assert bell_of(bench, ANA) == []
    assert {each["error"] for each in deliveries(bench, template="digest", upcoming=True)} == {
        "No había nada que contar."
    }


def test_what_is_far_away_is_told_on_its_day(bench: Bench) -> None:
    schedule(bench, "2026-12-01")

    for days in range(9):
        bench.sweep(TUESDAY + days * DAY)

    assert titles(bench) == ["1 vencido, 0 para hoy", "0 vencidos, 1 para hoy"]


def test_what_was_given_to_somebody_else_is_theirs(bench: Bench) -> None:
    follow_up = schedule(bench)
    bench.hear("FollowUpUpdated", a_follow_up(**follow_up | {"assigned_to": reference(LUIS)}), sequence=2)

    bench.sweep(TUESDAY)

    assert titles(bench) == []
    assert titles(bench, LUIS) == ["0 vencidos, 1 para hoy"]


def test_each_has_their_hour(bench: Bench) -> None:
    schedule(bench)
    schedule(bench, assigned_to=reference(LUIS))
    schedule(bench, assigned_to=reference(MARTA))
    bench.as_(ANA).put("/preferences", {"digest_at": "07:15"})
    bench.as_(LUIS).put("/preferences", {"digest_at": None})

    bench.sweep(TUESDAY - timedelta(minutes=45))

    assert [titles(bench, each) for each in (ANA, LUIS, MARTA)] == [["0 vencidos, 1 para hoy"], [], []]
    bench.sweep(TUESDAY)
    assert [len(titles(bench, each)) for each in (ANA, LUIS, MARTA)] == [1, 0, 1]


def test_who_wants_it_again_gets_it_again(bench: Bench) -> None:
    bench.as_(ANA).put("/preferences", {"digest_at": None})
    schedule(bench, "2026-11-20")
    bench.as_(ANA).put("/preferences", {"digest_at": "08:00"})

    bench.sweep(TUESDAY)

    assert titles(bench) == ["1 vencido, 0 para hoy"]


def test_a_branch_that_wants_no_digest_has_none(bench: Bench) -> None:
    schedule(bench)
    book = bench.as_(MARTA).get("/notification-rules").json
    without = {"rules": [each for each in book["rules"] if each["on"] != "digest"]}
    bench.as_(MARTA).put("/notification-rules", without)

    bench.sweep(TUESDAY)
    assert titles(bench) == []
    with clock.stopped(TUESDAY):
        bench.as_(MARTA).put("/notification-rules", {"rules": book["rules"]})
    bench.sweep(TUESDAY + DAY)
    assert titles(bench) == ["1 vencido, 0 para hoy"]


def test_who_has_left_gets_none(bench: Bench) -> None:
    schedule(bench)
    bench.hear("UserUpdated", {"id": ANA, "active": False, **PEOPLE[ANA]}, sequence=2)

    bench.sweep(TUESDAY)

    assert titles(bench) == []


def test_a_day_told_twice_is_told_once(bench: Bench) -> None:
    event = an_event("FollowUpScheduled", a_follow_up(due_on="2026-11-24", state="upcoming"))
    for _ in range(3):
        apply(bench.service, [event])
        schedule(bench)

    for _ in range(3):
        bench.sweep(TUESDAY)

    assert titles(bench) == ["0 vencidos, 4 para hoy"]


def test_a_mail_that_would_come_a_day_late_does_not_come(bench: Bench) -> None:
    schedule(bench)
    book = bench.as_(MARTA).get("/notification-rules").json["rules"]
    bench.as_(MARTA).put("/notification-rules", {"rules": book, "holidays": ["2026-11-24"]})

    bench.sweep(TUESDAY)
    bench.sweep(TUESDAY + DAY - timedelta(hours=8))

    assert titles(bench) == ["0 vencidos, 1 para hoy"]
    with clock.stopped(TUESDAY + DAY - timedelta(hours=8)):
        mails = deliveries(bench, template="digest", channel="email")
    assert [each["status"] for each in mails] == ["suppressed"]
