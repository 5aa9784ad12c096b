"""Many rows in one statement.

SQLAlchemy makes a statement with a place for every value of every row, and psycopg reads it through each time: for
short rows that takes longer than everything else together. PostgreSQL is given one array a column instead, and the
statement is the same for any number of rows.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session, scoped_session

Row = Mapping[str, Any]
Sessions = Session | scoped_session[Any]


def insert_all(
    session: Sessions, table: sa.FromClause, rows: Sequence[Row], *, else_: str = "", returning: str = ""
) -> list[Any]:
    """Insert rows, which all have the same columns.

    :param else_: what to do about rows that are there already: the text of an ON CONFLICT clause
    :param returning: the column that is wanted of the rows inserted, by its name
    :returns: its values; without `returning` nothing
    """
    if not rows:
        return []
    names = tuple(rows[0])
    if session.get_bind().dialect.name == "postgresql":
        whole = {name: [row[name] for row in rows] for name in names}
        found = session.execute(_from_arrays(table, names, else_, returning), whole)
        return list(found.scalars()) if returning else []
    one = _one(table, names, else_, returning)
    if not returning:
        session.execute(one, [dict(row) for row in rows])
        return []
    return [value for row in rows for value in session.scalars(one, dict(row))]


def keep_newest(session: Sessions, table: sa.FromClause, rows: Sequence[Row]) -> None:
    """Keep rows with an `id` and a `version`, of which no two are the same, unless newer ones are known."""
    if rows:
        insert_all(session, table, rows, else_=_unless_newer(table, tuple(rows[0])))


@cache
def _unless_newer(table: sa.FromClause, names: tuple[str, ...]) -> str:
    newer = ", ".join(f"{name} = excluded.{name}" for name in names if name != "id")
    return f"ON CONFLICT (id) DO UPDATE SET {newer} WHERE {_name(table)}.version < excluded.version"


@cache
def _from_arrays(table: sa.FromClause, names: tuple[str, ...], else_: str, returning: str) -> sa.Executable:
    arrays = ", ".join(f"CAST(:{name} AS {_plain(table.c[name].type)}[])" for name in names)
    types = {name: postgresql.ARRAY(table.c[name].type, dimensions=1) for name in names}
    return _insert(table, types, f"SELECT * FROM unnest({arrays}) {else_}", returning)  # noqa: S608 - our own names


@cache
def _one(table: sa.FromClause, names: tuple[str, ...], else_: str, returning: str) -> sa.Executable:
    types = {name: table.c[name].type for name in names}
    return _insert(table, types, f"VALUES (:{', :'.join(names)}) {else_}", returning)


def _insert(
    table: sa.FromClause, types: Mapping[str, sa.types.TypeEngine[Any]], rest: str, returning: str
) -> sa.Executable:
    columns = ", ".join(f'"{name}"' for name in types)
    wanted = f" RETURNING {returning}" if returning else ""
    statement = sa.text(f"INSERT INTO {_name(table)} ({columns}) {rest}{wanted}")
    bound = statement.bindparams(*(sa.bindparam(name, type_=kind) for name, kind in types.items()))
    return bound.columns(table.c[returning]) if returning else bound


def _name(table: sa.FromClause) -> str:
    assert isinstance(table, sa.Table)
    return table.name


def _plain(kind: sa.types.TypeEngine[Any]) -> str:
    """The type as an array's; a text in it has no length, since a CAST to one would cut it off in silence."""
    ddl = kind.compile(postgresql.dialect())
    return "TEXT" if ddl.startswith("VARCHAR") else str(ddl)
