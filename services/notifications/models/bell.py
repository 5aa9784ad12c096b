"""The bell: what a person has been told within the product."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from services.notifications.models.base import db
from services.notifications.models.delivery import Delivery, Status
from shared.resources import Rendered
from shared.tokens import current_user


class Notification(Delivery):
    """A notice in the bell: an in-app delivery, as the person whom it is for sees it."""

    @classmethod
    def visible(cls) -> sa.ColumnElement[bool]:
        own = sa.and_(cls.recipient_id == current_user().id, cls.channel == "in_app")
        return sa.and_(own, cls.status.in_((Status.SENT, Status.READ)))

    @classmethod
    def rows(cls) -> sa.Select[Any]:
        return sa.select(
            cls.id,
            cls.version,
            cls.template,
            cls.title,
            cls.body,
            cls.record_type,
            cls.record_id,
            cls.due_at,
            cls.read_at,
        )

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered:
        return {
            "id": row.id,
            "kind": row.template,
            "title": row.title,
            "body": row.body,
            "record": {"type": row.record_type, "id": row.record_id},
            "created_at": row.due_at,
            "read_at": row.read_at,
            "version": row.version,
        }

    def read(self, at: datetime) -> None:
        """Note when it was read first."""
        if self.read_at is None:
            self.status, self.read_at = Status.READ, at
            self.version += 1

    @classmethod
    def read_all(cls, at: datetime) -> int:
        """Note that the signed-in user has read all.

        :returns: how many were unread
        """
        unread = sa.update(cls).where(cls.visible(), cls.read_at.is_(None))
        done = unread.values(status=Status.READ, read_at=at, version=cls.version + 1).returning(cls.id)
        return len(db.session.scalars(done, execution_options={"synchronize_session": False}).all())
