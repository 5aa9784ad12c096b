"""A program of another make, with another client library, can read our events."""

import threading
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import orjson
import pika
import pytest
from cloudevents.core.bindings.rabbitmq import RabbitMQMessage, from_structured_event

from shared.bus.relay import Relay
from shared.bus.tests import counters
from shared.events import CATALOGUE
from shared.service import Service
from shared.testing.servers import Server

pytestmark = pytest.mark.servers


@pytest.fixture
def service(postgresql: Server, rabbitmq: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """A small service whose outbox is relayed."""
    for name, kind in counters.KINDS.items():
        monkeypatch.setitem(CATALOGUE, name, kind)
    service = counters.on_servers(postgresql.url, rabbitmq.url)
    stop = threading.Event()
    relay = threading.Thread(target=Relay(service).run, args=(stop,))
    relay.start()
    yield service
    stop.set()
    relay.join()
    with service.app.app_context():
        service.db.engine.dispose()


@pytest.fixture
def received(service: Service) -> Iterator[Any]:
    """The messages that an outsider gets who bound a queue to everything of the service."""
    connection = pika.BlockingConnection(pika.URLParameters(f"{service.settings.amqp_url}/%2f"))
    channel = connection.channel()
    queue = channel.queue_declare("", exclusive=True).method.queue
    channel.queue_bind(queue, "crm.events", "counters.#")
    yield channel.consume(queue, auto_ack=True, inactivity_timeout=10)
    channel.cancel()
    connection.close()


def test_an_outsider_reads_valid_cloud_events_in_order(service: Service, received: Any):
    (id,) = counters.move(service, counters=1, times=3)
    counters.move(service, counters=1, kind="CounterUnheard")

    messages = [next(received) for _ in range(4)]

    assert [method.routing_key for method, _, _ in messages] == [
        "counters.CounterMoved",
        "counters.CounterMoved",
        "counters.CounterMoved",
        "counters.CounterUnheard",
    ]
    events = [
        from_structured_event(RabbitMQMessage(properties.headers, properties.content_type, body))
        for _, properties, body in messages
    ]
    for event, (_, properties, _) in zip(events, messages, strict=True):
        assert event.get_specversion() == "1.0"
        assert event.get_source() == "/services/counters"
        assert UUID(event.get_id()).version == 7
        assert event.get_time().tzinfo is not None
        assert event.get_datacontenttype() == "application/json"
        assert event.get_extension("dataversion") == 1
        assert properties.content_type == "application/cloudevents+json"
        assert properties.delivery_mode == 2
        assert properties.headers["traceparent"] == event.get_extension("traceparent")
        assert properties.headers["correlationid"] == event.get_extension("correlationid")
    assert [event.get_extension("sequence") for event in events[:3]] == [1, 2, 3]
    assert {event.get_subject() for event in events[:3]} == {str(id)}
    assert [event.get_data()["value"] for event in events[:3]] == [1, 2, 3]


def test_the_body_has_nothing_but_the_envelope(service: Service, received: Any):
    counters.move(service, counters=1)
    _, _, body = next(received)
    assert set(orjson.loads(body)) == {
        "specversion",
        "id",
        "source",
        "type",
        "subject",
        "time",
        "datacontenttype",
        "dataversion",
        "sequence",
        "correlationid",
        "traceparent",
        "data",
    }
