"""What this service knows of interactions."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.followups.models.base import Model, db
from shared.schemas import NOTES_LENGTH


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
    def take(cls, data: dict[str, Any], version: int, *, deleted: bool) -> int | None:
        """Keep what an interaction was in a version.

        :returns: the version known before (0 for none), or None where this one is not newer
        """
        # No other event of the batch is about it: what they changed can be written later, all at once.
        with db.session.no_autoflush:
            known = db.session.get(cls, UUID(data["id"]), with_for_update=True)
        before = known.version if known else 0
        if before >= version:
            return None
        if known is None:
            known = cls(id=UUID(data["id"]))
            db.session.add(known)
        known.version, known.deleted = version, deleted
        known.client_id, known.method = UUID(data["client"]["id"]), data["method"]
        known.occurred_at = datetime.fromisoformat(data["occurred_at"])
        known.notes = "" if deleted else data["notes"]
        return before
