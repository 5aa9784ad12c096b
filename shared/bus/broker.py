"""What everybody needs who talks to RabbitMQ: connections that do not hang, confirms, patience."""

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

import amqp
import psycopg
from amqp.exceptions import AMQPError
from kombu import Connection

from shared.bus.wire import gathering, read_ahead
from shared.telemetry import cause, log

HEARTBEAT = 10
ANSWER_WITHIN = 5.0
# A broker with an alarm stops reading: then the socket fills, and a publish would wait as long as it lasts.
WRITE_WITHIN = 5.0
CONFIRM_WITHIN = 10.0


class NotConfirmed(Exception):
    """The broker has refused what was published, or not said in time that it is safe."""


AWAY = (OSError, AMQPError, psycopg.OperationalError, NotConfirmed)


@contextmanager
def connected(url: str) -> Iterator[amqp.Connection]:
    """A connection to the broker; for one thread.

    It is the bare one: kombu's would quietly connect anew, and then wait on a channel without consumers.

    :raises OSError, AMQPError: it cannot be reached, or does not let us in
    """
    timeouts = {"read_timeout": ANSWER_WITHIN, "write_timeout": WRITE_WITHIN}
    connection = Connection(url, heartbeat=HEARTBEAT, connect_timeout=ANSWER_WITHIN, transport_options=timeouts)
    try:
        connection.ensure_connection(
            max_retries=1, interval_start=0, interval_step=0, reraise_as_library_errors=False
        )
        read_ahead(connection.connection.transport)
        yield connection.connection
    finally:
        # Closing in good order waits for an answer, which a broker with an alarm does not give.
        connection.collect(socket_timeout=1)


def drain(connection: amqp.Connection, seconds: float) -> bool:
    """Take in what the broker sends next, waiting for it at most so long; keeps the heartbeat going.

    :returns: whether there was anything
    """
    try:
        connection.drain_events(timeout=seconds)
    except TimeoutError:
        connection.heartbeat_tick()
        return False
    return True


class Publisher:
    """Publishes batches and waits until they are safe. Of no more use once it has failed."""

    def __init__(self, connection: amqp.Connection) -> None:
        self._connection = connection
        self._gathered: list[bytes] = []
        self._channel = connection.channel()
        self._channel.confirm_select()
        self._channel.events["basic_ack"].add(self._on_ack)
        self._channel.events["basic_nack"].add(self._on_nack)
        self._channel.events["basic_return"].add(self._on_return)
        self._last_tag = 0
        self._pending: set[int] = set()
        self._refused = 0
        self._returned = 0

    def publish(
        self,
        routing_key: str,
        body: bytes,
        *,
        exchange: str = "",
        mandatory: bool = False,
        headers: dict[str, Any],
        **properties: Any,
    ) -> None:
        """Take a message that outlives the broker; `settle` sends it, and tells what became of it."""
        message = amqp.Message(body, application_headers=headers, delivery_mode=2, **properties)
        self._last_tag += 1
        self._pending.add(self._last_tag)
        with gathering(self._connection.transport, self._gathered):
            self._channel.basic_publish(message, exchange=exchange, routing_key=routing_key, mandatory=mandatory)

    def settle(self) -> int:
        """Send everything published, as one, and wait until it is safe.

        :returns: how many mandatory messages nobody was bound to
        :raises NotConfirmed: some were refused, or the broker took too long
        """
        gathered = b"".join(self._gathered)
        self._gathered.clear()
        with self._connection.transport.having_timeout(WRITE_WITHIN):
            self._connection.transport.write(gathered)
        deadline = monotonic() + CONFIRM_WITHIN
        while self._pending:
            if monotonic() > deadline:
                raise NotConfirmed(f"{len(self._pending)} unanswered")
            drain(self._connection, 1.0)
        if self._refused:
            raise NotConfirmed(f"{self._refused} refused")
        returned, self._returned = self._returned, 0
        return returned

    def _on_ack(self, tag: int, multiple: bool) -> None:
        self._pending -= self._meant(tag, multiple)

    def _on_nack(self, tag: int, multiple: bool) -> None:
        meant = self._meant(tag, multiple)
        self._refused += len(meant)
        self._pending -= meant

    def _on_return(self, error: Exception, exchange: str, routing_key: str, message: amqp.Message) -> None:
        self._returned += 1

    def _meant(self, tag: int, multiple: bool) -> set[int]:
        return {each for each in self._pending if each <= tag} if multiple else {tag}


class BackOff:
    """Pauses between attempts: longer and longer, and never the same for two that failed together."""

    def __init__(self, first: float = 0.2, longest: float = 5.0) -> None:
        self._first = first
        self._longest = longest
        self._next = first

    def reset(self) -> None:
        self._next = self._first

    def pause(self) -> float:
        """The seconds to wait now."""
        seconds = self._next * random.uniform(0.5, 1.0)  # noqa: S311 - not a secret
        self._next = min(2 * self._next, self._longest)
        return seconds


def rebuilding(work: Callable[[BackOff, threading.Event], None], stop: threading.Event, **context: str) -> None:
    """Do work that holds connections until told to stop; after any failure begin anew with fresh ones.

    :param work: returns when told to stop; resets the pauses when it gets on
    """
    back_off = BackOff()
    while not stop.is_set():
        try:
            work(back_off, stop)
        except AWAY as error:
            log.warning("bus interrupted", error=repr(error), **context)
            stop.wait(back_off.pause())
        except Exception as error:  # noqa: BLE001 - whatever it was, the events must go on
            log.error("bus failed", error=cause(error), **context)
            stop.wait(back_off.pause())
