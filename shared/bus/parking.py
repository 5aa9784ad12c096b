"""Events that could not be handled: set aside for another attempt, parked in the end, and brought back."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import amqp
import sqlalchemy as sa

from shared import clock
from shared.bus.broker import Publisher, connected
from shared.bus.topology import RESTS, parked_queue_of, queue_of, retry_queue_of
from shared.db import reading, rows_changed
from shared.events import CATALOGUE, Unreadable
from shared.service import Service
from shared.telemetry import CONSUMED, cause, log

ATTEMPTS = len(RESTS) + 1


@dataclass(frozen=True)
class Parked:
    """An event that waits for somebody to look at it. What it carries is not shown."""

    id: str
    type: str
    attempts: int
    error: str


@dataclass(frozen=True)
class Failure:
    """A message that could not be handled, and why."""

    message: amqp.Message
    error: Exception

    @property
    def attempts(self) -> int:
        return _attempts(self.message) + 1

    @property
    def parks(self) -> bool:
        """Whether another attempt is pointless."""
        return isinstance(self.error, Unreadable) or self.attempts >= ATTEMPTS


def set_aside(connection: amqp.Connection, service: str, failures: Sequence[Failure]) -> None:
    """Let messages come back after a rest; park those that have had their attempts or cannot be read.

    :raises NotConfirmed: the broker did not take them all
    """
    publisher = Publisher(connection)
    for each in failures:
        if each.parks:
            headers = {"x-attempt": each.attempts, "x-error": cause(each.error)}
            _send_on(publisher, parked_queue_of(service), each.message, headers)
        else:
            rest = RESTS[each.attempts - 1]
            _send_on(publisher, retry_queue_of(service, rest), each.message, {"x-attempt": each.attempts})
    publisher.settle()
    for each in failures:
        _note(service, each)


def _note(service: str, failure: Failure) -> None:
    kind = str(failure.message.properties.get("type"))
    result = "parked" if failure.parks else "retry"
    # Anybody can name a type; only ours become labels.
    CONSUMED.labels(service, kind if kind in CATALOGUE else "any", result).inc()
    log.error(
        "event failed",
        service=service,
        kind=kind,
        id=failure.message.properties.get("message_id"),
        attempts=failure.attempts,
        result=result,
        error=cause(failure.error),
    )


def parked_at_broker(amqp_url: str, service: str) -> list[Parked]:
    """What is parked for a service; it stays where it is.

    :raises OSError, AMQPError: the broker is away, or has no such queue
    """
    # They go back when the channel ends.
    with connected(amqp_url) as connection, connection.channel() as channel:
        return [_described(message) for message in _taken(channel, parked_queue_of(service))]


def replay_at_broker(amqp_url: str, service: str) -> int:
    """Give the parked events of a service new attempts.

    :returns: how many
    :raises OSError, AMQPError, NotConfirmed: the broker is away; those not replayed are still parked
    """
    replayed = 0
    with connected(amqp_url) as connection:
        channel, publisher = connection.channel(), Publisher(connection)
        for message in _taken(channel, parked_queue_of(service)):
            _send_on(publisher, queue_of(service), message, {})
            publisher.settle()
            channel.basic_ack(message.delivery_tag)
            replayed += 1
        # The answer to a question asked last says that the acknowledgements have arrived.
        channel.basic_qos(0, 0, False)
    return replayed


def blank_at_broker(amqp_url: str, service: str, blanked: Callable[[bytes], bytes]) -> int:
    """Let the parked events of a service tell less.

    :returns: how many did not stay as they were
    :raises OSError, AMQPError, NotConfirmed: the broker is away; the others are still parked as they were
    """
    changed = 0
    # Those that are not acknowledged go back when the channel ends.
    with connected(amqp_url) as connection:
        channel, publisher = connection.channel(), Publisher(connection)
        for message in _taken(channel, parked_queue_of(service)):
            body = blanked(message.body)
            if body != message.body:
                message.body = body
                known = {name: _headers(message).get(name) for name in ("x-attempt", "x-error")}
                _send_on(publisher, parked_queue_of(service), message, known)
                publisher.settle()
                channel.basic_ack(message.delivery_tag)
                changed += 1
        channel.basic_qos(0, 0, False)
    return changed


def parked_in_database(service: Service) -> list[Parked]:
    """What the embedded bus has parked for a service."""
    parked = service.tables.parked
    query = sa.select(parked).where(parked.c.retry_at.is_(None)).order_by(parked.c.event_id)
    with service.app.app_context(), reading():
        rows = service.db.session.execute(query)
        return [Parked(str(row.event_id), row.type, row.attempts, row.error) for row in rows]


def replay_in_database(service: Service) -> int:
    """Give the events that the embedded bus has parked for a service new attempts.

    :returns: how many
    """
    parked = service.tables.parked
    again = sa.update(parked).where(parked.c.retry_at.is_(None)).values(attempts=0, retry_at=clock.now())
    with service.app.app_context():
        replayed = rows_changed(service.db.session.execute(again))
        service.db.session.commit()
    return replayed


def _taken(channel: amqp.Channel, queue: str) -> Iterator[amqp.Message]:
    """What is in a queue now, not acknowledged."""
    channel.auto_decode = False
    for _ in range(channel.queue_declare(queue, passive=True).message_count):
        message = channel.basic_get(queue)
        if message is None:
            return
        yield message


def _send_on(publisher: Publisher, queue: str, message: amqp.Message, headers: dict[str, Any]) -> None:
    """Send a message as it is to a queue.

    Of its headers only ours go along: by those of the broker it would take the way for a loop and drop it.
    """
    kept = {name: value for name, value in _headers(message).items() if name in {"traceparent", "correlationid"}}
    named = ("message_id", "type", "content_type", "content_encoding")
    properties = {name: message.properties[name] for name in named if name in message.properties}
    publisher.publish(queue, message.body, headers=kept | headers, **properties)


def _described(message: amqp.Message) -> Parked:
    headers = _headers(message)
    return Parked(
        str(message.properties.get("message_id", "?")),
        str(message.properties.get("type", "?")),
        _attempts(message),
        str(headers.get("x-error") or headers.get("x-first-death-reason", "?")),
    )


def _attempts(message: amqp.Message) -> int:
    """How many attempts have failed so far."""
    attempts = _headers(message).get("x-attempt")
    return attempts if isinstance(attempts, int) else 0


def _headers(message: amqp.Message) -> dict[str, Any]:
    return message.properties.get("application_headers") or {}
