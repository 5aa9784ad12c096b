"""What this service does when time passes."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from services.tasks.models.base import db
from services.tasks.models.task import IS_OPEN, OverdueNotice, Task
from shared.crash import crash_point
from shared.inbox import insert
from shared.service import this_service

# Rows of one transaction: large enough to be quick, small enough not to keep others waiting.
BATCH = 500


def announce_overdue(now: datetime) -> int:
    """Say, once for each task and the instant or day it was planned for, that its time has passed.

    :returns: how many rows were looked at; 0 when there is nothing left
    """
    late = (
        sa.select(Task.id)
        .where(Task.armed, Task.ends_at <= now)
        .order_by(Task.ends_at)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    disarmed = db.session.execute(
        sa.update(Task)
        .where(Task.id.in_(late.scalar_subquery()))
        .values(armed=False)
        .returning(Task.id, Task.planned_at, Task.due_on, Task.version)
        .execution_options(synchronize_session=False)
    ).all()
    if disarmed:
        fresh = _note([{"task_id": row.id, "planned": _planned(row)} for row in disarmed])
        Task.record_all([(row.id, row.version) for row in disarmed if row.id in fresh], "TaskOverdue")
        crash_point("sweep.before_commit")
    db.session.commit()
    return len(disarmed)


def _planned(row: Any) -> str:
    return str((row.planned_at or row.due_on).isoformat())


def _note(notices: list[dict[str, object]]) -> set[object]:
    """Keep that these were announced.

    :returns: the ids of those that had not been
    """
    statement = insert(this_service().dialect, OverdueNotice).on_conflict_do_nothing()
    return set(db.session.scalars(statement.returning(OverdueNotice.task_id), notices))


def remind(now: datetime) -> int:
    """Ring the reminders whose instant has come, each once.

    :returns: how many rang
    """
    due = (
        sa.select(Task)
        .where(Task.next_reminder_at <= now, IS_OPEN)
        .order_by(Task.next_reminder_at)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    ringing = db.session.scalars(due).all()
    for task in ringing:
        task.ring()
    db.session.commit()
    return len(ringing)
