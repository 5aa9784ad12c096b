"""What this service does when time passes."""

from datetime import datetime

import sqlalchemy as sa

from services.followups.models import (
    IS_ARMED,
    IS_OPEN,
    Branch,
    FollowUp,
    OverdueNotice,
    passed_somewhere,
    today_of_branch,
)
from shared.due import announce_once, ring_due


def announce_overdue(now: datetime) -> int:
    """Say, once for each follow-up and day, that the day has passed in its branch.

    :returns: how many rows were looked at; 0 when there is nothing left
    """
    late = (
        sa.select(FollowUp.id)
        .join(Branch, Branch.id == FollowUp.branch_id, isouter=True)
        .where(IS_ARMED, FollowUp.due_on < today_of_branch(now), passed_somewhere(FollowUp.due_on, now))
        .order_by(FollowUp.due_on)
    )
    return announce_once(
        late,
        FollowUp,
        "FollowUpOverdue",
        OverdueNotice,
        lambda row: {"follow_up_id": row.id, "due_on": row.due_on},
        FollowUp.due_on,
    )


def remind(now: datetime) -> int:
    """Ring the reminders whose instant has come, each once.

    :returns: how many rang
    """
    return ring_due(FollowUp, IS_OPEN, now)
