"""Who sends what: a delivery is one sender's for as long as its lease lasts."""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from services.notifications.channels import LONGEST_SEND
from services.notifications.models.base import db
from services.notifications.models.delivery import Delivery

# A sender that has not come back by then has died: the next one takes its delivery over.
LEASE = timedelta(seconds=2 * LONGEST_SEND)


def claim(at: datetime) -> Delivery | None:
    """Take the delivery that has waited longest; nobody else gets it while the lease lasts."""
    due = (
        sa.select(Delivery.id)
        .where(Delivery.next_attempt_at <= at)
        .order_by(Delivery.next_attempt_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return db.session.scalars(
        sa.update(Delivery)
        .where(Delivery.id == due.scalar_subquery())
        .values(attempts=Delivery.attempts + 1, version=Delivery.version + 1, next_attempt_at=at + LEASE)
        .returning(Delivery)
        .execution_options(synchronize_session=False, populate_existing=True)
    ).one_or_none()


def still_claimed(id: UUID, version: int) -> Delivery | None:
    """The row, locked, unless somebody else has taken it over since."""
    return db.session.scalars(
        sa.select(Delivery)
        .where(Delivery.id == id, Delivery.version == version)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
