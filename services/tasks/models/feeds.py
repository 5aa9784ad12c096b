"""Private feeds of a person's agenda, for the calendar that they have anyway."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.tasks.models.base import Model, db
from services.tasks.models.known import Person, name_of
from services.tasks.models.task import Task
from shared import trail
from shared.ids import new_id
from shared.resources import Rendered
from shared.schemas import person
from shared.tokens import ADMIN, MANAGER, current_user

BACK, AHEAD = timedelta(days=60), timedelta(days=366)
_SECRET_BYTES = 32


class Feed(Model):
    """Whoever has its secret may read a person's agenda, as far as whoever asked for the feed still may.

    Only a hash of the secret is kept: what somebody reads here opens nothing.
    """

    __tablename__ = "agenda_feeds"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    operator_id: Mapped[UUID] = mapped_column(index=True)
    created_by_id: Mapped[UUID] = mapped_column(index=True)
    secret_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime]

    @classmethod
    def open(cls, operator_id: UUID, *, by: UUID, at: datetime) -> tuple[Self, str]:
        """A new feed.

        :returns: it, and its secret, which nobody can ask for again
        """
        secret = secrets.token_urlsafe(_SECRET_BYTES)
        feed = cls(id=new_id(), operator_id=operator_id, created_by_id=by, secret_hash=_hash(secret), created_at=at)
        db.session.add(feed)
        trail.note("AgendaFeedOpened", "agenda_feed", feed.id)
        return feed, secret

    def revoke(self) -> None:
        """Let its secret open nothing any more."""
        db.session.delete(self)
        trail.note("AgendaFeedRevoked", "agenda_feed", self.id)

    @classmethod
    def visible(cls) -> sa.ColumnElement[bool]:
        """The condition for feeds that the signed-in user may revoke: their own, and those that they asked for."""
        user = current_user()
        return sa.true() if user.role == ADMIN else sa.or_(cls.operator_id == user.id, cls.created_by_id == user.id)

    @classmethod
    def opened_by(cls, secret: str) -> "Feed | None":
        """The feed that a secret opens, while whoever asked for it may see what it shows."""
        feed = db.session.scalars(sa.select(cls).where(cls.secret_hash == _hash(secret))).one_or_none()
        return feed if feed and feed.granted else None

    @property
    def granted(self) -> bool:
        """Whether whoever asked for it could ask for it today."""
        asker = db.session.get(Person, self.created_by_id)
        if asker is None or not asker.active:
            return False
        return asker.id == self.operator_id or asker.role in {MANAGER.label, ADMIN.label}

    @property
    def name(self) -> str:
        """Whose agenda it is."""
        operator = db.session.get(Person, self.operator_id)
        return operator.name if operator else ""

    def tasks(self, now: datetime) -> list[Rendered]:
        """What the person has to do, and had to do lately, in the branches of whoever asked for the feed."""
        asker = db.session.get_one(Person, self.created_by_id)
        theirs = Task.rows().where(
            Task.operator_id == self.operator_id, Task.starts_at > now - BACK, Task.starts_at < now + AHEAD
        )
        if asker.role != ADMIN.label:
            theirs = theirs.where(Task.branch_id.in_([UUID(id) for id in asker.branch_ids]))
        rows = db.session.execute(theirs.order_by(Task.starts_at, Task.id))
        return [Task.shown(row, now) for row in rows]

    @classmethod
    def rows(cls) -> sa.Select[Any]:
        """Select all that a list shows of feeds."""
        operator, created_by = name_of(cls.operator_id), name_of(cls.created_by_id)
        own = (cls.id, cls.operator_id, cls.created_by_id, cls.created_at)
        return sa.select(*own, operator.label("operator_name"), created_by.label("created_by_name"))

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered:
        return {
            "id": row.id,
            "operator": person(row.operator_id, row.operator_name),
            "created_by": person(row.created_by_id, row.created_by_name),
            "created_at": row.created_at,
        }


def _hash(secret: str) -> str:
    # Nobody guesses 32 random bytes, however fast they can try: a slow hash would protect nothing more.
    return sha256(secret.encode()).hexdigest()
