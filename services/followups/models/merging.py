"""What becomes of follow-ups and sales when clients are merged or erased."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from services.followups.models.base import db
from services.followups.models.follow_up import FollowUp
from services.followups.models.known import KnownInteraction
from services.followups.models.sale import Sale

_AT_ONCE = {"synchronize_session": False}


def move(duplicate_id: UUID, kept_id: UUID) -> None:
    """Give what is known of a duplicate to the client kept."""
    theirs = sa.update(KnownInteraction).where(KnownInteraction.client_id == duplicate_id)
    db.session.execute(theirs.values(client_id=kept_id), execution_options=_AT_ONCE)
    # Sales are locked before their follow-ups, as concluding does.
    for cls in (Sale, FollowUp):
        own = sa.update(cls).where(cls.client_id == duplicate_id)
        moved = own.values(client_id=kept_id, version=cls.version + 1).returning(cls.id, cls.version)
        rows = db.session.execute(moved, execution_options=_AT_ONCE)
        cls.record_all([(row.id, row.version) for row in rows], f"{cls.__name__}Updated")


def forget(client_id: UUID, *, at: datetime) -> None:
    """Keep that a client was contacted and when, and no word of what was said."""
    known = sa.update(KnownInteraction).where(KnownInteraction.client_id == client_id, KnownInteraction.notes != "")
    db.session.execute(known.values(notes=""), execution_options=_AT_ONCE)
    sold = sa.select(Sale).where(Sale.client_id == client_id).order_by(Sale.id).with_for_update()
    for sale in db.session.scalars(sold):
        sale.forget(at=at)
    promised = sa.select(FollowUp).where(FollowUp.client_id == client_id).order_by(FollowUp.id).with_for_update()
    for follow_up in db.session.scalars(promised):
        follow_up.forget(at=at)
