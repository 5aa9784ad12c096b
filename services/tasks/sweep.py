"""What this service does when time passes."""

from datetime import datetime

import sqlalchemy as sa

from services.tasks.models.task import IS_ARMED, IS_OPEN, OverdueNotice, Task
from shared.due import announce_once, ring_due


def announce_overdue(now: datetime) -> int:
    """Say, once for each task and the instant or day it was planned for, that its time has passed.

    :returns: how many rows were looked at; 0 when there is nothing left
    """
    return announce_once(
        sa.select(Task.id).where(IS_ARMED, Task.ends_at <= now).order_by(Task.ends_at),
        Task,
        "TaskOverdue",
        OverdueNotice,
        lambda row: {"task_id": row.id, "planned": (row.planned_at or row.due_on).isoformat()},
        Task.planned_at,
        Task.due_on,
    )


def remind(now: datetime) -> int:
    """Ring the reminders whose instant has come, each once.

    :returns: how many rang
    """
    return ring_due(Task, IS_OPEN, now)
