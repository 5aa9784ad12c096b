"""What this service knows of interactions."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.followups.models.base import Model, db
from shared.events import Event
from shared.many import keep_newest
from shared.resources import among
from shared.schemas import NOTES_LENGTH
from shared.service import this_service


class KnownInteraction(Model):
    """An interaction as the events have brought it; of a deleted one only the tombstone is left."""

    __tablename__ = "interactions"
    __table_args__ = (sa.Index("ix_interactions_client_id", "client_id", "occurred_at", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    client_id: Mapped[UUID]
    method: Mapped[str] = mapped_column(sa.String(20))
    occurred_at: Mapped[datetime]
    notes: Mapped[str] = mapped_column(sa.String(NOTES_LENGTH))
    deleted: Mapped[bool]

    @classmethod
    def take_all(cls, events: Sequence[Event]) -> dict[UUID, int]:
        """Keep what interactions were in the versions that the events tell of, where these are newer.

        :returns: the versions known before, 0 for none, by the interaction
        """
        ids = [event.subject for event in events]
        known = db.session.execute(_versions(this_service().dialect), {"ids": ids})
        seen = dict.fromkeys(ids, 0) | {row.id: row.version for row in known}
        newer = [cls._row(event) for event in events if event.sequence > seen[event.subject]]
        keep_newest(db.session, cls.__table__, newer)
        return seen

    @staticmethod
    def _row(event: Event) -> dict[str, Any]:
        data, deleted = event.data, event.type == "InteractionDeleted"
        return {
            "id": event.subject,
            "version": event.sequence,
            "client_id": UUID(data["client"]["id"]),
            "method": data["method"],
            "occurred_at": datetime.fromisoformat(data["occurred_at"]),
            "notes": "" if deleted else data["notes"],
            "deleted": deleted,
        }


@cache
def _versions(dialect: str) -> sa.Select[tuple[UUID, int]]:
    query = sa.select(KnownInteraction.id, KnownInteraction.version)
    return query.where(among(KnownInteraction.id, dialect)).with_for_update()
