"""From the broker to the handlers: in batches while all goes well, one by one to find what does not."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from time import monotonic

import amqp

from shared.bus.broker import AWAY, BackOff, connected, drain, rebuilding
from shared.bus.parking import Failure, set_aside
from shared.bus.topology import queue_of
from shared.crash import crash_point
from shared.events import CONTENT_TYPE, Event, Unreadable, unseal
from shared.inbox import TryLater, apply
from shared.service import Service
from shared.telemetry import cause, log

# One transaction for so many that are there: most of what it costs does not grow with them.
BATCH = 200
PREFETCH = 2 * BATCH
# Seconds until it is looked whether to stop.
POLL = 1.0


class Consumer:
    """Takes the events of a service's queue; of several processes one does, the broker sees to that."""

    def __init__(self, service: Service) -> None:
        assert service.settings.amqp_url
        self._service = service
        self._amqp_url = service.settings.amqp_url
        # Delivered and not yet acknowledged, in order.
        self._waiting: list[amqp.Message] = []

    def run(self, stop: threading.Event) -> None:
        """Take events until told to stop; those at work are finished first."""
        rebuilding(self._consume, stop, service=self._service.name, part="consumer")

    def _consume(self, back_off: BackOff, stop: threading.Event) -> None:
        with connected(self._amqp_url) as connection:
            self._waiting = []
            channel = connection.channel()
            channel.auto_decode = False
            channel.basic_qos(0, PREFETCH, False)
            channel.basic_consume(queue_of(self._service.name), callback=self._waiting.append)
            while not stop.is_set():
                self._gather(connection)
                if not self._waiting:
                    back_off.reset()
                    continue
                try:
                    self._take(channel)
                    back_off.reset()
                except TryLater as error:
                    log.warning("events wait", service=self._service.name, error=cause(error.__cause__ or error))
                    _rest(connection, back_off.pause(), stop)

    def _gather(self, connection: amqp.Connection) -> None:
        """Wait for an event, and take with it what is there."""
        connection.heartbeat_tick()
        while len(self._waiting) < BATCH and drain(connection, 0 if self._waiting else POLL):
            """The messages arrive in `_waiting`."""

    def _take(self, channel: amqp.Channel) -> None:
        """React to the next events, and acknowledge them.

        :raises TryLater: the database cannot take them now; what is not acknowledged still waits
        """
        batch = self._waiting[:BATCH]
        crash_point("consumer.before_handling")
        try:
            self._apply([read(message) for message in batch])
        except TryLater:
            raise
        except Exception:  # noqa: BLE001 - whichever event it was is found one by one
            self._take_one_by_one(channel, batch)
        else:
            crash_point("consumer.after_commit_before_ack")
            channel.basic_ack(batch[-1].delivery_tag, multiple=True)
            del self._waiting[: len(batch)]

    def _take_one_by_one(self, channel: amqp.Channel, batch: Sequence[amqp.Message]) -> None:
        failures: list[Failure] = []
        for message in batch:
            try:
                self._apply([read(message)])
            except TryLater:
                raise
            except Exception as error:  # noqa: BLE001 - it is logged and set aside below
                failures.append(Failure(message, error))
            else:
                self._done(channel, message)
        if failures:
            self._set_aside(failures)
            for each in failures:
                self._done(channel, each.message)

    def _set_aside(self, failures: Sequence[Failure]) -> None:
        try:
            # A connection of its own: an alarm of the broker holds up every connection that publishes,
            # and with it the acknowledgements.
            with connected(self._amqp_url) as connection:
                set_aside(connection, self._service.name, failures)
        except AWAY as error:
            raise TryLater from error

    def _apply(self, events: Sequence[Event]) -> None:
        apply(self._service, events, also=partial(crash_point, "consumer.mid_transaction"))

    def _done(self, channel: amqp.Channel, message: amqp.Message) -> None:
        channel.basic_ack(message.delivery_tag)
        self._waiting.remove(message)


def read(message: amqp.Message) -> Event:
    """The event in a message.

    :raises Unreadable: it is none; whatever is in it was not opened
    """
    content_type = message.properties.get("content_type")
    if content_type != CONTENT_TYPE:
        raise Unreadable(f"content type {content_type}")
    event = unseal(message.body)
    # What was published is a part of the trace between what was committed and this.
    published = (message.properties.get("application_headers") or {}).get("traceparent")
    return replace(event, traceparent=published) if isinstance(published, str) else event


def _rest(connection: amqp.Connection, seconds: float, stop: threading.Event) -> None:
    """Wait without losing the connection, nor the events that wait on it."""
    deadline = monotonic() + seconds
    while not stop.is_set() and (left := deadline - monotonic()) > 0:
        drain(connection, min(POLL, left))
