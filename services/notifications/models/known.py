"""What this service knows of people, branches, clients, teams, and of the records that notices are about."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models.base import Model, db
from shared import clock
from shared.readmodels.base import ReadModel
from shared.readmodels.clients import ClientRow
from shared.readmodels.people import PersonRow
from shared.readmodels.places import BranchRow, TeamRow
from shared.service import this_service


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

    @classmethod
    def zone_of(cls, id: UUID) -> str:
        """The time zone of a branch; the house's own, where the branch is not known yet."""
        known = db.session.scalar(sa.select(cls.time_zone).where(cls.id == id))
        return known or this_service().settings.time_zone


class Client(ClientRow, Model):
    """A client, and where messages reach them."""

    __tablename__ = "clients"

    email: Mapped[str | None] = mapped_column(sa.String(254))

    @classmethod
    def fields(cls, data: dict[str, Any]) -> dict[str, Any]:
        return super().fields(data) | {"email": data.get("email")}


sa.Index("ix_clients_phone", Client.phone)


class Team(TeamRow, Model):
    __tablename__ = "teams"


class KnownRecord(ReadModel, Model):
    """A follow-up of followups or a task of tasks, as far as notices about it need.

    :ivar due: the day or instant that it waits for, as its events write it; empty where it has none
    :ivar person_id: who is in charge of it
    :ivar free: whether nobody has taken it yet
    """

    __tablename__ = "records"
    __table_args__ = (sa.Index("ix_records_person_id", "person_id", "open", "day"),)

    type: Mapped[str] = mapped_column(sa.String(20))
    open: Mapped[bool]
    due: Mapped[str] = mapped_column(sa.String(40))
    day: Mapped[date | None]
    person_id: Mapped[UUID | None]
    free: Mapped[bool]
    branch_id: Mapped[UUID]

    @classmethod
    def fields(cls, data: dict[str, Any]) -> dict[str, Any]:
        return _of_a_follow_up(data) if "state" in data else _of_a_task(data)

    @classmethod
    def waits_for(cls, id: UUID, due: str) -> bool:
        """Whether the record is still open, and for that day or instant."""
        return db.session.scalar(sa.select(cls.id).where(cls.id == id, cls.open, cls.due == due)) is not None


def _of_a_follow_up(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "follow_up",
        "open": data["state"] not in {"done", "cancelled"},
        "due": data["due_on"],
        "day": date.fromisoformat(data["due_on"]),
        "person_id": _id_of(data["assigned_to"]),
        "free": False,
        "branch_id": UUID(str(data["branch_id"])),
    }


def _of_a_task(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "task",
        "open": data["status"] == "planned",
        "due": data["planned_at"] or data["due_on"] or "",
        "day": _day_of(data),
        "person_id": _id_of(data["operator"]),
        "free": data["operator"] is None and data["claimed_by"] is None,
        "branch_id": UUID(str(data["branch_id"])),
    }


def _day_of(task: dict[str, Any]) -> date | None:
    """The day of a task in its branch."""
    if task["planned_at"]:
        return clock.day_of(datetime.fromisoformat(task["planned_at"]), Branch.zone_of(UUID(str(task["branch_id"]))))
    return date.fromisoformat(task["due_on"]) if task["due_on"] else None


def _id_of(reference: dict[str, Any] | None) -> UUID | None:
    return UUID(str(reference["id"])) if reference else None
