"""Hearing the exchange."""

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import amqp
import pytest

from gateway.stream.broker import Broker
from gateway.stream.hub import Hub
from gateway.stream.tests.conftest import Listen
from gateway.tests.events import event
from shared.bus.broker import Publisher, connected
from shared.bus.tests.proxy import Proxy
from shared.bus.topology import make_exchange
from shared.events import CATALOGUE, CONTENT_TYPE, EXCHANGE, Event
from shared.testing.fixtures import ANA
from shared.testing.servers import Server
from shared.testing.waiting import until

pytestmark = pytest.mark.servers


@pytest.fixture
def channel(rabbitmq: Server) -> Iterator[amqp.Connection]:
    with connected(rabbitmq.url) as connection:
        make_exchange(connection)
        yield connection


class Way(Proxy):
    """A way to the broker that can be cut."""

    def __init__(self, url: str) -> None:
        self._carried: list[socket.socket] = []
        super().__init__(url)

    def _carry(self, source: socket.socket, sink: socket.socket) -> None:
        self._carried.append(source)
        super()._carry(source, sink)

    def cut(self) -> None:
        for each in self._carried:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def way(rabbitmq: Server) -> Iterator[Way]:
    way = Way(rabbitmq.url)
    yield way
    way.close()


@pytest.fixture
def hub(way: Way, channel: amqp.Connection) -> Iterator[Hub]:
    """A hub that hears the broker."""
    hub, stop = Hub(), threading.Event()
    thread = threading.Thread(target=Broker(way.url, hub).run, args=(stop,), daemon=True)
    thread.start()
    until(lambda: hub.hears)
    with ExitStack() as stack:
        stack.callback(hub.stop)
        stack.callback(thread.join, 20)
        stack.callback(stop.set)
        yield hub


def publish(connection: amqp.Connection, happened: Event, body: bytes | None = None) -> None:
    publisher = Publisher(connection)
    kind = CATALOGUE[happened.type]
    raw = happened.raw if body is None else body
    publisher.publish(kind.routing_key, raw, exchange=EXCHANGE, headers={}, content_type=CONTENT_TYPE)
    publisher.settle()


def test_what_the_services_publish_is_heard(channel: amqp.Connection, listen: Listen) -> None:
    ana = listen(ANA)

    publish(channel, happened := event("FollowUpScheduled"))

    assert ana.hears(str(happened.subject))


def test_what_cannot_be_read_is_passed_over(channel: amqp.Connection, listen: Listen) -> None:
    ana = listen(ANA)

    publish(channel, event("SaleOpened"), b"no JSON")
    publish(channel, happened := event("SaleOpened"))

    assert ana.hears(str(happened.subject))


def test_after_an_interruption_listeners_are_told_to_look_again_and_hear_on(
    channel: amqp.Connection, way: Way, listen: Listen
) -> None:
    ana = listen(ANA)

    way.cut()

    assert ana.hears("event: reset\n")
    publish(channel, happened := event("TaskPlanned"))
    assert ana.hears(str(happened.subject))
