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

from typing import Any

from shared.bus.broker import connected
from shared.config import Settings
from shared.events import CATALOGUE, EXCHANGE
from shared.service import Service

# Seconds that an event rests after its first, second, … failed attempt; after the last one it is parked.
RESTS = (1, 1, 10, 60)


def queue_of(service: str) -> str:
    return f"{service}.events"


def retry_queue_of(service: str, seconds: int) -> str:
    return f"{queue_of(service)}.retry.{seconds}s"


def parked_queue_of(service: str) -> str:
    return f"{queue_of(service)}.parked"


def declare(settings: Settings, service: Service) -> None:
    """Make the exchange, the service's queues and their bindings, where they are missing.

    A binding is never removed: while an older release still runs it may need it, an event too many is
    ignored, and one that is missing cannot be had again.

    :raises OSError, AMQPError: the broker is away, or has a queue of that name with other arguments
    """
    assert settings.amqp_url
    work, parked = queue_of(service.name), parked_queue_of(service.name)
    with connected(settings.amqp_url) as connection:
        channel = connection.channel()
        channel.exchange_declare(EXCHANGE, "topic", durable=True, auto_delete=False)
        # It dies of being delivered too often only where a handler takes the whole process down with it.
        limits = {"x-single-active-consumer": True, "x-delivery-limit": 20}
        _declare_queue(channel, work, limits | _dead_letters_to(parked))
        for seconds in set(RESTS):
            comes_back = {"x-message-ttl": seconds * 1000, **_dead_letters_to(work)}
            _declare_queue(channel, retry_queue_of(service.name, seconds), comes_back)
        # Looking at a parked event counts as a delivery, and by default (since RabbitMQ 4) the 21st drops it.
        _declare_queue(channel, parked, {"x-delivery-limit": 1_000_000})
        for kind in sorted(service.handlers.kinds):
            channel.queue_bind(work, EXCHANGE, CATALOGUE[kind].routing_key)


def _dead_letters_to(queue: str) -> dict[str, Any]:
    """Hand messages over through the default exchange, and keep each until the other queue has it."""
    return {
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": queue,
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }


def _declare_queue(channel: Any, name: str, arguments: dict[str, Any]) -> None:
    channel.queue_declare(name, durable=True, auto_delete=False, arguments={"x-queue-type": "quorum", **arguments})
