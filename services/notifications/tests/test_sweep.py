"""Sending: each once, tried again when it fails, held back when it is no longer wanted."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from services.notifications.app import create_app
from services.notifications.channels import DeliveryError, Message
from services.notifications.models import LEASE, MOST_ATTEMPTS, rest_after
from services.notifications.sweep import BATCH, send_queued
from services.notifications.tests.examples import MONDAY, Provider, a_follow_up, bell_of, deliveries
from shared import clock
from shared.config import Settings
from shared.ids import new_id
from shared.testing.fixtures import ANA, PEOPLE, Bench
from shared.testing.waiting import until
from shared.worker import SweepLoop

SECOND = timedelta(seconds=1)


@pytest.fixture
def overdue(bench: Bench) -> Iterator[Bench]:
    """Ana has been told of an overdue follow-up; the mail is queued. The time stands still."""
    with clock.stopped(MONDAY):
        bench.hear("FollowUpOverdue", a_follow_up())
        yield bench


def mail(bench: Bench) -> dict[str, Any]:
    [found] = deliveries(bench, channel="email")
    return found


def use(bench: Bench, provider: Provider) -> Provider:
    bench.app.extensions["channels"]["email"] = provider
    return provider


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


def test_sending_does_not_wait_for_the_pause_of_the_other_sweeps(bench: Bench) -> None:
    provider = use(bench, Provider())
    loop = SweepLoop(bench.service)
    loop.start()

    for already in range(3):
        bench.hear("FollowUpOverdue", a_follow_up(id=new_id()))
        until(lambda sent=already: len(provider.asked) > sent, seconds=5)

    loop.stop()
    assert bench.service.settings.sweep_seconds == 30


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
    assert held_back["error"] == "El seguimiento ya se atendió, se canceló o se movió."
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


class Killed(BaseException):
    """The process ends here."""


def test_a_sender_that_dies_loses_its_delivery_after_a_minute(overdue: Bench) -> None:
    provider = use(overdue, Provider(Killed()))

    with pytest.raises(Killed):
        overdue.sweep(MONDAY)
    overdue.sweep(MONDAY + 59 * SECOND)
    asked_early = len(provider.asked)
    overdue.sweep(MONDAY + 60 * SECOND)

    assert asked_early == 1
    assert len(provider.asked) == 2
    assert len({each.id for each in provider.asked}) == 1
    assert mail(overdue)["status"] == "sent"


def test_a_delivery_over_which_senders_die_is_given_up(overdue: Bench) -> None:
    provider = use(overdue, Provider(*[Killed()] * 20))

    for hours in range(MOST_ATTEMPTS):
        with pytest.raises(Killed):
            overdue.sweep(MONDAY + timedelta(hours=hours))
    overdue.sweep(MONDAY + timedelta(hours=MOST_ATTEMPTS))

    assert len(provider.asked) == MOST_ATTEMPTS
    assert mail(overdue)["status"] == "failed"


def test_a_sender_that_comes_back_too_late_changes_nothing(overdue: Bench) -> None:
    class Slow(Provider):
        def send(self, message: Message) -> str:
            if not self.asked:
                self.asked.append(message)
                overdue.sweep(MONDAY + LEASE)
                raise DeliveryError("unexpected", permanent=True)
            return super().send(message)

    provider = use(overdue, Slow())

    overdue.sweep(MONDAY)

    assert len(provider.asked) == 2
    assert mail(overdue)["status"] == "sent"
    assert overdue.published("NotificationFailed") == []


def test_senders_at_once_send_each_delivery_once(bench: Bench) -> None:
    provider = use(bench, Provider())
    for _ in range(60):
        bench.hear("FollowUpOverdue", a_follow_up(id=new_id()))
    at = clock.now()

    def send() -> None:
        with bench.app.app_context():
            while send_queued(at):
                pass

    senders = [threading.Thread(target=send) for _ in range(4)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert len(provider.asked) == 60
    assert len({each.id for each in provider.asked}) == 60
    assert {each["status"] for each in deliveries(bench, channel="email", limit=200)} == {"sent"}


def test_a_run_ends_after_a_batch(bench: Bench) -> None:
    for _ in range(BATCH + 5):
        bench.hear("FollowUpOverdue", a_follow_up(id=new_id()))
    at = clock.now()

    with bench.app.app_context():
        runs = [send_queued(at) for _ in range(3)]

    assert runs == [BATCH, 5, 0]


def test_with_demo_the_console_writes_the_whole_text(tmp_path: Any) -> None:
    console = create_app(Settings(data=tmp_path, demo=True)).extensions["channels"]["email"]

    with capture_logs() as lines:
        console.send(Message(new_id(), "email", "follow-up-overdue", "ana@aldia.test", "Título", "Texto"))

    assert (lines[0]["title"], lines[0]["body"]) == ("Título", "Texto")
    assert lines[0]["to"] == "a***@aldia.test"
