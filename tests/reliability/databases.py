"""A look into the databases of a product, and a witness in each who sees every event that is committed."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cli.services import SERVICES
from shared.config import Settings

_NOTE = "INSERT INTO witness VALUES (NEW.seq, NEW.event_id, NEW.type, NEW.body);"
_BODY = f"$$ BEGIN {_NOTE} RETURN NULL; END $$"
_WITNESS = {
    "postgresql": (
        "CREATE TABLE witness (seq bigint, event_id uuid, type text, body bytea)",
        f"CREATE FUNCTION witness() RETURNS trigger LANGUAGE plpgsql AS {_BODY}",
        "CREATE TRIGGER witness AFTER INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION witness()",
    ),
    "sqlite": (
        "CREATE TABLE witness (seq integer, event_id text, type text, body blob)",
        f"CREATE TRIGGER witness_outbox AFTER INSERT ON outbox BEGIN {_NOTE} END",
    ),
}


class Databases:
    """The databases of all services, from outside. Ids are given back as UUID, whatever keeps them."""

    def __init__(self, data: Path, database_url: str | None) -> None:
        settings = Settings(data=data, database_url=database_url)
        self._engines = {name: sa.create_engine(settings.database_of(name), pool_pre_ping=True) for name in SERVICES}
        for name in SERVICES:
            self.execute(name, *_WITNESS[self._engines[name].dialect.name])
        # Events that a test made of others, by what each is; they tell nothing new.
        self.copies: dict[UUID, str] = {}
        # Of what was told before all witnesses were there they know nothing.
        self._began_ms = time.time_ns() // 1_000_000

    def rows(self, service: str, query: str, **values: Any) -> list[dict[str, Any]]:
        with self._engines[service].connect() as connection:
            return [
                {name: _plain(name, value) for name, value in row.items()}
                for row in connection.execute(sa.text(query), values).mappings()
            ]

    def typed(self, service: str, query: sa.Select[Any]) -> dict[str, Any]:
        """The first row of a query of the service's own tables."""
        with self._engines[service].connect() as connection:
            return dict(connection.execute(query).mappings().first() or {})

    def execute(self, service: str, *statements: str) -> None:
        with self._engines[service].begin() as connection:
            for statement in statements:
                connection.execute(sa.text(statement))

    @contextmanager
    def locked(self, service: str, table: str) -> Iterator[None]:
        """Let everybody wait who wants to read or write a table of PostgreSQL."""
        with self._engines[service].begin() as connection:
            connection.execute(sa.text(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE"))
            yield

    def insert(self, service: str, table: sa.Table, rows: list[dict[str, Any]]) -> None:
        with self._engines[service].begin() as connection:
            connection.execute(sa.insert(table), rows)

    def count(self, service: str, query: str, **values: Any) -> int:
        (row,) = self.rows(service, f"SELECT count(*) AS found {query}", **values)
        return int(row["found"])

    def ids(self, service: str, query: str) -> set[UUID]:
        return {next(iter(row.values())) for row in self.rows(service, query)}

    def heard(self, service: str) -> set[UUID]:
        """The events that a service has noted as seen."""
        return {id for id in self.ids(service, "SELECT event_id FROM inbox") if id.int >> 80 >= self._began_ms}

    def kinds(self, since: int = 0) -> dict[UUID, str]:
        """The ids of the events that were committed or copied, and what each is.

        :param since: only those made at this time or later, in milliseconds since 1970
        """
        rows = (row for name in SERVICES for row in self.rows(name, "SELECT event_id, type FROM witness"))
        all_told = {row["event_id"]: row["type"] for row in rows} | self.copies
        return {id: kind for id, kind in all_told.items() if id.int >> 80 >= since}

    def told(self, *kinds: str) -> list[dict[str, Any]]:
        """The events of these kinds that were committed, each with its service, in order."""
        events: dict[UUID, dict[str, Any]] = {}
        for service in SERVICES:
            for row in self.rows(service, "SELECT event_id, type, body FROM witness ORDER BY seq"):
                if row["type"] in kinds and row["event_id"] not in self.copies:
                    events[row["event_id"]] = row | {"service": service, "body": bytes(row["body"])}
        return list(events.values())

    def close(self) -> None:
        for engine in self._engines.values():
            engine.dispose()


def seconds_of(instant: Any) -> float:
    """An instant as seconds since 1970; SQLite gives it as text, in UTC."""
    known = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
    return float((known if known.tzinfo else known.replace(tzinfo=UTC)).timestamp())


def _plain(name: str, value: Any) -> Any:
    if value is not None and (name == "id" or name.endswith("_id")):
        return UUID(str(value))
    return value
