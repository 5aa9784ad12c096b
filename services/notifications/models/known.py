"""What this service knows of people, branches, clients and follow-ups."""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models.base import Model, db
from shared.readmodels.base import ReadModel
from shared.readmodels.clients import ClientRow
from shared.readmodels.people import PersonRow
from shared.readmodels.places import BranchRow


class Person(PersonRow, Model):
    """A user, and where messages reach them."""

    __tablename__ = "people"

    email: Mapped[str | None] = mapped_column(sa.String(254))

    @classmethod
    def fields(cls, data: dict[str, Any]) -> dict[str, Any]:
        return super().fields(data) | {"email": data.get("email")}

    @classmethod
    def has_left(cls, id: UUID) -> bool:
        """Whether the person is known, and works here no longer."""
        known = db.session.get(cls, id)
        return known is not None and not known.active


class Branch(BranchRow, Model):
    __tablename__ = "branches"


class Client(ClientRow, Model):
    __tablename__ = "clients"


class OpenFollowUp(ReadModel, Model):
    """A follow-up of followups, as far as notices about it need."""

    __tablename__ = "open_follow_ups"

    due_on: Mapped[date]
    open: Mapped[bool]

    @classmethod
    def fields(cls, data: dict[str, Any]) -> dict[str, Any]:
        return {
            "due_on": date.fromisoformat(data["due_on"]),
            "open": data["state"] not in {"done", "cancelled"},
        }

    @classmethod
    def waits_on(cls, id: UUID, day: date) -> bool:
        """Whether the follow-up is still open, and for that day."""
        query = sa.select(cls.id).where(cls.id == id, cls.open, cls.due_on == day)
        return db.session.scalar(query) is not None
