"""From the outbox to the broker."""

import threading
from collections.abc import Callable
from typing import Any

import amqp
import orjson
import psycopg
import pytest

from shared.bus import relay
from shared.bus.broker import NotConfirmed, Publisher, connected, drain
from shared.bus.relay import Relay
from shared.bus.tests.counters import move, pending
from shared.bus.topology import queue_of
from shared.service import Service
from shared.telemetry import PUBLISHED
from shared.testing.servers import Server
from shared.testing.waiting import until

pytestmark = pytest.mark.servers

Running = Callable[..., Any]


def in_queue(service: Service, count: int) -> list[amqp.Message]:
    """So many messages of the service's queue, which stay there."""
    messages: list[amqp.Message] = []
    with connected(service.settings.amqp_url) as connection:
        connection.channel().basic_consume(queue_of("counters"), callback=messages.append)
        until(lambda: drain(connection, 0.1) and len(messages) == count)
    return messages


def published(result: str) -> float:
    return PUBLISHED.labels("counters", result)._value.get()


def test_events_leave_the_outbox_in_the_order_of_their_commits(service: Service, running: Running):
    ids = move(service, counters=3, times=4)

    with running(Relay(service)):
        until(lambda: pending(service) == 0)

    bodies = [orjson.loads(message.body) for message in in_queue(service, 12)]
    assert [body["sequence"] for body in bodies] == [n for n in (1, 2, 3, 4) for _ in ids]


def test_a_message_says_what_it_is_without_being_opened(service: Service, running: Running):
    move(service, counters=1)

    with running(Relay(service)):
        (message,) = in_queue(service, 1)

    body = orjson.loads(message.body)
    assert message.properties["message_id"] == body["id"]
    assert message.properties["type"] == "CounterMoved"
    assert message.properties["content_type"] == "application/cloudevents+json"
    assert message.properties["delivery_mode"] == 2
    assert message.properties["application_headers"] == {
        "traceparent": body["traceparent"],
        "correlationid": body["correlationid"],
    }
    assert message.delivery_info["routing_key"] == "counters.CounterMoved"


def test_a_commit_wakes_the_relay(service: Service, running: Running, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(relay, "POLL", 30.0)
    with running(Relay(service)):
        move(service, counters=1)
        until(lambda: pending(service) == 0)

        move(service, counters=1, times=3)
        until(lambda: pending(service) == 0, seconds=5)

        monkeypatch.setattr(relay, "POLL", 0.1)
        move(service, counters=1)  # it must not sleep on when it is told to stop


def test_an_event_that_nobody_is_bound_to_is_counted_and_dropped(service: Service, running: Running):
    before = published("unroutable")
    move(service, counters=2, kind="CounterUnheard")
    move(service, counters=1)

    with running(Relay(service)):
        until(lambda: pending(service) == 0)

    assert published("unroutable") - before == 2
    assert [message.properties["type"] for message in in_queue(service, 1)] == ["CounterMoved"]


def test_more_than_a_batch_is_relayed_at_once(service: Service, running: Running):
    move(service, counters=1, times=relay.BATCH + 20)
    before = published("published")

    with running(Relay(service)):
        until(lambda: pending(service) == 0)

    assert published("published") - before == relay.BATCH + 20


def test_one_relay_leads_and_another_takes_over_when_it_is_gone(service: Service, running: Running):
    standby = Relay(service)
    stop = threading.Event()
    with running(Relay(service)):
        move(service, counters=1)
        until(lambda: pending(service) == 0)
        second = threading.Thread(target=standby.run, args=(stop,))
        second.start()
        until(lambda: leases(service, granted=True) == 1)

    move(service, counters=1, times=5)
    until(lambda: pending(service) == 0, seconds=5)
    stop.set()
    second.join(timeout=5)
    assert not second.is_alive()


def leases(service: Service, *, granted: bool) -> int:
    url = f"{service.settings.database_url}/crm_counters"
    query = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted = %s"
    with psycopg.connect(url) as connection:
        return connection.execute(query, [granted]).fetchone()[0]


def test_a_relay_whose_session_is_ended_takes_the_lead_again(service: Service, running: Running):
    url = f"{service.settings.database_url}/crm_counters"
    end = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
    with running(Relay(service)):
        until(lambda: leases(service, granted=True) == 1)
        with psycopg.connect(url) as connection:
            connection.execute(end)
        move(service, counters=1)
        until(lambda: pending(service) == 0)


def test_nothing_leaves_the_outbox_while_the_broker_refuses(
    service: Service, running: Running, monkeypatch: pytest.MonkeyPatch
):
    def refuse(self: Publisher) -> int:
        settle(self)
        raise NotConfirmed("1 refused")

    settle = Publisher.settle
    tried = threading.Event()
    monkeypatch.setattr(Publisher, "settle", lambda self: (tried.set(), refuse(self))[1])
    move(service, counters=1)
    with running(Relay(service)):
        assert tried.wait(10)
        assert pending(service) == 1
        monkeypatch.setattr(Publisher, "settle", settle)
        until(lambda: pending(service) == 0)


def test_the_broker_may_be_away_for_a_while(service: Service, running: Running, mortal_broker: Server):
    with running(Relay(service)):
        move(service, counters=1)
        until(lambda: pending(service) == 0)
        mortal_broker.kill()
        move(service, counters=1, times=10)
        mortal_broker.start()
        until(lambda: pending(service) == 0, seconds=30)

    assert len(in_queue(service, 11)) == 11
