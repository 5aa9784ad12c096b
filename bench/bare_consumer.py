"""Two consumers with nothing around them: what taking events costs with kombu, SQLAlchemy Core and PostgreSQL.

    python -m bench.bare_consumer <broker> <database> <mode>

Both take what is there, at most 50 events, and make one transaction of it. One of them executes two statements
for each event (the inbox, the projection), the other two for all of them.
"""

import json
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from kombu import Connection

BY_ONE, BY_ROWS = "two-statement consumer", "multi-row consumer"
QUEUE = "bench.bare"
BATCH = 50
TABLES = """
DROP TABLE IF EXISTS bare_inbox, bare_projection;
CREATE TABLE bare_inbox (event_id uuid PRIMARY KEY, received_at timestamptz NOT NULL);
CREATE INDEX ON bare_inbox (received_at);
CREATE TABLE bare_projection (id uuid PRIMARY KEY, version integer NOT NULL, data jsonb NOT NULL);
"""
_SEEN = sa.text(
    "INSERT INTO bare_inbox (event_id, received_at) VALUES (:event_id, :at) ON CONFLICT DO NOTHING RETURNING event_id"
)
_NEWER = "ON CONFLICT (id) DO UPDATE SET version = excluded.version, data = excluded.data"
_GUARD = "WHERE bare_projection.version < excluded.version"
_KEEP = sa.text(
    f"INSERT INTO bare_projection (id, version, data) VALUES (:id, :version, CAST(:data AS jsonb)) {_NEWER} {_GUARD}"
)
_ALL_SEEN = sa.text(
    "INSERT INTO bare_inbox (event_id, received_at) SELECT unnest(CAST(:ids AS uuid[])), :at "
    "ON CONFLICT DO NOTHING RETURNING event_id"
)
_KEEP_ALL = sa.text(
    "INSERT INTO bare_projection (id, version, data) "
    "SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:versions AS integer[]), CAST(:data AS jsonb[])) "
    f"{_NEWER} {_GUARD}"
)

Envelope = dict[str, Any]


def by_one(database: sa.Connection, events: Sequence[Envelope], at: datetime) -> None:
    for event in events:
        if database.execute(_SEEN, {"event_id": event["id"], "at": at}).first():
            database.execute(_KEEP, _row(event))


def by_rows(database: sa.Connection, events: Sequence[Envelope], at: datetime) -> None:
    seen = database.execute(_ALL_SEEN, {"ids": [event["id"] for event in events], "at": at})
    fresh = {str(id) for (id,) in seen}
    # Of a subject that comes twice in a batch the later event is the newer one.
    rows = {event["subject"]: _row(event) for event in events if event["id"] in fresh}.values()
    columns = {"ids": "id", "versions": "version", "data": "data"}
    database.execute(_KEEP_ALL, {name: [row[column] for row in rows] for name, column in columns.items()})


def _row(event: Envelope) -> Envelope:
    return {"id": event["subject"], "version": event["sequence"], "data": json.dumps(event["data"])}


MODES: dict[str, Callable[[sa.Connection, Sequence[Envelope], datetime], None]] = {BY_ONE: by_one, BY_ROWS: by_rows}


def consume(broker_url: str, database_url: str, mode: str) -> None:
    """Take events until killed."""
    engine = sa.create_engine(database_url.replace("postgresql://", "postgresql+psycopg://", 1))
    with Connection(broker_url, heartbeat=10) as broker:
        waiting: list[Any] = []
        channel = broker.channel()
        channel.basic_qos(0, 2 * BATCH, False)
        channel.basic_consume(QUEUE, callback=waiting.append)
        while True:
            _gather(broker, waiting)
            batch, waiting[:] = waiting[:BATCH], waiting[BATCH:]
            if batch:
                with engine.begin() as database:
                    MODES[mode](database, [json.loads(each.body) for each in batch], datetime.now(UTC))
                channel.basic_ack(batch[-1].delivery_tag, multiple=True)


def _gather(broker: Connection, waiting: list[Any]) -> None:
    try:
        while len(waiting) < BATCH:
            broker.drain_events(timeout=0 if waiting else 1)
    except TimeoutError:
        broker.heartbeat_check()


if __name__ == "__main__":
    consume(*sys.argv[1:])
