"""What this service knows of people, branches, clients, teams, and of the records that notices are about."""

from collections.abc import Collection
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
from shared.resources import among
from shared.service import this_service


class Person(PersonRow, Model):
    """A user, and where messages reach them."""

    __tablename__ = "people"

    email: Mapped[str | None] = mapped_column(sa.String(254))
    phone: Mapped[str | None] = mapped_column(sa.String(20))

    @classmethod
    def fields(cls, data: dict[str, Any]) -> dict[str, Any]:
        return super().fields(data) | {"email": data.get("email"), "phone": data.get("phone")}

    @classmethod
    def ids_at_home_in(cls, branch_id: UUID) -> list[UUID]:
        """The people whose first branch it is."""
        everybody = db.session.execute(sa.select(cls.id, cls.branch_ids).where(cls.active))
        return [row.id for row in everybody if row.branch_ids[:1] == [str(branch_id)]]

    @classmethod
    def has_left(cls, id: UUID) -> bool:
        """Whether the person is known, and works here no longer."""
        known = db.session.get(cls, id)
        return known is not None and not known.active


class Branch(BranchRow, Model):
    """A branch, and when its messages rest, whatever its rules say besides.

    :ivar quiet_hours: `{"start": "21:00", "end": "08:00"}`
    """

    __tablename__ = "branches"

    quiet_hours: Mapped[dict[str, Any] | None]
    holidays: Mapped[list[Any]]

    @classmethod
    def fields(cls, data: dict[str, Any]) -> dict[str, Any]:
        rests = {"quiet_hours": data.get("quiet_hours"), "holidays": data.get("holidays") or []}
        return super().fields(data) | rests

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
    :ivar free: whether it is urgent, and nobody has taken it yet
    :ivar reminds_id: the client whom it is an appointment with, where its type reminds them
    """

    __tablename__ = "records"
    __table_args__ = (sa.Index("ix_records_person_id", "person_id", "open", "day"),)

    type: Mapped[str] = mapped_column(sa.String(20))
    open: Mapped[bool]
    due: Mapped[str] = mapped_column(sa.String(40))
    day: Mapped[date | None]
    person_id: Mapped[UUID | None]
    free: Mapped[bool]
    reminds_id: Mapped[UUID | None]
    branch_id: Mapped[UUID]

    @classmethod
    def fields(cls, data: dict[str, Any]) -> dict[str, Any]:
        return _of_a_follow_up(data) if "state" in data else _of_a_task(data)

    @classmethod
    def still(cls, id: UUID, due: str, with_id: UUID | None, *, free: bool) -> bool:
        """Whether the record is open, for that day or instant, in those hands, or free; as `holds` asks of many."""
        known = db.session.scalars(
            sa.select(cls).where(cls.id == id, cls.open).execution_options(populate_existing=True)
        ).one_or_none()
        if known is None or due not in {"", known.due}:
            return False
        return with_id in {None, known.person_id} and (known.free or not free)

    @classmethod
    def to_be_done(cls, ids: Collection[UUID]) -> list[tuple[UUID, date]]:
        """Who has to do the open ones of some records, and on which day."""
        open_ones = sa.select(cls.person_id, cls.day).where(among(cls.id, this_service().dialect), cls.open)
        rows = db.session.execute(open_ones.distinct(), {"ids": list(ids)})
        return [(row.person_id, row.day) for row in rows if row.person_id and row.day]


def due_of(record: dict[str, Any]) -> str:
    """The day or instant that a record waits for."""
    return str(record.get("planned_at") or record["due_on"] or "")


def is_free(task: dict[str, Any]) -> bool:
    """Whether a task is urgent, and nobody has taken it yet."""
    return task["type"]["priority"] and task["operator"] is None and task["claimed_by"] is None


def _of_a_follow_up(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "follow_up",
        "open": data["state"] not in {"done", "cancelled"},
        "due": due_of(data),
        "day": date.fromisoformat(data["due_on"]),
        "person_id": id_of(data["assigned_to"]),
        "free": False,
        "reminds_id": None,
        "branch_id": UUID(str(data["branch_id"])),
    }


def _of_a_task(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "task",
        "open": data["status"] == "planned",
        "due": due_of(data),
        "day": _day_of(data),
        "person_id": id_of(data["operator"]),
        "free": is_free(data),
        "reminds_id": id_of(data["client"]) if data["type"]["reminds_client"] else None,
        "branch_id": UUID(str(data["branch_id"])),
    }


def _day_of(task: dict[str, Any]) -> date | None:
    """The day of a task in its branch."""
    if task["planned_at"]:
        return clock.day_of(datetime.fromisoformat(task["planned_at"]), Branch.zone_of(UUID(str(task["branch_id"]))))
    return date.fromisoformat(task["due_on"]) if task["due_on"] else None


def id_of(reference: dict[str, Any] | None) -> UUID | None:
    return UUID(str(reference["id"])) if reference else None
