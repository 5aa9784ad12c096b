"""Sending what is due: claim, hand over, note; any number of senders, in any number of processes."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from time import monotonic

from prometheus_client import Counter

from services.notifications.channels import (
    LONGEST_SEND,
    CannotTell,
    Channel,
    DeliveryError,
    Message,
    NotYet,
    channel_named,
)
from services.notifications.models import Delivery, db
from services.notifications.models.claims import (
    LEASE,
    Turns,
    is_known,
    part,
    still_claimed,
    waits,
)
from services.notifications.models.paces import is_paused, pause, rest_of, take_turns, turns
from services.notifications.preparing import prepare
from services.notifications.standing import Standing
from shared import clock, tracing
from shared.crash import crash_point
from shared.db import reading
from shared.telemetry import REGISTRY, cause, log

SENDS = Counter(
    "crm_notifications_total",
    "Attempts to send.",
    ["channel", "provider", "result", "code"],
    registry=REGISTRY,
)
DOUBTFUL = Counter(
    "crm_notifications_doubtful_total",
    "Messages sent again although nobody could say whether they had been taken before.",
    ["channel"],
    registry=REGISTRY,
)


@dataclass(frozen=True)
class Claimed:
    """One delivery that is this sender's until the lease is over.

    :ivar cause: the part of a trace that made it, if any
    :ivar since: when it may have been handed over before, where that is in doubt
    """

    message: Message
    lease: datetime
    cause: str | None
    since: datetime | None = None
    claimed: float = field(default_factory=monotonic)

    @property
    def is_late(self) -> bool:
        """Whether the lease might be over before the provider has answered."""
        return monotonic() - self.claimed > LEASE.total_seconds() - LONGEST_SEND

    def part(self, doing: str) -> AbstractContextManager[tracing.Part]:
        """What is done about it, as a part of the trace that made it."""
        causes = [self.cause] if self.cause else []
        return tracing.part(f"{doing} {self.message.channel}", "client", causes=causes)


@dataclass(frozen=True)
class Outcome:
    """What came of it: how to note that, when it was, and in a word."""

    claimed: Claimed
    note: Callable[[Delivery], None]
    result: str
    code: str = ""
    pause_until: datetime | None = None
    provider_id: str | None = None


class Sender:
    """One thread's work at one channel.

    What came of the last messages is noted in the transaction that claims the next ones. No transaction is open
    while the channel works: a slow provider holds nobody up.
    """

    def __init__(self, channel: str) -> None:
        self._name = channel
        self._turns = Turns(channel)
        self._done: list[Outcome] = []

    def round(self) -> int:
        """Note what came of the last messages, and send the next ones.

        :returns: how many were claimed
        """
        if not self._done and not self._has_work():
            return 0
        channel = channel_named(self._name)
        found, claimed = self._claim(channel)
        if claimed:
            crash_point("send.after_claim")
        for each in claimed:
            if channel.one_by_one:
                self._part(each)
            with each.part("send") as part:
                outcome = _carry_out(channel, each)
                part.note({"crm.result": outcome.result, "crm.code": outcome.code})
            self._done.append(outcome)
        return found

    def finish(self) -> None:
        """Note what came of the last messages, and claim no more."""
        if self._done:
            self._note()
            self._commit()

    def _part(self, next_one: Claimed) -> None:
        """Keep of the last message that it was taken, and of the next one that it may be."""
        last = self._done[-1] if self._done else None
        taken = last.claimed.message.id if last and last.provider_id else None
        handed_over = next_one.message.id if next_one.since is None else None
        if taken or handed_over:
            part(taken, last.provider_id if last else None, handed_over, clock.now())

    def _has_work(self) -> bool:
        now = clock.now()
        with reading():
            found = waits(self._name, now) and not is_paused(self._name, now)
            db.session.rollback()
        return found

    def _claim(self, channel: Channel) -> tuple[int, list[Claimed]]:
        """Note, claim and prepare, in one transaction.

        :returns: how many were claimed, and those of them that are still to be sent
        """
        now = clock.now()
        self._note()
        most = turns(self._name, channel.in_flight, channel.per_second, now)
        deliveries = self._turns.claim(now, most) if most else []
        take_turns(self._name, len(deliveries), channel.per_second, now)
        # What a sender has taken counts for what it looks at, and is written at once and not one by one.
        db.session.flush()
        with db.session.no_autoflush:
            around = Standing.around(deliveries)
            prepared = [_prepared(channel, each, around[each.id], now) for each in deliveries]
        self._commit()
        return len(deliveries), [each for each in prepared if each]

    def _note(self) -> None:
        rows = still_claimed([each.claimed.message.id for each in self._done]) if self._done else {}
        for outcome in self._done:
            delivery = rows.get(outcome.claimed.message.id)
            if delivery and delivery.next_attempt_at == outcome.claimed.lease:
                delivery.address = outcome.claimed.message.address or None
                with outcome.claimed.part("note"):
                    outcome.note(delivery)
            else:
                # A status that came first has told what became of it, or the lease was over.
                log.info("noted before", delivery=str(outcome.claimed.message.id), result=outcome.result)
            if outcome.pause_until:
                pause(self._name, outcome.pause_until)

    def _commit(self) -> None:
        if self._done:
            crash_point("send.before_commit")
        db.session.commit()
        provider = channel_named(self._name).provider
        for each in self._done:
            SENDS.labels(self._name, provider, each.result, each.code).inc()
        self._done.clear()


def _prepared(channel: Channel, delivery: Delivery, standing: Standing, now: datetime) -> Claimed | None:
    """What is to be done about a delivery, if anything."""
    assert delivery.next_attempt_at
    if delivery.handed_over_at and channel.one_by_one and delivery.provider_id:
        delivery.succeed(channel.provider, delivery.provider_id, at=now)
        return None
    if delivery.handed_over_at:
        again, since = delivery.message(standing.address), delivery.handed_over_at
        return Claimed(again, delivery.next_attempt_at, delivery.traceparent, since)
    message = prepare(delivery, standing, now)
    if message is None:
        db.session.flush()
        return None
    if channel.number_rests and message.address:
        free_at = rest_of(message.channel, message.address, channel.number_rests, now)
        if free_at:
            delivery.put_back(free_at)
            return None
    if not channel.one_by_one:
        delivery.handed_over_at = now
    return Claimed(message, delivery.next_attempt_at, delivery.traceparent)


def _carry_out(channel: Channel, claimed: Claimed) -> Outcome:
    """Hand a message over, or look whether it was."""
    if claimed.is_late:
        return Outcome(claimed, lambda delivery: _leave(delivery, claimed), "late")
    try:
        if claimed.since:
            return _look(channel, claimed, claimed.since)
        if not claimed.message.address and not channel.immediate:
            raise DeliveryError("no-address")
        provider_id = channel.send(claimed.message)
        crash_point("send.after_accept")
    except DeliveryError as error:
        return _failed(claimed, error)
    except Exception as error:  # noqa: BLE001 - one message must not stop the others
        log.error("channel broke", channel=claimed.message.channel, error=cause(error))
        return _failed(claimed, DeliveryError("unexpected", doubtful=True))
    return _sent(channel, claimed, provider_id)


def _sent(channel: Channel, claimed: Claimed, provider_id: str | None, result: str = "sent") -> Outcome:
    at = clock.now()
    note = partial(Delivery.succeed, provider=channel.provider, provider_id=provider_id, at=at)
    return Outcome(claimed, note, result, provider_id=provider_id)


def _failed(claimed: Claimed, error: DeliveryError) -> Outcome:
    at = clock.now()

    def note(delivery: Delivery) -> None:
        if error.doubtful:
            delivery.doubt(error.reason, at=at, retry_after=error.retry_after)
        else:
            delivery.fail(error.reason, permanent=error.permanent, at=at, retry_after=error.retry_after)

    alone = at + timedelta(seconds=error.retry_after or 1.0) if error.of_all else None
    return Outcome(claimed, note, error.reason, error.code, pause_until=alone)


def _look(channel: Channel, claimed: Claimed, since: datetime) -> Outcome:
    """See whether a message was taken by the provider before its sender died, or lost sight of it."""
    try:
        found = channel.find(claimed.message, since=since, is_known=_is_known, now=clock.now())
    except NotYet as wait:
        until = wait.until
        return Outcome(claimed, lambda delivery: _wait(delivery, since, until), "not yet")
    except CannotTell:
        DOUBTFUL.labels(claimed.message.channel).inc()
        log.warning("doubtful", channel=claimed.message.channel, delivery=str(claimed.message.id))
        found = None
    if found:
        return _sent(channel, claimed, found, "found")
    at = clock.now()
    return Outcome(claimed, lambda delivery: delivery.put_back(at), "not taken")


def _leave(delivery: Delivery, claimed: Claimed) -> None:
    at = clock.now()
    _wait(delivery, claimed.since, at) if claimed.since else delivery.put_back(at)


def _wait(delivery: Delivery, since: datetime, until: datetime) -> None:
    delivery.put_back(until)
    delivery.handed_over_at = since


def _is_known(provider_id: str) -> bool:
    with reading():
        found = is_known(provider_id)
        db.session.rollback()
    return found
