"""The queues of a service, and what leads into and out of them.

    exchange crm.events ──<service>.<EventName>──▶ <service>.events ──▶ the one active consumer
                                                     ▲         │ failed
                                       time is up    │         ▼
                               (1, 10 or 60 s) <service>.events.retry.<n>s
                                                               │ attempts used up, or unreadable
                                                               ▼
                                                     <service>.events.parked

Arguments of a queue that exists cannot be changed: a change here needs a new name.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import amqp
from amqp.exceptions import NotFound
from kombu import Exchange, Queue, binding

from shared.bus.broker import connected
from shared.config import Settings
from shared.events import CATALOGUE, EXCHANGE
from shared.service import Service

# Whoever binds a queue to it would declare it as well, which takes the right to delete it.
EVENTS = Exchange(EXCHANGE, "topic", no_declare=True)

# Seconds that an event rests after its first, second, … failed attempt; after the last one it is parked.
RESTS = (1, 1, 10, 60)


def queue_of(service: str) -> str:
    return f"{service}.events"


def retry_queue_of(service: str, seconds: int) -> str:
    return f"{queue_of(service)}.retry.{seconds}s"


def parked_queue_of(service: str) -> str:
    return f"{queue_of(service)}.parked"


def queues_of(service: Service) -> list[Queue]:
    """The queues of a service, as they should be."""
    work, parked = queue_of(service.name), parked_queue_of(service.name)
    wanted = [binding(EVENTS, CATALOGUE[kind].routing_key) for kind in sorted(service.handlers.kinds)]
    # It dies of being delivered too often only where a handler takes the whole process down with it.
    limits = {"x-single-active-consumer": True, "x-delivery-limit": 20}
    resting = [
        _quorum(retry_queue_of(service.name, seconds), {"x-message-ttl": seconds * 1000} | _dead_letters_to(work))
        for seconds in sorted(set(RESTS))
    ]
    return [
        _quorum(work, limits | _dead_letters_to(parked), wanted),
        *resting,
        # Looking at a parked event counts as a delivery, and by default (since RabbitMQ 4) the 21st drops it.
        _quorum(parked, {"x-delivery-limit": 1_000_000}),
    ]


def declare(settings: Settings, service: Service) -> None:
    """Make the exchange, the service's queues and their bindings, where they are missing.

    A binding is never removed: while an older release still runs it may need it, an event too many is
    ignored, and one that is missing cannot be had again.

    :raises OSError, AMQPError: the broker is away, or has a queue of that name with other arguments
    """
    assert settings.amqp_url
    with connected(settings.amqp_url) as connection:
        make_exchange(connection)
        channel = connection.channel()
        for queue in queues_of(service):
            queue(channel).declare()


def empty(settings: Settings, service: Service) -> None:
    """Forget what stands in the service's queues, parked or not.

    :raises OSError, AMQPError: the broker is away, or has no such queues
    """
    assert settings.amqp_url
    with connected(settings.amqp_url) as connection:
        channel = connection.channel()
        for queue in queues_of(service):
            channel.queue_purge(queue.name)


def make_exchange(connection: amqp.Connection) -> None:
    """Make it where it is missing. Where it is there, a service needs no right to change it."""
    with suppress(NotFound):  # which closes the channel
        connection.channel().exchange_declare(EXCHANGE, "topic", passive=True)
        return
    connection.channel().exchange_declare(EXCHANGE, "topic", durable=True, auto_delete=False)


def _dead_letters_to(queue: str) -> dict[str, Any]:
    """Hand messages over through the default exchange, and keep each until the other queue has it."""
    return {
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": queue,
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }


def _quorum(name: str, arguments: dict[str, Any], bindings: Sequence[binding] = ()) -> Queue:
    return Queue(name, bindings=bindings, durable=True, queue_arguments={"x-queue-type": "quorum", **arguments})
