"""What has to be thought of when the database came back from a backup."""

from datetime import datetime

import sqlalchemy as sa

from services.notifications.models.base import db
from services.notifications.models.claims import LEASE
from services.notifications.models.delivery import Delivery
from services.notifications.models.hands import Hand
from shared.db import rows_changed


def doubt_since(moment: datetime, *, now: datetime) -> int:
    """Let senders find out whether what was due since the backup was sent, before they send it.

    What a sender had taken at the backup is due once its lease is over.

    :returns: how many messages may have been sent
    """
    due = sa.update(Delivery).where(Delivery.next_attempt_at <= now + LEASE, Delivery.channel != "in_app")
    doubted = due.values(handed_over_at=sa.func.coalesce(Delivery.handed_over_at, moment), next_attempt_at=now)
    return rows_changed(db.session.execute(doubted))


def follow_the_versions(ahead: int) -> None:
    """Know who had the tasks in their versions, which were raised."""
    db.session.execute(sa.update(Hand).values(version=Hand.version + ahead))
