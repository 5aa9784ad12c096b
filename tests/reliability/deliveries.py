"""Events delivered as a bad day would have it: again, late, in disorder, or not even events."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa

from shared.bus.broker import Publisher, connected
from shared.bus.topology import queue_of
from shared.events import CATALOGUE, CONTENT_TYPE, EXCHANGE
from shared.ids import new_id
from shared.plumbing import plumbing
from tests.reliability.product import Running

WINDOW = 50
OUTBOX = plumbing(sa.MetaData()).outbox


@dataclass(frozen=True)
class Message:
    """What the bus carries."""

    id: UUID
    type: str
    service: str
    body: bytes
    content_type: str = CONTENT_TYPE

    def under_a_new_id(self) -> "Message":
        """The same news, as if it were told for the first time."""
        id = new_id()
        return Message(id, self.type, self.service, orjson.dumps(orjson.loads(self.body) | {"id": str(id)}))


def told(product: Running, *kinds: str) -> list[Message]:
    """The events of these kinds that the services have told so far."""
    rows = product.databases.told(*kinds)
    return [Message(row["event_id"], row["type"], row["service"], row["body"]) for row in rows]


def several_times(messages: list[Message], chance: random.Random) -> list[Message]:
    """Each message up to four times, in any order."""
    many = [each for each in messages for _ in range(chance.randrange(1, 5))]
    chance.shuffle(many)
    return many


def deliver(product: Running, messages: list[Message], to: str | None = None) -> None:
    """Hand messages to everybody who listens, in this order.

    :param to: to one service only; the embedded bus knows no such thing
    """
    if product.broker is None:
        for each in messages:
            row = {"event_id": each.id, "type": each.type, "body": each.body}
            product.databases.insert(each.service, OUTBOX, [row])
        return
    with connected(product.broker.url) as connection:
        publisher = Publisher(connection)
        for each in messages:
            way = {"exchange": EXCHANGE, "routing_key": f"{each.service}.{each.type}"}
            publisher.publish(
                **(way if to is None else {"routing_key": queue_of(to)}),
                body=each.body,
                headers={},
                message_id=str(each.id),
                type=each.type,
                content_type=each.content_type,
            )
        publisher.settle()


class Shuffler:
    """Stands between the exchange and the queue of a service."""

    def __init__(self, product: Running, service: str, connection: Any, chance: random.Random) -> None:
        self._product, self._service, self._chance = product, service, chance
        self._channel = connection.channel()
        self._channel.auto_decode = False
        self._queue = f"reliability.{service}"
        self.passed = 0

    def begin(self) -> None:
        self._channel.queue_declare(self._queue, durable=True, auto_delete=False)
        for key in self._keys():
            self._channel.queue_bind(self._queue, EXCHANGE, key)
            self._channel.queue_unbind(queue_of(self._service), EXCHANGE, key)

    def end(self) -> None:
        for key in self._keys():
            self._channel.queue_bind(queue_of(self._service), EXCHANGE, key)
            self._channel.queue_unbind(self._queue, EXCHANGE, key)
        while self.pass_on():
            """Until nothing is left."""
        self._channel.queue_delete(self._queue)

    def pass_on(self) -> int:
        """Deliver the oldest events several times and in disorder.

        :returns: how many there were
        """
        messages = []
        while len(messages) < WINDOW and (got := self._channel.basic_get(self._queue, no_ack=True)):
            properties = got.properties
            messages.append(Message(UUID(properties["message_id"]), properties["type"], "", bytes(got.body)))
        if messages:
            deliver(self._product, several_times(messages, self._chance), to=self._service)
        self.passed += len(messages)
        return len(messages)

    def waiting(self) -> int:
        return int(self._channel.queue_declare(self._queue, passive=True).message_count)

    def _keys(self) -> list[str]:
        kinds = import_module(f"services.{self._service}.handlers").handlers.kinds
        return [CATALOGUE[kind].routing_key for kind in kinds]


@contextmanager
def shuffled(product: Running, service: str, chance: random.Random) -> Iterator[Shuffler]:
    """Let a service hear everything several times and in disorder."""
    assert product.broker
    with connected(product.broker.url) as connection:
        shuffler = Shuffler(product, service, connection, chance)
        shuffler.begin()
        yield shuffler
        shuffler.end()
