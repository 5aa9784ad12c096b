"""The chain of the audit trail: each sealed row carries a hash of itself and of the row before it.

Requests only add rows, so that they need not wait for each other; a sweep seals what they left, in the order in
which it finds them. Whoever changes, removes or adds a sealed row afterwards breaks the chain there.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import sqlalchemy as sa

from shared.db import reading
from shared.inbox import insert
from shared.service import this_service

AT_ONCE = 1_000
# A row is sealed within seconds of what it tells. One that is much older than others sealed before it is made up.
_LATE = timedelta(hours=1)
_LONG_AGO = datetime(1970, 1, 2, tzinfo=UTC)


def seal_trail(_at: datetime) -> int:
    """Seal the rows that are not yet; a sweep of every service.

    :returns: how many
    """
    session, tables = this_service().db.session, this_service().tables
    position, last = _hold_head()
    seals = []
    for row in session.execute(_unsealed(tables.trail)):
        position, last = position + 1, seal_of(last, row)
        seals.append({"its_at": row.at, "its_id": row.id, "position": position, "hash": last})
    if seals:
        its = sa.and_(tables.trail.c.at == sa.bindparam("its_at"), tables.trail.c.id == sa.bindparam("its_id"))
        session.execute(sa.update(tables.trail).where(its), seals)
        session.execute(sa.update(tables.trail_head).values(position=position, hash=last))
    session.commit()
    return len(seals)


def _unsealed(trail: sa.Table) -> sa.Select[Any]:
    return sa.select(trail).where(trail.c.position.is_(None)).order_by(trail.c.at, trail.c.id).limit(AT_ONCE)


def _hold_head() -> tuple[int, str]:
    """The position and hash that the chain ends with; nobody else goes on with it until the commit."""
    session, head = this_service().db.session, this_service().tables.trail_head
    first = {"id": 1, "position": 0, "hash": ""}
    session.execute(insert(this_service().dialect, head).values(first).on_conflict_do_nothing())
    found = session.execute(sa.select(head.c.position, head.c.hash).with_for_update()).one()
    return found.position, found.hash


def seal_of(last: str, row: Any) -> str:
    """The hash of a row that comes after the row with the hash `last`."""
    told = [
        row.id, row.at, row.actor_id, row.action, row.record_type, row.record_id, row.version, row.branch_id,
        row.address, row.request_id,
    ]  # fmt: skip
    return hashlib.sha256(last.encode() + orjson.dumps(told, option=orjson.OPT_UTC_Z)).hexdigest()


@dataclass(frozen=True)
class Verdict:
    """What a look at the chain has found. `fault` says what is wrong with it, and where; None: nothing."""

    sealed: int
    unsealed: int
    fault: str | None


def verify_trail() -> Verdict:
    """Follow the whole chain of this service."""
    session, tables = this_service().db.session, this_service().tables
    with reading():
        end = session.execute(sa.select(tables.trail_head.c.position, tables.trail_head.c.hash)).one_or_none()
        sealed, last = end or (0, "")
        fault = next(_faults(tables.trail, sealed, last), None) or _not_of_the_chain()
        unsealed = session.scalar(sa.select(sa.func.count()).where(tables.trail.c.position.is_(None)))
        session.rollback()
    return Verdict(sealed, unsealed or 0, fault)


def _faults(trail: sa.Table, sealed: int, last_of_all: str) -> Iterator[str]:
    last, expected, newest = "", 1, _LONG_AGO
    for row in _chain(trail, sealed):
        if row.position != expected:
            yield _removed(expected, row.position - 1)
        if row.hash != seal_of(last, row):
            yield f"row {row.position} was changed, or put there, after it was sealed ({_told(row)})"
        if row.at < newest - _LATE:
            yield f"row {row.position} was put there later than it says ({_told(row)})"
        last, expected, newest = row.hash, row.position + 1, max(newest, row.at)
    if expected <= sealed:
        yield _removed(expected, sealed)
    if last != last_of_all:
        yield f"row {sealed} is not the one that was sealed last"
    late = sa.select(trail).where(trail.c.position.is_(None), trail.c.at < newest - _LATE).limit(1)
    for row in this_service().db.session.execute(late):
        yield f"a row was put there later than it says ({_told(row)})"


def _chain(trail: sa.Table, sealed: int) -> Iterator[Any]:
    """The sealed rows in order. What is sealed from now on comes behind them."""
    session, position = this_service().db.session, 0
    while True:
        beyond = sa.select(trail).where(trail.c.position > position, trail.c.position <= sealed)
        rows = session.execute(beyond.order_by(trail.c.position).limit(AT_ONCE)).all()
        yield from rows
        if len(rows) < AT_ONCE:
            return
        position = rows[-1].position


def _not_of_the_chain() -> str | None:
    """Rows that say that they are sealed, though the chain has not come so far: read at one moment with its end."""
    trail, head = this_service().tables.trail, this_service().tables.trail_head
    end = sa.func.coalesce(sa.select(head.c.position).scalar_subquery(), 0)
    row = this_service().db.session.execute(sa.select(trail).where(trail.c.position > end).limit(1)).one_or_none()
    return f"row {row.position} was put there behind the end of the chain ({_told(row)})" if row else None


def _removed(first: int, last: int) -> str:
    return f"row {first} was removed" if first == last else f"rows {first} to {last} were removed"


def _told(row: Any) -> str:
    return f"{row.action}, {row.at.isoformat()}, id {row.id}"
