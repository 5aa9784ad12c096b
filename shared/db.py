"""The database of a service: typed columns, SQLite and PostgreSQL alike, one writer at a time on SQLite."""

import sqlite3
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from time import monotonic
from typing import Any, cast
from uuid import UUID

import orjson
import sqlalchemy as sa
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError, InterfaceError, InvalidatePoolError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from shared import tracing

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(sa.types.TypeDecorator[datetime]):
    """An aware datetime. SQLite has no zones: there it is kept, and given back, in UTC."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value else None

    def result_processor(self, dialect: sa.Dialect, coltype: object) -> Any:
        # A session of PostgreSQL is in UTC: its instants are as they should be, and a page has hundreds.
        return super().result_processor(dialect, coltype) if dialect.name == "sqlite" else None


Json = sa.JSON().with_variant(JSONB(), "postgresql")


# What the declarative base of every service maps Python's types to.
COLUMN_TYPES: dict[Any, Any] = {
    datetime: Instant,
    UUID: sa.Uuid(),
    dict[str, Any]: Json,
    list[Any]: Json,
}


def new_metadata() -> sa.MetaData:
    return sa.MetaData(naming_convention=NAMES)


def create_db() -> SQLAlchemy:
    """The session and engine of a service. Its tables derive from a declarative base of its own."""
    return SQLAlchemy(disable_autonaming=True, session_options={"expire_on_commit": False})


def connect(app: Flask, db: SQLAlchemy, url: str, threads: int) -> None:
    """Give the application its engine; no connection is opened yet."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(url, threads)
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            use_one_writer(db.engine)
        else:
            save_round_trips(db.engine)
        tracing.watch(db.engine, app.name)


def engine_options(url: str, threads: int) -> dict[str, Any]:
    common: dict[str, Any] = {
        "json_serializer": _to_json,
        "json_deserializer": orjson.loads,
        # What people wrote stays out of error messages, and so out of the logs.
        "hide_parameters": True,
    }
    if url.startswith("sqlite"):
        return common | {"connect_args": {"factory": OneWriter, "timeout": 10, "check_same_thread": False}}
    return common | {
        "pool_size": threads,
        "max_overflow": 2,
        "connect_args": {"connect_timeout": 3, "options": "-c timezone=UTC"},
    }


def is_away(error: DBAPIError) -> bool:
    """Whether the error means that the database is away or busy, not that we are wrong."""
    return isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated


def rows_changed(result: sa.Result[Any]) -> int:
    """How many rows an INSERT, UPDATE or DELETE has changed."""
    assert isinstance(result, sa.CursorResult)
    return result.rowcount


def _to_json(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_UTC_Z).decode()


# --- PostgreSQL -------------------------------------------------------------------------------------------

# A statement with this execution option is planned for its own parameters: a plan that does for any words
# is none that finds these by an index.
PLAN_ANEW = {"plan_anew": True}
# Seconds after which an idle connection is asked whether it still lives, before it is used again.
_DOUBTED_AFTER = 1.0


def save_round_trips(engine: sa.Engine) -> None:
    """Talk to PostgreSQL only when there is something to say: on short queries the way is most of the time."""

    @sa.event.listens_for(engine, "begin")
    def _begun(connection: sa.Connection) -> None:
        if "isolation_level" in connection.get_execution_options():
            return
        raw: Any = connection.connection.dbapi_connection
        if raw.autocommit != _reading.get():
            raw.autocommit = _reading.get()

    @sa.event.listens_for(engine, "do_execute")
    def _execute(cursor: Any, statement: str, parameters: Any, context: Any) -> bool:
        if not context.execution_options.get("plan_anew"):
            return False
        cursor.execute(statement, parameters, prepare=False)
        return True

    @sa.event.listens_for(engine, "checkin")
    def _returned(_connection: Any, record: ConnectionPoolEntry) -> None:
        record.info["idle_since"] = monotonic()

    @sa.event.listens_for(engine, "checkout")
    def _taken(connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
        if monotonic() - record.info.get("idle_since", monotonic()) < _DOUBTED_AFTER:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error


# --- SQLite -----------------------------------------------------------------------------------------------

_reading: ContextVar[bool] = ContextVar("reading", default=False)


@contextmanager
def reading() -> Iterator[None]:
    """What begins inside only reads: on SQLite it does not queue for the write lock.

    On PostgreSQL each statement stands for itself, which saves the BEGIN and the COMMIT around them.
    """
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


@contextmanager
def writing() -> Iterator[None]:
    """Inside `reading`, transactions that write all the same."""
    token = _reading.set(False)
    try:
        yield
    finally:
        _reading.reset(token)


def is_reading() -> bool:
    return _reading.get()


class OneWriter(sqlite3.Connection):
    """A connection that queues fairly for the file's write lock.

    SQLite's own busy handler polls, and lets a thread starve for seconds; within one process a lock is fair.
    """

    _locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
    path: str
    _holds: bool = False

    def __init__(self, database: str, *args: Any, **options: Any) -> None:
        super().__init__(database, *args, **options)
        self.path = database

    def begin(self, *, immediate: bool) -> None:
        if not immediate:
            self.execute("BEGIN")
            return
        self._locks[self.path].acquire()
        self._holds = True
        try:
            self.execute("BEGIN IMMEDIATE")
        except BaseException:
            self._release()
            raise

    def commit(self) -> None:
        super().commit()
        self._release()

    def rollback(self) -> None:
        try:
            super().rollback()
        finally:
            self._release()

    def close(self) -> None:
        try:
            super().close()
        finally:
            self._release()

    def _release(self) -> None:
        if self._holds:
            self._holds = False
            self._locks[self.path].release()


def use_one_writer(engine: sa.Engine) -> None:
    """Make an engine of SQLite durable and its writers queue."""

    @sa.event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begun(connection: sa.Connection) -> None:
        cast("OneWriter", connection.connection.dbapi_connection).begin(immediate=not _reading.get())
