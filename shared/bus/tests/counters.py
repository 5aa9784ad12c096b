"""A service as small as can be: counters, and what it hears of them on the bus, in the order it hears it.

    python -m shared.bus.tests.counters

runs its worker process; without a broker, an embedded bus and moves without end.
"""

import signal
import sys
from contextlib import suppress
from datetime import datetime
from queue import SimpleQueue
from typing import Any
from uuid import UUID

import psycopg
import sqlalchemy as sa
from amqp.exceptions import NotFound
from flask import Flask
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared import worker
from shared.build import build_service
from shared.bus.broker import connected
from shared.bus.local import LocalBus
from shared.bus.topology import RESTS, declare, parked_queue_of, queue_of, retry_queue_of
from shared.config import Settings
from shared.db import COLUMN_TYPES, create_db, new_metadata
from shared.events import CATALOGUE, Event, EventType
from shared.ids import new_id
from shared.inbox import Handlers, insert
from shared.plumbing import plumbing
from shared.resources import Rendered, Resource
from shared.service import Service, this_service

KINDS = {name: EventType(name, "counters", "counter") for name in ("CounterMoved", "CounterBroke", "CounterUnheard")}


class Model(DeclarativeBase):
    metadata = new_metadata()
    type_annotation_map = COLUMN_TYPES


db = create_db()
tables = plumbing(Model.metadata)


class Counter(Resource, Model):
    """What the service owns."""

    __tablename__ = "counters"

    value: Mapped[int] = mapped_column(default=0)

    @classmethod
    def rows(cls) -> sa.Select[Any]:
        return sa.select(cls.id, cls.version, cls.value)

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered:
        return {"id": row.id, "version": row.version, "value": row.value, "at": now}


class Known(Model):
    """What it knows of counters by events."""

    __tablename__ = "known"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]


class Heard(Model):
    """Every effect of an event: a row for each time it happened."""

    __tablename__ = "heard"

    place: Mapped[int] = mapped_column(primary_key=True)
    counter: Mapped[UUID]
    version: Mapped[int]
    late_ms: Mapped[float]


class Broken(Model):
    """While this table has a row, the handler of CounterBroke fails."""

    __tablename__ = "broken"

    id: Mapped[int] = mapped_column(primary_key=True)


def keep_counter(event: Event) -> None:
    known = insert(this_service().dialect, Known).values(id=event.subject, version=event.sequence)
    db.session.execute(
        known.on_conflict_do_update(
            index_elements=["id"], set_={"version": event.sequence}, where=Known.version < event.sequence
        )
    )
    late = (datetime.now(event.time.tzinfo) - event.time).total_seconds() * 1000
    heard = {"counter": event.subject, "version": event.sequence, "late_ms": late}
    db.session.execute(sa.insert(Heard).values(heard))


def fail_while_broken(event: Event) -> None:
    if db.session.scalar(sa.select(Broken.id)):
        raise ValueError(f"a value that no log should show: {event.subject}")
    keep_counter(event)


def create_app(settings: Settings, name: str = "counters") -> Flask:
    handlers = Handlers()
    handlers.on("CounterMoved")(keep_counter)
    handlers.on("CounterBroke")(fail_while_broken)
    return build_service(name, settings=settings, db=db, tables=tables, routes=(), handlers=handlers)


def make_tables(service: Service) -> None:
    """Its tables, empty, as a migration would leave them."""
    with service.app.app_context(), service.db.engine.begin() as connection:
        Model.metadata.drop_all(connection)
        connection.execute(sa.text("DROP TABLE IF EXISTS alembic_version"))
        Model.metadata.create_all(connection)
        connection.execute(sa.text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        connection.execute(sa.text("INSERT INTO alembic_version VALUES ('0001')"))


def move(service: Service, counters: int, times: int = 1, kind: str = "CounterMoved") -> list[UUID]:
    """Make counters and move each so many times; a commit for every move."""
    ids = [new_id() for _ in range(counters)]
    with service.app.app_context():
        made = [Counter(id=id, version=0, value=0) for id in ids]
        db.session.add_all(made)
        for _ in range(times):
            for each in made:
                each.value += 1
                each.record(kind)
                db.session.commit()
    return ids


def heard(service: Service) -> list[tuple[UUID, int]]:
    """The counter and version of every effect, in order."""
    with service.app.app_context():
        rows = db.session.execute(sa.select(Heard.counter, Heard.version).order_by(Heard.place))
        return [(row.counter, row.version) for row in rows]


def lateness(service: Service) -> list[float]:
    """The milliseconds from every event's commit to its effect, in order."""
    with service.app.app_context():
        return list(db.session.scalars(sa.select(Heard.late_ms).order_by(Heard.place)))


def pending(service: Service) -> int:
    """How many events are in the outbox."""
    with service.app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(tables.outbox)) or 0


def on_servers(database_url: str, amqp_url: str) -> Service:
    """The service with a database and queues that are empty."""
    with suppress(psycopg.errors.DuplicateDatabase), psycopg.connect(database_url, autocommit=True) as server:
        server.execute("CREATE DATABASE crm_counters")
    settings = Settings(database_url=database_url, amqp_url=amqp_url)
    service: Service = create_app(settings).extensions["crm"]
    make_tables(service)
    names = {queue_of("counters"), parked_queue_of("counters"), *(retry_queue_of("counters", s) for s in RESTS)}
    with connected(amqp_url) as connection:
        for name in names:
            with suppress(NotFound), connection.channel() as channel:
                channel.queue_delete(name)
    declare(settings, service)
    return service


def embedded(settings: Settings) -> list[Service]:
    """Two services of one process: one that makes counters, and one that only hears of them."""
    return [create_app(settings, name).extensions["crm"] for name in ("counters", "listeners")]


def break_handler(service: Service) -> None:
    with service.app.app_context():
        db.session.add(Broken(id=1))
        db.session.commit()


def mend_handler(service: Service) -> None:
    with service.app.app_context():
        db.session.execute(sa.delete(Broken))
        db.session.commit()


def main() -> int:
    CATALOGUE.update(KINDS)
    settings = Settings.from_environment()
    if settings.amqp_url is None:
        services = embedded(settings)
        LocalBus(services).start()
        while True:
            print(*move(services[0], counters=1, times=3), flush=True)
    ends: SimpleQueue[int] = SimpleQueue()
    signal.signal(signal.SIGTERM, lambda *_: ends.put(0))
    service = create_app(settings).extensions["crm"]
    return worker.run(service, worker.parts_of(service), ends)


if __name__ == "__main__":
    sys.exit(main())
