"""From the outbox to the broker: in order, at least once, by one process at a time."""

import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack
from typing import Any
from uuid import UUID

import amqp
import orjson
import psycopg

from shared import tracing
from shared.bus.broker import BackOff, Publisher, connected, drain, rebuilding
from shared.crash import crash_point
from shared.events import CONTENT_TYPE, EXCHANGE
from shared.service import Service
from shared.telemetry import PUBLISHED, log

BATCH = 500
# Seconds until the outbox is looked at without being woken, and until a standby asks for the lead again.
POLL = 1.0

_NEXT = "SELECT seq, event_id, type, body FROM outbox ORDER BY seq LIMIT %s FOR UPDATE SKIP LOCKED"
_DONE = "DELETE FROM outbox WHERE seq = ANY(%s)"
_LEAD = "SELECT pg_try_advisory_lock(hashtext('crm_relay'))"

# The server notices within 20 s that a leader is gone whose machine or network died. A commit that a crash
# of the server forgets only means that the events are published once more.
_OPTIONS = "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 -c synchronous_commit=off"


class Relay:
    """Hands the outbox of a service to the broker.

    The lead is a lock of the very session that reads and deletes: who loses one has lost the other.
    """

    def __init__(self, service: Service) -> None:
        assert service.settings.amqp_url
        self._service = service.name
        self._amqp_url = service.settings.amqp_url
        self._database_url = service.settings.database_of(service.name).replace("+psycopg", "", 1)

    def run(self, stop: threading.Event) -> None:
        """Relay whenever this process has the lead, until told to stop."""
        rebuilding(self._relay, stop, service=self._service, part="relay")

    def _relay(self, back_off: BackOff, stop: threading.Event) -> None:
        with psycopg.connect(self._database_url, autocommit=True, connect_timeout=5, options=_OPTIONS) as database:
            if not _take_the_lead(database, stop):
                return
            with connected(self._amqp_url) as broker:
                log.info("relay leads", service=self._service)
                database.execute("LISTEN crm_outbox")
                publisher = Publisher(broker)
                while not stop.is_set():
                    passed = self._pass_on(database, publisher)
                    back_off.reset()
                    if passed < BATCH:
                        _wait_for_news(database, broker)

    def _pass_on(self, database: psycopg.Connection[Any], publisher: Publisher) -> int:
        """Publish the oldest events and forget them.

        :returns: how many there were
        :raises NotConfirmed: the broker did not take them all; they stay
        """
        with database.transaction():
            rows = database.execute(_NEXT, (BATCH,), binary=True).fetchall()
            if not rows:
                return 0
            crash_point("relay.before_publish")
            unroutable = self._publish(rows, publisher)
            crash_point("relay.after_publish_before_delete")
            database.execute(_DONE, ([seq for seq, *_ in rows],))
            crash_point("relay.after_delete_before_commit")
        PUBLISHED.labels(self._service, "published").inc(len(rows) - unroutable)
        if unroutable:
            PUBLISHED.labels(self._service, "unroutable").inc(unroutable)
        return len(rows)

    def _publish(self, rows: Sequence[tuple[Any, ...]], publisher: Publisher) -> int:
        with ExitStack() as parts:
            for _, event_id, kind, body in rows:
                envelope = orjson.loads(body)
                part = parts.enter_context(self._part(event_id, kind, envelope["traceparent"]))
                publisher.publish(
                    f"{self._service}.{kind}",
                    body,
                    exchange=EXCHANGE,
                    mandatory=True,
                    headers={
                        "traceparent": part.traceparent or envelope["traceparent"],
                        "correlationid": envelope["correlationid"],
                    },
                    message_id=str(event_id),
                    type=kind,
                    content_type=CONTENT_TYPE,
                )
            return publisher.settle()

    def _part(self, event_id: UUID, kind: str, cause: str) -> AbstractContextManager[tracing.Part]:
        """A part of the trace of whatever was committed with the event, until the broker has it."""
        noted = {
            "messaging.system": "rabbitmq",
            "messaging.destination.name": EXCHANGE,
            "messaging.message.id": str(event_id),
        }
        return tracing.part(f"publish {kind}", "producer", causes=[cause], service=self._service, noted=noted)


def _take_the_lead(database: psycopg.Connection[Any], stop: threading.Event) -> bool:
    """Wait until no other process leads.

    :returns: False when told to stop before
    """
    while not stop.is_set():
        row = database.execute(_LEAD).fetchone()
        if row and row[0]:
            return True
        stop.wait(POLL)
    return False


def _wait_for_news(database: psycopg.Connection[Any], broker: amqp.Connection) -> None:
    for _ in database.notifies(timeout=POLL, stop_after=1):
        """One is enough: the whole outbox is looked at."""
    # Heartbeats, and whatever else the broker has to say.
    while drain(broker, 0):
        """Until it has said everything."""
