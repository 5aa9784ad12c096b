"""Sending: each once, tried again when it fails, held back when it is no longer wanted."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from services.notifications.app import create_app
from services.notifications.channels import DeliveryError, Message
from services.notifications.models import MOST_ATTEMPTS, rest_after
from services.notifications.senders import Senders
from services.notifications.sending import Sender
from services.notifications.tests.examples import (
    MONDAY,
    Provider,
    a_follow_up,
    bell_of,
    deliveries,
    mail,
    reference,
    use,
)
from shared import clock
from shared.config import Settings
from shared.ids import new_id
from shared.testing.fixtures import ANA, NORA, NORTE, PEOPLE, Bench
from shared.testing.waiting import until

SECOND = timedelta(seconds=1)


def test_a_queued_mail_is_sent_and_recorded(overdue: Bench) -> None:
    overdue.sweep(MONDAY + SECOND)

    sent = mail(overdue)
    assert (sent["status"], sent["attempts"], sent["provider"]) == ("sent", 1, "console")
    assert sent["recipient_address"] == "a***@aldia.test"
    assert sent["sent_at"] == "2026-11-23T15:00:01Z"
    [_, published] = overdue.published("NotificationSent")
    assert (str(published.subject), published.sequence) == (sent["id"], sent["version"])


def test_nothing_is_sent_to_somebody_who_has_left(overdue: Bench) -> None:
    provider = use(overdue, Provider())
    overdue.hear("UserUpdated", {"id": ANA, "active": False, **PEOPLE[ANA]}, sequence=2)

    overdue.sweep(MONDAY + SECOND)

    assert (mail(overdue)["status"], mail(overdue)["error"]) == ("suppressed", "El destinatario ya no trabaja aquí.")
    assert provider.asked == []


def test_what_is_sent_is_not_sent_again(overdue: Bench) -> None:
    provider = use(overdue, Provider())

    for seconds in (1, 100, 10_000):
        overdue.sweep(MONDAY + seconds * SECOND)

    assert len(provider.asked) == 1
    assert mail(overdue)["provider_id"] == "SM1"


def test_the_console_writes_one_line_without_personal_data(overdue: Bench) -> None:
    with capture_logs() as lines:
        overdue.sweep(MONDAY)

    assert lines == [
        {
            "event": "message",
            "log_level": "info",
            "channel": "email",
            "template": "follow-up-overdue",
            "to": "a***@aldia.test",
            "delivery": mail(overdue)["id"],
        }
    ]


def test_what_is_committed_is_sent_at_once(bench: Bench) -> None:
    provider = use(bench, Provider())
    senders = Senders(bench.service)
    senders.start()

    for already in range(3):
        bench.hear("FollowUpOverdue", a_follow_up(id=new_id()))
        until(lambda sent=already: len(provider.asked) > sent, seconds=5)

    senders.stop()


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("FollowUpCompleted", {"state": "done"}),
        ("FollowUpCancelled", {"state": "cancelled"}),
        ("FollowUpRescheduled", {"state": "upcoming", "due_on": "2026-12-01"}),
    ],
)
def test_a_mail_that_is_no_longer_wanted_is_held_back(overdue: Bench, kind: str, change: dict[str, str]) -> None:
    provider = use(overdue, Provider())
    overdue.hear(kind, a_follow_up(**change), sequence=2)

    overdue.sweep(MONDAY)

    assert provider.asked == []
    held_back = mail(overdue)
    assert held_back["status"] == "suppressed"
    assert held_back["error"] == "Ya se atendió, se canceló, se movió o pasó a otra persona."
    assert bell_of(overdue, ANA) == []


def test_a_follow_up_that_was_reopened_for_the_same_day_is_wanted_again(overdue: Bench) -> None:
    overdue.hear("FollowUpCompleted", a_follow_up(state="done"), sequence=2)
    overdue.hear("FollowUpReopened", a_follow_up(), sequence=3)

    overdue.sweep(MONDAY)

    assert mail(overdue)["status"] == "sent"


def test_a_mail_that_fails_rests_and_is_tried_again(overdue: Bench) -> None:
    provider = use(overdue, Provider(DeliveryError("unexpected")))

    overdue.sweep(MONDAY)
    failed = mail(overdue)
    overdue.sweep(MONDAY + rest_after(1) - SECOND)
    tried_early = len(provider.asked)
    overdue.sweep(MONDAY + rest_after(1))

    assert (failed["status"], failed["attempts"]) == ("queued", 1)
    assert failed["error"] == "El envío falló por un error inesperado."
    assert tried_early == 1
    sent = mail(overdue)
    assert (sent["status"], sent["attempts"], sent["error"]) == ("sent", 2, None)


def test_the_rests_grow_to_an_hour_in_all() -> None:
    rests = [rest_after(attempts).total_seconds() for attempts in range(1, MOST_ATTEMPTS)]

    assert rests == [30, 60, 120, 240, 480, 960, 1920]


def test_after_eight_attempts_it_has_failed(overdue: Bench) -> None:
    provider = use(overdue, Provider(*[DeliveryError("unexpected")] * 20))

    for hours in range(12):
        overdue.sweep(MONDAY + timedelta(hours=hours))

    assert len(provider.asked) == MOST_ATTEMPTS
    failed = mail(overdue)
    assert (failed["status"], failed["attempts"]) == ("failed", MOST_ATTEMPTS)
    [published] = overdue.published("NotificationFailed")
    assert (str(published.subject), published.sequence) == (failed["id"], failed["version"])


def test_an_error_that_stays_is_not_tried_again(overdue: Bench) -> None:
    provider = use(overdue, Provider(DeliveryError("unexpected", permanent=True)))

    overdue.sweep(MONDAY)
    overdue.sweep(MONDAY + timedelta(days=1))

    assert len(provider.asked) == 1
    assert mail(overdue)["status"] == "failed"


def test_a_channel_that_breaks_does_not_stop_the_others(overdue: Bench) -> None:
    provider = use(overdue, Provider(ZeroDivisionError("Juan Pérez")))
    overdue.hear("FollowUpOverdue", a_follow_up(id=new_id()))

    with capture_logs() as lines:
        overdue.sweep(MONDAY)

    assert len(provider.asked) == 2
    assert sorted(each["status"] for each in deliveries(overdue, channel="email")) == ["queued", "sent"]
    assert "Juan" not in str(lines)


def test_without_a_known_address_it_waits_until_there_is_one(bench: Bench) -> None:
    bench.hear("UserUpdated", PEOPLE[ANA] | {"id": ANA, "active": True, "email": None}, sequence=2)
    with clock.stopped(MONDAY):
        bench.hear("FollowUpOverdue", a_follow_up())

    bench.sweep(MONDAY)
    waiting = mail(bench)
    bench.hear("UserUpdated", PEOPLE[ANA] | {"id": ANA, "active": True}, sequence=3)
    bench.sweep(MONDAY + rest_after(1))

    assert waiting["error"] == "No se conoce la dirección del destinatario."
    assert mail(bench)["status"] == "sent"


def test_the_provider_is_left_alone_for_as_long_as_it_asks(overdue: Bench) -> None:
    provider = use(overdue, Provider(DeliveryError("too-fast", retry_after=100, of_all=True)))

    overdue.sweep(MONDAY)
    overdue.hear("FollowUpOverdue", a_follow_up(id=new_id()))
    overdue.sweep(MONDAY + 99 * SECOND)
    early = len(provider.asked)
    overdue.sweep(MONDAY + 102 * SECOND)

    assert (early, len(provider.asked)) == (1, 3)


def test_a_number_is_written_to_at_its_pace(bench: Bench) -> None:
    class Paced(Provider):
        number_rests = 6.0

    provider = use(bench, Paced())
    with clock.stopped(MONDAY):
        for _ in range(2):
            bench.hear("FollowUpOverdue", a_follow_up(id=new_id()))

    for seconds in (0, 5, 6):
        bench.sweep(MONDAY + seconds * SECOND)
        if seconds < 6:
            assert len(provider.asked) == 1

    assert len(provider.asked) == 2
    assert {each["attempts"] for each in deliveries(bench, channel="email")} == {1}


def test_a_channel_takes_no_more_than_its_provider_in_a_second(bench: Bench) -> None:
    class Paced(Provider):
        in_flight = 50
        per_second = 10

    provider = use(bench, Paced())
    with clock.stopped(MONDAY):
        for _ in range(25):
            bench.hear("FollowUpOverdue", a_follow_up(id=new_id()))

    counts = []
    for seconds in range(4):
        bench.sweep(MONDAY + seconds * SECOND)
        counts.append(len(provider.asked))

    assert counts == [10, 20, 25, 25]


def test_branches_take_turns(bench: Bench) -> None:
    provider = use(bench, Provider())
    with clock.stopped(MONDAY):
        for _ in range(5):
            bench.hear("FollowUpOverdue", a_follow_up(id=new_id()))
        for _ in range(2):
            bench.hear("FollowUpOverdue", a_follow_up(id=new_id(), branch_id=NORTE, assigned_to=reference(NORA)))

    bench.sweep(MONDAY)

    to = [each.address.partition("@")[0] for each in provider.asked]
    assert to == ["ana", "nora", "ana", "nora", "ana", "ana", "ana"]


@pytest.mark.parametrize("number", [2, 4])
def test_senders_at_once_send_each_delivery_once(bench: Bench, number: int) -> None:
    provider = use(bench, Provider())
    for _ in range(60):
        bench.hear("FollowUpOverdue", a_follow_up(id=new_id()))

    def send_all() -> None:
        with bench.app.app_context():
            sender = Sender("email")
            while sender.round():
                pass
            sender.finish()

    senders = [threading.Thread(target=send_all) for _ in range(number)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert len(provider.asked) == 60
    assert len({each.id for each in provider.asked}) == 60
    assert {each["status"] for each in deliveries(bench, channel="email", limit=200)} == {"sent"}


def test_with_demo_the_console_writes_the_whole_text(tmp_path: Any) -> None:
    console = create_app(Settings(data=tmp_path, demo=True)).extensions["channels"]["email"]

    with capture_logs() as lines:
        console.send(Message(new_id(), "email", "follow-up-overdue", "ana@aldia.test", "Título", "Texto"))

    assert (lines[0]["title"], lines[0]["body"]) == ("Título", "Texto")
    assert lines[0]["to"] == "a***@aldia.test"
