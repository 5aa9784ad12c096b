"""Branches: the places of the house, each with its time zone and its way of working."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.identity.models.base import Model, db
from shared.db import Json
from shared.ids import new_id
from shared.resources import Rendered, Resource
from shared.schemas import NAME_LENGTH
from shared.tokens import current_user

_FIELDS = (
    "id", "name", "time_zone", "phone_region", "pack", "opening_hours", "quiet_hours", "holidays", "version",
)  # fmt: skip


class Branch(Resource, Model):
    """A place where people work. Its hours are kept as they were given: `{"start": "09:00", "end": "18:00"}`."""

    __tablename__ = "branches"

    name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))
    time_zone: Mapped[str] = mapped_column(sa.String(60))
    phone_region: Mapped[str] = mapped_column(sa.String(2))
    pack: Mapped[str] = mapped_column(sa.String(20))
    opening_hours: Mapped[dict[str, Any] | None] = mapped_column(Json)
    quiet_hours: Mapped[dict[str, Any] | None] = mapped_column(Json)
    holidays: Mapped[list[Any]] = mapped_column(Json, default=list)

    @classmethod
    def rows(cls) -> sa.Select[Any]:
        return sa.select(*(getattr(cls, name) for name in _FIELDS))

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered:
        return {name: getattr(row, name) for name in _FIELDS}

    @classmethod
    def visible(cls) -> sa.ColumnElement[bool]:
        return current_user().in_branches(cls.id)

    @classmethod
    def open(cls, fields: dict[str, Any]) -> Self:
        """A new branch."""
        branch = cls(id=new_id(), **_kept(fields))
        db.session.add(branch)
        branch.record("BranchCreated")
        return branch

    def change(self, fields: dict[str, Any]) -> None:
        for name, value in _kept(fields).items():
            setattr(self, name, value)
        self.record("BranchUpdated")

    @classmethod
    def oldest(cls) -> UUID | None:
        return db.session.scalar(sa.select(cls.id).order_by(cls.id).limit(1))

    @classmethod
    def unknown(cls, ids: list[UUID]) -> bool:
        """Whether one of the ids is no branch."""
        known = db.session.scalars(sa.select(cls.id).where(cls.id.in_(ids)))
        return not set(ids).issubset(known)


def _kept(fields: dict[str, Any]) -> dict[str, Any]:
    """Holidays in order, each once, as JSON has them."""
    if "holidays" not in fields:
        return fields
    return fields | {"holidays": sorted({day.isoformat() for day in fields["holidays"]})}
