"""Lists: keyset pages that stay true while rows are added, and the whole list as CSV or XLSX."""

import base64
import csv
import io
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Protocol
from uuid import UUID

import orjson
import sqlalchemy as sa
from flask import Response, jsonify, stream_with_context
from marshmallow import fields, validate
from sqlalchemy.orm import InstrumentedAttribute
from werkzeug.wsgi import wrap_file

from shared import clock, trail
from shared.db import PLAN_ANEW, reading
from shared.problems import Invalid
from shared.resources import Rendered
from shared.schemas import Choice, In
from shared.service import this_service

LIMIT, MOST = 50, 200
_CHUNK = 500
# What XML cannot hold, of the characters that a database can.
_UNPRINTABLE = "\x00-\x08\x0b-\x1f\ufffe\uffff"
# With what a formula begins, at the latest where those were left out.
_FORMULA = re.compile(f"'*[=+\\-@\t{_UNPRINTABLE}]")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ListArgs(In):
    """What every list can be asked; filters of a list derive from it."""

    limit = fields.Integer(load_default=LIMIT, validate=validate.Range(1, MOST))
    cursor = fields.String(metadata={"description": "`next_cursor` of the page before."})
    include = Choice("total", metadata={"description": "`total` adds the number of all rows."})
    format = Choice("json", "csv", "xlsx", load_default="json")


class Shows(Protocol):
    """What a list can be of: a resource, or anything that shows itself from a row as one does."""

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered: ...


@dataclass
class Listing:
    """A list of resources that a view answers with.

    :ivar query: `cls.rows()` with the filters of the request
    :ivar order: the columns that the list is sorted by; the last one is unique
    :ivar params: what stands in the place of the query's parameters, where it is built once for all requests
    """

    cls: type[Shows]
    query: sa.Select[Any]
    order: Sequence[sa.ColumnElement[Any] | InstrumentedAttribute[Any]]
    args: dict[str, Any]
    descending: bool = False
    params: dict[str, Any] | None = None

    def page(self) -> Rendered:
        """One page of the list, as its JSON."""
        limit = self.args["limit"]
        rows = self.rows_after(self.args.get("cursor"), limit + 1)
        answer: Rendered = {"items": self._shown(rows[:limit]), "next_cursor": None}
        if len(rows) > limit:
            answer["next_cursor"] = cursor_of(rows[limit - 1][-len(self.order) :])
        if self.args.get("include") == "total":
            session = this_service().db.session
            counted = sa.select(sa.func.count()).select_from(self.query.subquery())
            answer["total"] = session.scalar(counted, self.params)
        return answer

    def respond(self) -> Response:
        kind = self.args["format"]
        if kind == "json":
            return jsonify(self.page())
        trail.note_export()
        return as_file(_table(self._everything()), kind)

    def _everything(self) -> Iterator[Rendered]:
        cursor = None
        while True:
            # A transaction for each chunk: whoever reads slowly must not hold one open.
            with reading():
                rows = self.rows_after(cursor, _CHUNK)
                this_service().db.session.rollback()
            yield from self._shown(rows)
            if len(rows) < _CHUNK:
                return
            cursor = cursor_of(rows[-1][-len(self.order) :])

    def rows_after(self, cursor: str | None, limit: int) -> Sequence[Any]:
        """The next rows of the query, each with the columns of the order at its end."""
        page = _page if self.params is None else _page_once
        query = page(self.query, tuple(self.order), limit, descending=self.descending)
        query = after(query, self.order, cursor, descending=self.descending)
        options = PLAN_ANEW if "q" in self.args else {}
        return this_service().db.session.execute(query, self.params, execution_options=options).all()

    def _shown(self, rows: Sequence[Any]) -> list[Rendered]:
        now = clock.now()
        return [self.cls.shown(row, now) for row in rows]


def _page(query: sa.Select[Any], order: tuple[Any, ...], limit: int, *, descending: bool) -> sa.Select[Any]:
    keys = [column.label(f"_key{i}") for i, column in enumerate(order)]
    sorted_by = [column.desc() if descending else column.asc() for column in order]
    return query.add_columns(*keys).order_by(*sorted_by).limit(literal(limit))


# For queries that are there for longer than one request: to build one takes as long as to execute it.
_page_once = lru_cache(maxsize=512)(_page)


def after(
    query: sa.Select[Any],
    order: Sequence[sa.ColumnElement[Any] | InstrumentedAttribute[Any]],
    cursor: str | None,
    *,
    descending: bool = False,
) -> sa.Select[Any]:
    """A query that is sorted by some columns, from where the page before has ended."""
    if cursor is None:
        return query
    here = sa.tuple_(*order)
    there = sa.tuple_(*_read_cursor(cursor, order))
    return query.where(here < there if descending else here > there)


def literal(number: int) -> sa.BindParameter[int]:
    """A number that stands in the statement itself.

    A limit that PostgreSQL does not know beforehand makes every plan that it could keep look dear: it would
    plan anew each time, which takes many times as long as the page.
    """
    return sa.bindparam(None, number, sa.Integer(), literal_execute=True)


def cursor_of(keys: Sequence[Any]) -> str:
    """The cursor of the page that comes after the row with these keys."""
    return base64.urlsafe_b64encode(orjson.dumps(list(keys))).decode().rstrip("=")


_READERS: dict[type, Callable[[Any], Any]] = {
    UUID: UUID,
    datetime: lambda key: datetime.fromisoformat(key).astimezone(UTC),
    date: date.fromisoformat,
    str: lambda key: _checked(str(key), "\x00" not in key),
    int: lambda key: _checked(int(key), abs(int(key)) < 2**31),
}


def _checked(key: Any, storable: bool) -> Any:
    if not storable:
        raise ValueError("no row has such a key")
    return key


def _read_cursor(cursor: str, order: Sequence[sa.ColumnElement[Any] | InstrumentedAttribute[Any]]) -> list[Any]:
    try:
        keys = orjson.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        return [
            sa.literal(_READERS[column.type.python_type](key), column.type)
            for column, key in zip(order, keys, strict=True)
        ]
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise Invalid(cursor="not-a-cursor") from error


def _flat(item: Rendered, prefix: str = "") -> dict[str, str]:
    cells: dict[str, str] = {}
    for name, value in item.items():
        if isinstance(value, dict):
            cells |= _flat(value, f"{prefix}{name}.")
        elif isinstance(value, list):
            cells[prefix + name] = orjson.dumps(value).decode() if value else ""
        else:
            cells[prefix + name] = _harmless(value)
    return cells


def _harmless(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    cell = str(value)
    # One that has quotes before it gets another one, so that an import knows which of them is ours.
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _table(items: Iterator[Rendered]) -> Iterator[list[str]]:
    """Rows of cells under one heading. What the first rows embed decides the columns."""
    first = [_flat(item) for _, item in zip(range(_CHUNK), items, strict=False)]
    columns: dict[str, None] = {}
    for cells in first:
        columns |= dict.fromkeys(cells)
    # Something embedded in one row and empty in another has its own columns already.
    names = [name for name in columns if not any(other.startswith(f"{name}.") for other in columns)]
    yield names
    for cells in first:
        yield [cells.get(name, "") for name in names]
    for item in items:
        cells = _flat(item)
        yield [cells.get(name, "") for name in names]


def as_file(rows: Iterator[list[str]], kind: str) -> Response:
    """A whole list as people take it with them.

    :param rows: its cells, below one row with their names
    :param kind: `csv` or `xlsx`
    """
    if kind == "csv":
        return Response(stream_with_context(_csv(rows)), content_type="text/csv; charset=utf-8")
    file = _xlsx(rows)
    response = Response(wrap_file({}, file), content_type=XLSX)
    response.call_on_close(file.close)
    return response


def _csv(rows: Iterator[list[str]]) -> Iterator[str]:
    # Spreadsheets take UTF-8 for Latin-1 without the mark.
    yield "\ufeff"
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow(row)
        yield line.getvalue()


def _xlsx(rows: Iterator[list[str]]) -> Any:
    # Imported here: few processes ever need what takes a fifth of their start.
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append([_printable(cell) for cell in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the server closes it when it is sent
    book.save(file)
    file.seek(0)
    return file


def _printable(cell: str) -> str:
    """Without the characters that the format cannot hold: one of them, and nobody could open the file."""
    return re.sub(f"[{_UNPRINTABLE}]", "", cell.replace("\r\n", "\n").replace("\r", "\n"))
