"""How each person of the house wants to be told."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models.base import Model
from services.notifications.models.documents import Document
from shared import trail
from shared.resources import Rendered
from shared.texts import LANGUAGES

DIGEST_AT = "08:00"


class Preferences(Document, Model):
    """How a person, whose id it has, wants to be told. The bell cannot be turned off.

    :ivar channels: whether each channel outside is welcome
    :ivar quiet_hours: `{"from": "21:00", "to": "08:00"}`, beside those of the branch
    :ivar digest_at: when the day is told in the morning, "HH:MM"; empty: never
    """

    __tablename__ = "preferences"

    channels: Mapped[dict[str, Any]]
    quiet_hours: Mapped[dict[str, Any] | None]
    digest_at: Mapped[str | None] = mapped_column(sa.String(5))
    language: Mapped[str] = mapped_column(sa.String(10))

    @classmethod
    def of(cls, user_id: UUID, *, locked: bool = False) -> Self:
        return cls.stored(cls.id == user_id, locked=locked) or cls(
            id=user_id,
            version=1,
            channels={"email": True, "sms": True, "whatsapp": True},
            quiet_hours=None,
            digest_at=DIGEST_AT,
            language=LANGUAGES[0],
        )

    def change(self, fields: dict[str, Any]) -> None:
        """Change what is given."""
        self.keep(**fields | {"channels": self.channels | fields.get("channels", {})})
        trail.note("PreferencesChanged", "preferences", self.id)

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered:
        names = ("channels", "quiet_hours", "digest_at", "language", "version")
        return {name: getattr(row, name) for name in names}
