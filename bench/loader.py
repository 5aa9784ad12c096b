"""Fills the databases of all services with contacts, as if the API had been used and all events had arrived.

Some ten thousand contacts a second, where the API would take minutes. It knows the tables of every service,
which nobody else may; the tests make sure that what it writes is what the services would have written.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bench.house import House
from bench.population import contact
from bench.rows import Row, rows_of
from cli.apps import create_app
from cli.services import SERVICES
from services.followups.models import Sale, SaleNumber
from shared.config import Settings
from shared.inbox import insert

# Contacts of one transaction.
_CHUNK = 2_000
SEED = 20_261_121


class Loader:
    """Writes into migrated databases. Loading goes on where it ended: the n-th contact is always the same."""

    def __init__(self, settings: Settings, at: datetime, seed: int = SEED) -> None:
        self._at, self._seed = at, seed
        self.engines = {name: _engine(name, settings) for name in SERVICES}
        self.branches = House(self.engines).furnish()
        self.loaded = 0

    def load_up_to(self, contacts: int) -> None:
        """Add contacts until there are so many."""
        for start in range(self.loaded, contacts, _CHUNK):
            self._write(range(start, min(start + _CHUNK, contacts)))
        self.loaded = max(self.loaded, contacts)
        _count_sales(self.engines["followups"])
        for engine in self.engines.values():
            _tidy(engine)

    def close(self) -> None:
        for engine in self.engines.values():
            engine.dispose()

    def _write(self, numbers: Iterable[int]) -> None:
        placed: dict[tuple[str, Any], list[Row]] = defaultdict(list)
        for number in numbers:
            for service, model, row in rows_of(contact(number, self._seed, self.branches, self._at)):
                placed[service, model].append(row)
        for (service, model), rows in placed.items():
            write = _copy if self.engines[service].dialect.name == "postgresql" else _insert
            write(self.engines[service], model.__table__, rows)


def _engine(name: str, settings: Settings) -> sa.Engine:
    app = create_app(name, settings)
    with app.app_context():
        engine: sa.Engine = app.extensions["crm"].db.engine
        return engine


def _insert(engine: sa.Engine, table: sa.Table, rows: Sequence[Row]) -> None:
    empty = dict.fromkeys(table.columns.keys())
    with engine.begin() as connection:
        connection.execute(sa.insert(table), [empty | row for row in rows])


def _copy(engine: sa.Engine, table: sa.Table, rows: Sequence[Row]) -> None:
    names = table.columns.keys()
    readers = [column.type.dialect_impl(engine.dialect).bind_processor(engine.dialect) for column in table.columns]
    columns = list(zip(names, readers, strict=True))
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        with cursor.copy(f"COPY {table.name} ({', '.join(names)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row([read(row.get(name)) if read else row.get(name) for name, read in columns])
        raw.commit()
    finally:
        raw.close()


def _count_sales(engine: sa.Engine) -> None:
    """Let the next sale of each branch have the next number."""
    # SQLite needs the WHERE to tell ON CONFLICT from a join.
    counted = sa.select(Sale.branch_id, sa.func.max(Sale.number)).where(sa.true()).group_by(Sale.branch_id)
    keep = insert(engine.dialect.name, SaleNumber).from_select(["branch_id", "last"], counted)
    with engine.begin() as connection:
        connection.execute(
            keep.on_conflict_do_update(index_elements=["branch_id"], set_={"last": keep.excluded.last})
        )


def _tidy(engine: sa.Engine) -> None:
    """What PostgreSQL would have done by itself in time: statistics, and the pending list of the finder's index."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sa.text("VACUUM (ANALYZE)"))
