"""What this service does when time passes."""

from datetime import datetime

import sqlalchemy as sa

from services.followups.models import IS_OPEN, Branch, FollowUp, OverdueNotice, db, today_of_branch
from shared.crash import crash_point
from shared.inbox import insert
from shared.service import this_service

# Rows of one transaction: large enough to be quick, small enough not to keep others waiting.
BATCH = 500


def announce_overdue(now: datetime) -> int:
    """Say, once for each follow-up and day, that the day has passed in its branch.

    :returns: how many rows were looked at; 0 when there is nothing left
    """
    late = (
        sa.select(FollowUp.id)
        .join(Branch, Branch.id == FollowUp.branch_id, isouter=True)
        .where(FollowUp.armed, FollowUp.due_on < today_of_branch(now))
        .order_by(FollowUp.due_on)
        .limit(BATCH)
        .with_for_update(of=FollowUp, skip_locked=True)
    )
    disarmed = db.session.execute(
        sa.update(FollowUp)
        .where(FollowUp.id.in_(late.scalar_subquery()))
        .values(armed=False)
        .returning(FollowUp.id, FollowUp.due_on, FollowUp.version)
        .execution_options(synchronize_session=False)
    ).all()
    if disarmed:
        fresh = _note([{"follow_up_id": row.id, "due_on": row.due_on} for row in disarmed])
        FollowUp.record_all([(row.id, row.version) for row in disarmed if row.id in fresh], "FollowUpOverdue")
        crash_point("sweep.before_commit")
    db.session.commit()
    return len(disarmed)


def _note(notices: list[dict[str, object]]) -> set[object]:
    """Keep that these days were announced.

    :returns: the ids of those that had not been
    """
    statement = insert(this_service().dialect, OverdueNotice).on_conflict_do_nothing()
    return set(db.session.scalars(statement.returning(OverdueNotice.follow_up_id), notices))


def remind(now: datetime) -> int:
    """Ring the reminders whose instant has come, each once.

    :returns: how many rang
    """
    due = (
        sa.select(FollowUp)
        .where(FollowUp.next_reminder_at <= now, IS_OPEN)
        .order_by(FollowUp.next_reminder_at)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    ringing = db.session.scalars(due).all()
    for follow_up in ringing:
        follow_up.ring()
    db.session.commit()
    return len(ringing)
