"""The audit trail: who did what, when, from where and to which record, kept in the transaction that does it.

Every change that a request makes, and every change that a command or a worker makes for somebody, leaves a row;
what follows from an event, or from time passing, does not: its cause has one. A row tells no names, phones or texts.
`shared.sealing` makes a chain of the rows, `shared.audit` shows them.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import g, has_request_context, request
from sqlalchemy.orm import Session

from shared import clock
from shared.callers import caller_address
from shared.db import is_reading, writing
from shared.events import CATALOGUE, Trace
from shared.ids import new_id
from shared.service import this_service
from shared.telemetry import trace

Row = dict[str, Any]


def note(
    action: str,
    record_type: str,
    record_id: UUID | None = None,
    *,
    actor_id: UUID | None = None,
    branch_id: UUID | None = None,
) -> None:
    """Leave a row for what has no event. While the request only reads, it is kept at once, else with its commit.

    :param actor_id: who did it, where that is not the signed-in user
    """
    now = trace()
    actor_id = actor_id or now.actor_id
    row = _row(now, clock.now(), action, record_type, record_id, actor_id=actor_id, branch_id=branch_id)
    session = this_service().db.session
    if not is_reading():
        session.info.setdefault("noted", []).append(row)
        return
    session.rollback()
    with writing():
        keep(session(), [row])
        session.commit()


def note_export() -> None:
    """Leave a row for a list or report that somebody takes with them as a file."""
    assert request.url_rule is not None
    note("Exported", request.url_rule.rule.rpartition("/")[2])


def keep(session: Session, rows: Sequence[Row]) -> None:
    """Write rows, in the transaction of the session."""
    if rows:
        session.execute(_into(this_service().tables.trail), rows[0] if len(rows) == 1 else list(rows))


def rows_of(facts: Iterable[tuple[str, UUID, int, Trace, Row]], at: datetime) -> list[Row]:
    """The rows of what is published, given as (event, subject, version, trace, data): of what somebody did."""
    return [
        _row(
            caused, at, kind, CATALOGUE[kind].subject, subject,
            version=version, actor_id=caused.actor_id, branch_id=data.get("branch_id"),
        )
        for kind, subject, version, caused, data in facts
        if caused.direct
    ]  # fmt: skip


def _row(
    caused: Trace,
    at: datetime,
    action: str,
    record_type: str,
    record_id: UUID | None,
    *,
    actor_id: UUID | None,
    version: int | None = None,
    branch_id: Any = None,
) -> Row:
    return {
        "at": at,
        "id": new_id(),
        "actor_id": actor_id,
        "action": action,
        "record_type": record_type,
        "record_id": record_id,
        "version": version,
        "branch_id": UUID(str(branch_id)) if branch_id else None,
        "address": _address(),
        "request_id": caused.correlation_id,
    }


def _address() -> str | None:
    """The caller's address, looked up once in a request."""
    if not has_request_context():
        return None
    if "address" not in g:
        address = caller_address()
        g.address = str(address) if address else None
    return str(g.address) if g.address else None


@cache
def _into(trail: sa.Table) -> sa.TextClause:
    """As text: SQLAlchemy takes longer to prepare the parameters of its own INSERT than a database to execute it."""
    names = [column.name for column in trail.c if column.name not in {"position", "hash"}]
    statement = sa.text(f"INSERT INTO {trail.name} ({', '.join(names)}) VALUES (:{', :'.join(names)})")  # noqa: S608
    return statement.bindparams(*(sa.bindparam(name, type_=trail.c[name].type) for name in names))
