"""From the broker to the handlers."""

import pickle
import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID

import orjson
import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from shared.bus import consumer, parking, topology
from shared.bus.broker import Publisher, connected
from shared.bus.consumer import Consumer
from shared.bus.relay import Relay
from shared.bus.tests.counters import break_handler, db, heard, mend_handler, move, tables
from shared.bus.topology import queue_of
from shared.events import CONTENT_TYPE
from shared.ids import new_id
from shared.service import Service
from shared.telemetry import CONSUMED
from shared.testing.servers import Server
from shared.testing.waiting import until

pytestmark = pytest.mark.servers

Running = Callable[..., Any]


@pytest.fixture
def no_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Failed events come back after a second at most."""
    monkeypatch.setattr(parking, "RESTS", (1, 1, 1, 1))


def send(service: Service, *bodies: bytes, content_type: str = CONTENT_TYPE) -> None:
    """Put messages into the service's queue."""
    with connected(service.settings.amqp_url) as connection:
        publisher = Publisher(connection)
        for body in bodies:
            publisher.publish(queue_of("counters"), body, headers={}, content_type=content_type)
        publisher.settle()


def outbox(service: Service) -> list[bytes]:
    with service.app.app_context():
        return list(db.session.scalars(sa.select(tables.outbox.c.body).order_by(tables.outbox.c.seq)))


def parked(service: Service) -> list[parking.Parked]:
    return parking.parked_at_broker(service.settings.amqp_url, "counters")


def left(service: Service) -> int:
    """How many messages still wait for the consumer."""
    with connected(service.settings.amqp_url) as connection:
        return connection.channel().queue_declare(queue_of("counters"), passive=True).message_count


def test_every_event_has_its_effect_once_and_in_order(service: Service, running: Running):
    ids = move(service, counters=20, times=10)

    with running(Relay(service)), running(Consumer(service)):
        until(lambda: len(heard(service)) == 200)

    assert heard(service) == [(id, version) for version in range(1, 11) for id in ids]


def test_an_event_that_comes_five_times_has_its_effect_once(service: Service, running: Running):
    move(service, counters=4, times=5)
    send(service, *(body for body in outbox(service) for _ in range(5)))

    with running(Consumer(service)):
        until(lambda: left(service) == 0 and len(heard(service)) == 20)

    assert len(heard(service)) == 20


def test_events_of_kinds_that_are_not_handled_are_taken_and_counted(service: Service, running: Running):
    known = CONSUMED.labels("counters", "any", "known")
    before = known._value.get()
    move(service, counters=1, kind="CounterUnheard")
    body = orjson.loads(outbox(service)[0])
    send(service, orjson.dumps(body), orjson.dumps(body | {"type": "CounterOfTomorrow", "id": str(new_id())}))

    with running(Consumer(service)):
        until(lambda: known._value.get() - before == 2)

    assert parked(service) == []


class Bomb:
    """Unpickling it would be noticed."""

    def __reduce__(self) -> Any:
        return (pytest.fail, ("it was unpickled",))


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"{", CONTENT_TYPE),
        (b"[]", CONTENT_TYPE),
        (b'{"id": 7}', CONTENT_TYPE),
        (b"\xff\xfe", CONTENT_TYPE),
        (pickle.dumps(Bomb()), "application/x-python-serialize"),
        (pickle.dumps(Bomb()), CONTENT_TYPE),
    ],
)
def test_what_is_no_event_is_parked_at_once_and_the_others_go_on(
    service: Service, running: Running, body: bytes, content_type: str
):
    move(service, counters=1)
    send(service, body, content_type=content_type)
    send(service, *outbox(service))

    with running(Consumer(service)):
        until(lambda: len(heard(service)) == 1)
        (only,) = until(lambda: parked(service))

    assert only.attempts == 1
    assert only.error.startswith("Unreadable")


def test_an_event_that_fails_is_tried_five_times_then_parked_then_replayed(
    service: Service, running: Running, no_rests: None
):
    tries = CONSUMED.labels("counters", "CounterBroke", "retry")
    before = tries._value.get()
    break_handler(service)
    (broke,) = move(service, counters=1, kind="CounterBroke")
    good = move(service, counters=30)

    with running(Relay(service)), running(Consumer(service)):
        until(lambda: len(heard(service)) == 30)
        assert parked(service) == []  # the others did not wait for its attempts
        (only,) = until(lambda: parked(service), seconds=20)
        assert (only.type, only.attempts) == ("CounterBroke", 5)
        assert only.error.startswith("ValueError in fail_while_broken (counters.py:")
        assert tries._value.get() - before == 4
        assert [id for id, _ in heard(service)] == good

        mend_handler(service)
        assert parking.replay_at_broker(service.settings.amqp_url, "counters") == 1
        until(lambda: (broke, 1) in heard(service))

    assert parked(service) == []
    assert len(heard(service)) == 31


def test_an_event_that_works_again_is_not_parked(service: Service, running: Running, no_rests: None):
    break_handler(service)
    tries = CONSUMED.labels("counters", "CounterBroke", "retry")
    before = tries._value.get()
    (broke,) = move(service, counters=1, kind="CounterBroke")

    with running(Relay(service)), running(Consumer(service)):
        until(lambda: tries._value.get() > before)
        mend_handler(service)
        until(lambda: heard(service) == [(broke, 1)])

    assert parked(service) == []


def test_looking_at_parked_events_leaves_them_where_they_are(service: Service, running: Running):
    send(service, *(b"%d" % number for number in range(5)))
    with running(Consumer(service)):
        until(lambda: len(parked(service)) == 5)

    for _ in range(30):  # more often than a queue delivers by default
        until(lambda: len(parked(service)) == 5)


def test_while_the_database_is_away_events_wait_unacknowledged(
    service: Service, running: Running, postgresql: Server
):
    ids = move(service, counters=3)
    bodies = outbox(service)
    with capture_logs() as lines, running(Consumer(service)):
        postgresql.kill()
        send(service, *bodies)
        until(lambda: [line["event"] for line in lines].count("events wait") > 1)
        postgresql.start()
        until(lambda: sorted(heard_or_nothing(service)) == [(id, 1) for id in ids], seconds=20)

    assert parked(service) == []


def heard_or_nothing(service: Service) -> list[tuple[UUID, int]]:
    try:
        return heard(service)
    except sa.exc.OperationalError:
        return []


def test_more_than_is_taken_at_once(service: Service, running: Running):
    move(service, counters=1, times=2 * consumer.PREFETCH + 7)

    with running(Relay(service)), running(Consumer(service)):
        until(lambda: len(heard(service)) == 2 * consumer.PREFETCH + 7)

    assert [version for _, version in heard(service)] == list(range(1, 2 * consumer.PREFETCH + 8))


def test_another_consumer_takes_over(service: Service, running: Running):
    with running(Consumer(service)):
        stop = threading.Event()
        second = threading.Thread(target=Consumer(service).run, args=(stop,))
        second.start()
        move(service, counters=1, times=5)
        send(service, *outbox(service))
        until(lambda: len(heard(service)) == 5)

    move(service, counters=1)
    send(service, outbox(service)[-1])
    until(lambda: len(heard(service)) == 6)
    stop.set()
    second.join(timeout=5)
    assert not second.is_alive()


def test_a_rest_is_as_long_as_the_queue_says():
    assert topology.RESTS == (1, 1, 10, 60)
    assert parking.ATTEMPTS == 5
