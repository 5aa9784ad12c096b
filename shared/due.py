"""Taking what falls due in batches, each row by one sweep only however many run at once."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from shared.crash import crash_point
from shared.inbox import insert
from shared.service import this_service

# Rows of one transaction: large enough to be quick, small enough not to keep others waiting.
BATCH = 500


def announce_once(
    late: sa.Select[Any], model: Any, kind: str, notice: Any, key: Callable[[Any], dict[str, Any]], *read: Any
) -> int:
    """Disarm what is late, and tell of what was not announced before.

    :param late: the ids of the armed rows whose time has passed, the longest past first
    :param notice: keeps what was announced; its first column is the id
    :param key: the notice of a row, which has `id` and the columns to `read`
    :returns: how many rows were looked at; 0 when there is nothing left
    """
    session = this_service().db.session
    mine = late.limit(BATCH).with_for_update(of=model, skip_locked=True)
    disarmed = session.execute(
        sa.update(model)
        .where(model.id.in_(mine.scalar_subquery()))
        .values(armed=False)
        .returning(model.id, model.version, *read)
        .execution_options(synchronize_session=False)
    ).all()
    if disarmed:
        fresh = _note(notice, [key(row) for row in disarmed])
        model.record_all([(row.id, row.version) for row in disarmed if row.id in fresh], kind)
        crash_point("sweep.before_commit")
    session.commit()
    return len(disarmed)


def _note(notice: Any, announced: list[dict[str, Any]]) -> set[object]:
    """Keep that these were announced.

    :returns: the ids of those that had not been
    """
    first, *_ = sa.inspect(notice).primary_key
    statement = insert(this_service().dialect, notice).on_conflict_do_nothing()
    return set(this_service().db.session.scalars(statement.returning(first), announced))


def ring_due(model: Any, is_open: sa.ColumnElement[bool], now: datetime) -> int:
    """Ring the reminders of open rows whose instant has come, each once.

    :returns: how many rang
    """
    session = this_service().db.session
    due = (
        sa.select(model)
        .where(model.next_reminder_at <= now, is_open)
        .order_by(model.next_reminder_at)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    ringing = session.scalars(due).all()
    for each in ringing:
        each.ring()
    session.commit()
    return len(ringing)
