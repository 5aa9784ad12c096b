"""What becomes of the open work of a person who leaves."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from services.followups.models.base import db
from services.followups.models.follow_up import IS_OPEN, FollowUp
from services.followups.models.sale import Sale

# Rows that this transaction has read already must not keep what they were.
_FRESH = {"synchronize_session": "fetch"}


def hand_over(from_id: UUID, to_id: UUID, *, at: datetime) -> None:
    """Give a person's open follow-ups and sales to another."""
    # Sales are locked before their follow-ups, as concluding does.
    sold = sa.update(Sale).where(Sale.concluded_at.is_(None), Sale.agent_id == from_id)
    _change(Sale, sold.values(agent_id=to_id, version=Sale.version + 1, updated_at=at))
    promised = sa.update(FollowUp).where(IS_OPEN, FollowUp.assigned_to_id == from_id)
    _change(FollowUp, promised.values(assigned_to_id=to_id, version=FollowUp.version + 1, updated_at=at))


def _change(cls: type[FollowUp] | type[Sale], update: sa.Update) -> None:
    rows = db.session.execute(update.returning(cls.id, cls.version), execution_options=_FRESH)
    cls.record_all([(row.id, row.version) for row in rows], f"{cls.__name__}Updated")
