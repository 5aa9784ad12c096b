"""Interactions and the rules they obey."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, aliased, mapped_column

from shared import clock
from shared.db import COLUMN_TYPES, create_db, new_metadata
from shared.folding import fold
from shared.ids import new_id
from shared.plumbing import plumbing
from shared.problems import Invalid
from shared.readmodels.clients import ClientRow
from shared.readmodels.people import PersonRow
from shared.readmodels.places import BranchRow
from shared.resources import Rendered, Resource
from shared.schemas import NOTES_LENGTH, client_ref, person
from shared.searching import index_words

# Clocks of people's devices go wrong by this much at most.
TOLERANCE = timedelta(days=1)


class Model(DeclarativeBase):
    """The tables of this service."""

    metadata = new_metadata()
    type_annotation_map = COLUMN_TYPES


db = create_db()
tables = plumbing(Model.metadata)


class Person(PersonRow, Model):
    __tablename__ = "people"


class Branch(BranchRow, Model):
    __tablename__ = "branches"


class Client(ClientRow, Model):
    __tablename__ = "clients"


class Method(StrEnum):
    """How the contact was made."""

    CALL = "call"
    MESSAGE = "message"
    EMAIL = "email"
    WHATSAPP = "whatsapp"
    MEETING = "meeting"
    VISIT = "visit"


# What a follow-up takes over from its interaction as long as nobody has changed it there.
FOLLOWED = ("notes", "follow_up_assigned_to", "sale_id", "follow_up_time")


class Direction(StrEnum):
    """Who contacted whom: the person us, or we the person."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class Interaction(Resource, Model):
    """One contact between the house and a client."""

    __tablename__ = "interactions"

    branch_id: Mapped[UUID]
    client_id: Mapped[UUID]
    method: Mapped[str] = mapped_column(sa.String(20))
    direction: Mapped[str] = mapped_column(sa.String(20))
    occurred_at: Mapped[datetime]
    # Whether only the day was told: then `occurred_at` is a moment of that day, and no more.
    day_only: Mapped[bool]
    follow_up_on: Mapped[date | None]
    # "HH:MM" of that day, where one was agreed.
    follow_up_time: Mapped[str | None] = mapped_column(sa.String(5))
    follow_up_assigned_to_id: Mapped[UUID | None]
    # Every day that was ever named for the follow-up: whoever hears of this late can still do it all in order.
    follow_up_days: Mapped[list[Any]]
    # The version in which a field last changed.
    revisions: Mapped[dict[str, Any]]
    sale_id: Mapped[UUID | None]
    completes_follow_up_id: Mapped[UUID | None]
    # The notes as they were when it completed a follow-up: they are that one's result.
    completion_notes: Mapped[str | None] = mapped_column(sa.String(NOTES_LENGTH))
    notes: Mapped[str] = mapped_column(sa.String(NOTES_LENGTH))
    notes_folded: Mapped[str] = mapped_column(sa.Text())
    author_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    @classmethod
    def register(
        cls,
        *,
        client_id: UUID,
        branch: Branch,
        author: Rendered | None,
        at: datetime,
        method: str,
        occurred_at: datetime | date,
        direction: str | None = None,
        notes: str = "",
        follow_up_on: date | None = None,
        follow_up_time: str | None = None,
        follow_up_assigned_to_id: UUID | None = None,
        sale_id: UUID | None = None,
        completes_follow_up_id: UUID | None = None,
    ) -> Self:
        """Keep that a client was contacted, and when to do it again.

        :param author: who did it, as answers embed a user; None: a client wrote
        :raises Invalid: it lies in the future, the next contact before it, or a time is named without a day
        """
        author_id = author["id"] if author else None
        interaction = cls(
            id=new_id(), version=0, branch_id=branch.id, client_id=client_id, method=method,
            direction=direction or usual_direction(method), follow_up_on=None, follow_up_days=[], follow_up_time=None,
            follow_up_assigned_to_id=follow_up_assigned_to_id or author_id,
            revisions=dict.fromkeys(FOLLOWED, 1), sale_id=sale_id,
            completes_follow_up_id=completes_follow_up_id, author_id=author_id, created_at=at, updated_at=at,
            completion_notes=(notes or None) if completes_follow_up_id else None,
        )  # fmt: skip
        interaction._note(notes)
        interaction._happened(occurred_at, branch.time_zone, at)
        interaction._follow_up(follow_up_on, follow_up_time, branch.time_zone, by=author, at=at)
        db.session.add(interaction)
        interaction.record("InteractionCreated")
        return interaction

    def change(self, *, branch: Branch, by: Rendered | None, at: datetime, **fields: Any) -> None:
        """Correct what was kept.

        :param by: who does, as answers embed a user
        :raises Invalid: it lies in the future, the next contact before it, or a time is named without a day
        """
        if not fields:
            return
        if "notes" in fields and fields["notes"] != self.notes:
            self._note(fields["notes"])
            self._revised("notes")
        if (
            "follow_up_assigned_to_id" in fields
            and fields["follow_up_assigned_to_id"] != self.follow_up_assigned_to_id
        ):
            self.follow_up_assigned_to_id = fields["follow_up_assigned_to_id"]
            self._revised("follow_up_assigned_to")
        if "sale_id" in fields and fields["sale_id"] != self.sale_id:
            self.sale_id = fields["sale_id"]
            self._revised("sale_id")
        for name in ("method", "direction"):
            if name in fields:
                setattr(self, name, fields[name])
        if "occurred_at" in fields:
            self._happened(fields["occurred_at"], branch.time_zone, at)
        if fields.keys() & {"occurred_at", "follow_up_on", "follow_up_time"}:
            day = fields.get("follow_up_on", self.follow_up_on)
            time = fields.get("follow_up_time", self.follow_up_time if day else None)
            self._follow_up(day, time, branch.time_zone, by=by, at=at)
        self.updated_at = at
        self.record("InteractionUpdated")

    @classmethod
    def for_change(cls, id: UUID) -> Self:
        """The row, locked until the commit.

        :raises shared.readmodels.clients.Erased: it is about somebody who asked to be forgotten
        """
        interaction = super().for_change(id)
        Client.refuse_erased(interaction.client_id)
        return interaction

    @classmethod
    def move(cls, duplicate_id: UUID, kept_id: UUID) -> None:
        """Give the interactions with a duplicate to the client kept."""
        theirs = sa.update(cls).where(cls.client_id == duplicate_id)
        moved = theirs.values(client_id=kept_id, version=cls.version + 1).returning(cls.id, cls.version)
        rows = db.session.execute(moved, execution_options={"synchronize_session": False})
        cls.record_all([(row.id, row.version) for row in rows], "InteractionUpdated")

    @classmethod
    def forget(cls, client_id: UUID) -> None:
        """Keep that somebody was contacted, and no word of what was said."""
        # All of them are locked: what has no notes yet may just be given some.
        theirs = sa.select(cls).where(cls.client_id == client_id).order_by(cls.id).with_for_update()
        for interaction in db.session.scalars(theirs):
            if interaction.notes or interaction.completion_notes:
                interaction.fall_silent()

    def fall_silent(self) -> None:
        """Tell nothing any more of what was said."""
        self._note("")
        self._revised("notes")
        self.completion_notes = None
        self.record("InteractionUpdated")

    def delete(self, *, at: datetime) -> None:
        """Remove a record that was wrong. It cannot be undone."""
        self.updated_at = at
        data = self.rendered() | {"version": self.version + 1, "notes": "", "updated_at": at}
        self.record("InteractionDeleted", data)
        db.session.delete(self)

    def _happened(self, occurred_at: datetime | date, time_zone: str, at: datetime) -> None:
        self.occurred_at = moment_of(occurred_at, time_zone, at)
        self.day_only = not isinstance(occurred_at, datetime)

    def _follow_up(
        self, day: date | None, time: str | None, time_zone: str, *, by: Rendered | None, at: datetime
    ) -> None:
        """Say when to contact again, or that it is not needed."""
        check_follow_up(day, self.occurred_at, time_zone, time=time)
        if day != self.follow_up_on:
            step = {"version": self.version + 1, "on": day, "by": by, "at": at}
            self.follow_up_on, self.follow_up_days = day, [*self.follow_up_days, step]
        if time != self.follow_up_time:
            self.follow_up_time = time
            self._revised("follow_up_time")

    def _note(self, notes: str) -> None:
        self.notes, self.notes_folded = notes, fold(notes)

    def _revised(self, field: str) -> None:
        self.revisions = self.revisions | {field: self.version + 1}

    @classmethod
    def rows(cls) -> sa.Select[Any]:
        author, assigned = aliased(Person), aliased(Person)
        shown = [column for column in cls.__table__.c if column.name not in {"id", "notes_folded"}]
        names = (Client.name.label("client_name"), Client.phone.label("client_phone"))
        people = (author.name.label("author_name"), assigned.name.label("assigned_name"))
        return (
            sa.select(cls.id, *shown, *names, *people)
            .join(Client, Client.id == cls.client_id, isouter=True)
            .join(author, author.id == cls.author_id, isouter=True)
            .join(assigned, assigned.id == cls.follow_up_assigned_to_id, isouter=True)
        )

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered:
        return {
            "id": row.id,
            "client": client_ref(row.client_id, row.client_name, row.client_phone),
            "method": row.method,
            "direction": row.direction,
            "occurred_at": row.occurred_at,
            "precision": "day" if row.day_only else "minute",
            "follow_up_on": row.follow_up_on,
            "follow_up_time": row.follow_up_time,
            "follow_up_assigned_to": person(row.follow_up_assigned_to_id, row.assigned_name),
            "follow_up_days": row.follow_up_days,
            "revisions": row.revisions,
            "sale_id": row.sale_id,
            "completes_follow_up_id": row.completes_follow_up_id,
            "completion_notes": row.completion_notes,
            "notes": row.notes,
            "author": person(row.author_id, row.author_name),
            "branch_id": row.branch_id,
            "created_at": row.created_at,
            "updated_at": row.updated_at,
            "version": row.version,
        }


def moment_of(occurred_at: datetime | date, time_zone: str, at: datetime) -> datetime:
    """The moment of an interaction that people gave as an instant or only as a day.

    :raises Invalid: it lies in the future
    """
    if isinstance(occurred_at, datetime):
        moment = occurred_at
    else:
        # Today's come in the order in which they are told; of another day any moment inside it will do.
        today = occurred_at == clock.day_of(at, time_zone)
        moment = at if today else clock.instant_of(occurred_at, time_zone)
    if moment > at + TOLERANCE:
        raise Invalid(occurred_at="in-the-future")
    return moment


def check_follow_up(day: date | None, moment: datetime, time_zone: str, *, time: str | None = None) -> None:
    """A next contact comes after the one it follows, or on the same day; a time without a day says nothing.

    :raises Invalid: it does not
    """
    if day is not None and day < clock.day_of(moment, time_zone):
        raise Invalid(follow_up_on="before-contact")
    if day is None and time is not None:
        raise Invalid(follow_up_time="without-day")


def usual_direction(method: str) -> Direction:
    """Who contacted whom, unless it is told: people visit us, and we call them."""
    return Direction.INBOUND if method == Method.VISIT else Direction.OUTBOUND


sa.Index("ix_interactions_newest", Interaction.branch_id, Interaction.occurred_at, Interaction.id)
sa.Index("ix_interactions_newest_everywhere", Interaction.occurred_at, Interaction.id)
sa.Index("ix_interactions_of_client", Interaction.client_id, Interaction.occurred_at, Interaction.id)
index_words(Interaction.notes_folded)
index_words(Client.folded)
