"""Senders that die, come back too late or cannot tell: nothing is lost, and nothing twice that can be helped."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest

from services.notifications.channels import DeliveryError, Message, NotYet
from services.notifications.models import LEASE, MOST_ATTEMPTS, db
from services.notifications.models.restored import doubt_since
from services.notifications.sending import DOUBTFUL
from services.notifications.tests.examples import MONDAY, Provider, mail, send, use
from shared.testing.fixtures import Bench

SECOND = timedelta(seconds=1)


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
    assert (mail(overdue)["status"], mail(overdue)["attempts"]) == ("sent", 2)


def test_what_was_taken_before_the_sender_died_is_found_and_not_sent_again(overdue: Bench) -> None:
    class Remembering(Provider):
        def find(self, message: Message, **_: Any) -> str:
            return "SM7"

    provider = use(overdue, Remembering(Killed()))

    with pytest.raises(Killed):
        overdue.sweep(MONDAY)
    overdue.sweep(MONDAY + 60 * SECOND)

    assert len(provider.asked) == 1
    assert (mail(overdue)["status"], mail(overdue)["provider_id"]) == ("sent", "SM7")


def test_what_only_time_can_tell_waits(overdue: Bench) -> None:
    class Slow(Provider):
        def find(self, message: Message, *, since: datetime, now: datetime, **_: Any) -> None:
            if now < since + timedelta(minutes=2):
                raise NotYet(since + timedelta(minutes=2))

    provider = use(overdue, Slow(DeliveryError("provider-away", doubtful=True)))

    overdue.sweep(MONDAY)
    overdue.sweep(MONDAY + 60 * SECOND)
    early = len(provider.asked)
    overdue.sweep(MONDAY + 120 * SECOND)

    assert (early, len(provider.asked)) == (1, 2)
    assert mail(overdue)["status"] == "sent"


def test_doubles_that_nobody_can_rule_out_are_counted(overdue: Bench) -> None:
    use(overdue, Provider(DeliveryError("provider-away", doubtful=True)))
    before = DOUBTFUL.labels("email")._value.get()

    overdue.sweep(MONDAY)
    overdue.sweep(MONDAY + 30 * SECOND)

    assert DOUBTFUL.labels("email")._value.get() == before + 1
    assert mail(overdue)["status"] == "sent"


def test_what_was_due_since_a_backup_is_looked_for_before_it_is_sent_again(overdue: Bench) -> None:
    class Remembering(Provider):
        def find(self, message: Message, *, since: datetime, **_: Any) -> str | None:
            return "SM7" if since == MONDAY - SECOND else None

    provider = use(overdue, Remembering())
    with overdue.app.app_context():
        assert doubt_since(MONDAY - SECOND, now=MONDAY + 60 * SECOND) == 1
        db.session.commit()

    overdue.sweep(MONDAY + 60 * SECOND)

    assert provider.asked == []
    assert (mail(overdue)["status"], mail(overdue)["provider_id"]) == ("sent", "SM7")


def test_a_delivery_over_which_senders_die_is_given_up(overdue: Bench) -> None:
    provider = use(overdue, Provider(*[Killed()] * 20))

    for hours in range(40):
        with suppress(Killed):
            overdue.sweep(MONDAY + timedelta(hours=hours))

    assert len(provider.asked) <= MOST_ATTEMPTS
    assert mail(overdue)["status"] == "failed"


def test_a_sender_that_comes_back_too_late_changes_nothing(overdue: Bench) -> None:
    class Slow(Provider):
        def send(self, message: Message) -> str:
            if not self.asked:
                self.asked.append(message)
                send(overdue, MONDAY + LEASE)
                raise DeliveryError("unexpected", permanent=True)
            return super().send(message)

    provider = use(overdue, Slow())

    overdue.sweep(MONDAY)

    assert len(provider.asked) == 2
    assert mail(overdue)["status"] == "sent"
    assert overdue.published("NotificationFailed") == []
