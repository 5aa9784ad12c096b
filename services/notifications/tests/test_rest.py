"""Messages rest at night and on holidays, and come only as each person wants; the bell always rings."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.notifications.tests.examples import Provider, a_client, a_follow_up, bell_of, deliveries
from services.notifications.tests.tasks import an_appointment
from shared import clock
from shared.testing.fixtures import ANA, BRANCHES, CENTRAL, MARTA, NORTE, OLGA, PEOPLE, Bench

# Monday, half past nine in the evening in Mexico City; half past seven in Tijuana.
EVENING = datetime(2026, 11, 24, 3, 30, tzinfo=UTC)
MORNING = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
NIGHT = {"from": "21:00", "to": "08:00"}
SECOND = timedelta(seconds=1)


@pytest.fixture
def provider(bench: Bench) -> Iterator[Provider]:
    bench.app.extensions["channels"]["email"] = found = Provider()
    with clock.stopped(EVENING):
        bench.as_(ANA).put("/preferences", {"digest_at": None})
        yield found


def rest(bench: Bench, **fields: Any) -> None:
    book = bench.as_(MARTA).get("/notification-rules").json
    answer = bench.as_(MARTA).put("/notification-rules", {"rules": book["rules"], **fields})
    assert answer.status_code == 200, answer.text


def sent_by(bench: Bench, provider: Provider, at: datetime) -> int:
    bench.sweep(at)
    return len(provider.asked)


def test_without_quiet_hours_mail_goes_out_at_night(bench: Bench, provider: Provider) -> None:
    bench.hear("FollowUpOverdue", a_follow_up())

    assert sent_by(bench, provider, EVENING) == 1


def test_in_the_quiet_hours_of_the_branch_mail_waits_and_the_bell_rings(bench: Bench, provider: Provider) -> None:
    rest(bench, quiet_hours=NIGHT)

    bench.hear("FollowUpOverdue", a_follow_up())

    assert len(bell_of(bench, ANA)) == 1
    assert sent_by(bench, provider, EVENING) == 0
    [waiting] = deliveries(bench, channel="email", upcoming=True)
    assert (waiting["status"], waiting["attempts"], waiting["due_at"]) == ("queued", 0, "2026-11-24T14:00:00Z")
    assert [sent_by(bench, provider, MORNING - SECOND), sent_by(bench, provider, MORNING)] == [0, 1]
    assert deliveries(bench, channel="email", upcoming=True)[0]["attempts"] == 1


def test_the_quiet_hours_of_the_branch_itself_count_unless_its_rules_say_others(
    bench: Bench, provider: Provider
) -> None:
    own = BRANCHES[CENTRAL] | {"id": CENTRAL, "quiet_hours": {"start": "20:00", "end": "07:00"}}
    bench.hear("BranchUpdated", own, sequence=2)
    bench.hear("FollowUpOverdue", a_follow_up())

    assert [sent_by(bench, provider, at) for at in (EVENING, MORNING - timedelta(hours=1))] == [0, 1]

    rest(bench, quiet_hours={"from": "22:00", "to": "08:00"})
    bench.hear("FollowUpReminderDue", a_follow_up())
    assert sent_by(bench, provider, EVENING) == 2


@pytest.mark.parametrize("whose", ["branch", "rules"])
def test_on_a_holiday_mail_waits_for_the_next_day(bench: Bench, provider: Provider, whose: str) -> None:
    if whose == "branch":
        bench.hear("BranchUpdated", BRANCHES[CENTRAL] | {"id": CENTRAL, "holidays": ["2026-11-23"]}, sequence=2)
    else:
        rest(bench, holidays=["2026-11-23"])
    bench.hear("FollowUpOverdue", a_follow_up())

    midnight = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
    assert [sent_by(bench, provider, at) for at in (EVENING, midnight - SECOND, midnight)] == [0, 0, 1]


def test_a_person_has_quiet_hours_beside_those_of_the_branch(bench: Bench, provider: Provider) -> None:
    rest(bench, quiet_hours=NIGHT)
    bench.as_(ANA).put("/preferences", {"quiet_hours": {"from": "07:00", "to": "09:30"}})

    bench.hear("FollowUpOverdue", a_follow_up())

    late = MORNING + timedelta(minutes=90)
    assert [sent_by(bench, provider, at) for at in (EVENING, MORNING, late - SECOND, late)] == [0, 0, 0, 1]


def test_hours_changed_while_a_mail_waits_count(bench: Bench, provider: Provider) -> None:
    rest(bench, quiet_hours=NIGHT)
    bench.hear("FollowUpOverdue", a_follow_up())
    sent_by(bench, provider, EVENING)

    rest(bench, quiet_hours={"from": "21:00", "to": "09:00"})

    later = MORNING + timedelta(hours=1)
    assert [sent_by(bench, provider, at) for at in (MORNING, later)] == [0, 1]


def test_the_evening_is_that_of_the_branch_of_the_recipient(bench: Bench, provider: Provider) -> None:
    """Ana works in Tijuana only; what she is told of Central comes by the clocks and rules of Tijuana."""
    bench.hear("UserUpdated", PEOPLE[ANA] | {"id": ANA, "active": True, "branch_ids": [NORTE]}, sequence=2)
    bench.as_(OLGA).put(
        f"/notification-rules?branch_id={NORTE}", {"rules": [], "quiet_hours": {"from": "21:00", "to": "08:00"}}
    )

    bench.hear("FollowUpOverdue", a_follow_up())

    assert sent_by(bench, provider, EVENING) == 1


def test_a_message_to_a_client_rests_too(bench: Bench, provider: Provider) -> None:
    bench.hear("ClientCreated", a_client())
    bench.as_(ANA).put(f"/consents/{a_client()['id']}", {"email": "granted"})
    rest(bench, quiet_hours=NIGHT)
    # At eight in the evening of Wednesday: the day before that is at eight as well, two hours before are at six.
    planned = {"planned_at": "2026-11-26T03:30:00Z", "operator": None}
    bench.hear("TaskPlanned", an_appointment(**planned), actor_id=ANA)

    evening = datetime(2026, 11, 25, 3, 30, tzinfo=UTC)
    morning = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)
    assert [sent_by(bench, provider, at) for at in (evening, morning)] == [0, 1]


@pytest.mark.parametrize("welcome", [True, False])
def test_a_channel_that_a_person_does_not_want_is_not_used(bench: Bench, provider: Provider, welcome: bool) -> None:
    bench.as_(ANA).put("/preferences", {"channels": {"email": welcome}})

    bench.hear("FollowUpOverdue", a_follow_up())

    assert sent_by(bench, provider, EVENING) == int(welcome)
    assert len(bell_of(bench, ANA)) == 1
    if not welcome:
        [held_back] = deliveries(bench, channel="email")
        assert held_back["error"] == "La persona no quiere avisos por este canal."


def test_a_message_by_phone_reaches_a_person_of_the_house(bench: Bench, provider: Provider) -> None:
    bench.app.extensions["channels"]["sms"] = sms = Provider()
    bench.hear("UserUpdated", PEOPLE[ANA] | {"id": ANA, "active": True, "phone": "+525500001111"}, sequence=2)
    book = bench.as_(MARTA).get("/notification-rules").json["rules"]
    book[0]["channels"] = ["sms"]
    bench.as_(MARTA).put("/notification-rules", {"rules": book})

    bench.hear("FollowUpOverdue", a_follow_up())
    bench.sweep(EVENING)

    assert [each.address for each in sms.asked] == ["+525500001111"]
    assert UUID(deliveries(bench, channel="sms")[0]["id"])
