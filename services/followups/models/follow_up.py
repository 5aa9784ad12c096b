"""Follow-ups and the rules they obey."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, aliased, mapped_column

from services.followups.models.base import Branch, Client, Model, Person, db
from services.followups.models.known import KnownInteraction
from shared import clock
from shared.folding import fold
from shared.ids import new_id
from shared.problems import Refused
from shared.resources import Rendered, Resource, among
from shared.schemas import NOTES_LENGTH, client_ref, person
from shared.service import this_service

# How long a claim lasts unless it is renewed.
LEASE = timedelta(minutes=15)


class State(StrEnum):
    """How urgent a follow-up is; the first three depend on the day and are never stored."""

    OVERDUE = "overdue"
    TODAY = "today"
    UPCOMING = "upcoming"
    DONE = "done"
    CANCELLED = "cancelled"


class AlreadyCompleted(Refused):
    """Somebody was quicker; the first result stays."""

    status, name = 409, "already-completed"


class NotOpen(Refused):
    """It was cancelled."""

    status, name = 409, "not-open"


class AlreadyOpen(Refused):
    """There is nothing to reopen."""

    status, name = 409, "already-open"


class AlreadyClaimed(Refused):
    """Somebody else is calling this client right now."""

    status, name = 409, "already-claimed"


class FollowUp(Resource, Model):
    """A promise to contact a client again on a given day."""

    __tablename__ = "follow_ups"

    branch_id: Mapped[UUID]
    client_id: Mapped[UUID] = mapped_column(index=True)
    interaction_id: Mapped[UUID | None] = mapped_column(unique=True)
    sale_id: Mapped[UUID | None] = mapped_column(index=True)
    # The follow-up whose completion scheduled this one.
    previous_id: Mapped[UUID | None] = mapped_column(index=True)
    notes: Mapped[str] = mapped_column(sa.String(NOTES_LENGTH))
    notes_folded: Mapped[str] = mapped_column(sa.Text())
    due_on: Mapped[date]
    due_time: Mapped[str | None] = mapped_column(sa.String(5))
    original_due_on: Mapped[date]
    postponements: Mapped[list[Any]]
    reminders: Mapped[list[Any]]
    next_reminder_at: Mapped[datetime | None]
    assigned_to_id: Mapped[UUID | None]
    claimed_by_id: Mapped[UUID | None]
    claim_expires_at: Mapped[datetime | None]
    result_details: Mapped[str | None] = mapped_column(sa.String(NOTES_LENGTH))
    result_at: Mapped[datetime | None]
    result_by_id: Mapped[UUID | None]
    completed_at: Mapped[datetime | None]
    completed_by_id: Mapped[UUID | None]
    cancelled_at: Mapped[datetime | None]
    # Nobody, where the interaction that it comes from no longer names a day.
    cancelled_by_id: Mapped[UUID | None]
    # Whether the sweep still has to say that its day has passed.
    armed: Mapped[bool]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    @classmethod
    def of_interactions(cls, ids: Collection[UUID]) -> "dict[UUID, FollowUp]":
        """The follow-ups that interactions have, locked, by the interaction."""
        found = db.session.scalars(_of_interactions(this_service().dialect), {"ids": list(ids)})
        return {each.interaction_id: each for each in found if each.interaction_id}

    # --- born -------------------------------------------------------------------------------------------

    @classmethod
    def schedule(
        cls,
        *,
        client_id: UUID,
        branch_id: UUID,
        due_on: date,
        at: datetime,
        assigned_to_id: UUID | None,
        due_time: str | None = None,
        notes: str = "",
        reminders: list[datetime] | None = None,
        **origin: UUID | None,
    ) -> Self:
        """Promise to contact a client on a day.

        :param origin: `interaction_id`, `sale_id`, `previous_id`: where it comes from
        """
        follow_up = cls(
            id=new_id(), branch_id=branch_id, client_id=client_id, due_on=due_on, original_due_on=due_on,
            due_time=due_time, postponements=[], reminders=[], assigned_to_id=assigned_to_id, armed=True,
            created_at=at, updated_at=at, **origin,
        )  # fmt: skip
        follow_up._note(notes)
        follow_up._remind(reminders or [], at)
        db.session.add(follow_up)
        follow_up.record("FollowUpScheduled")
        return follow_up

    # --- what people do with it -------------------------------------------------------------------------

    @property
    def open(self) -> bool:
        return self.completed_at is None and self.cancelled_at is None

    def change(self, *, by: Rendered | None, at: datetime, reason: str | None = None, **fields: Any) -> None:
        """Change what was agreed. Moving the day keeps where it was, who moved it and why.

        :raises AlreadyCompleted: it is done
        :raises NotOpen: it was cancelled
        """
        self._check_open()
        if not fields:
            return
        moved = "due_on" in fields and fields["due_on"] != self.due_on
        if moved:
            self._move(fields["due_on"], by=by, at=at, reason=reason)
        if "notes" in fields:
            self._note(fields["notes"])
        if "reminders" in fields:
            self._remind(fields["reminders"], at)
        for name in ("due_time", "assigned_to_id"):
            if name in fields:
                setattr(self, name, fields[name])
        self._changed("FollowUpRescheduled" if moved else "FollowUpUpdated", at)

    def adopt(self, *, at: datetime, **fields: Any) -> None:
        """Take over what changed in the interaction that this comes from; also while it is cancelled."""
        if "notes" in fields:
            self._note(fields["notes"])
        if "assigned_to_id" in fields:
            self.assigned_to_id = fields["assigned_to_id"]
        self._changed("FollowUpUpdated", at)

    def claim(self, user_id: UUID, *, at: datetime) -> None:
        """Tell the others who is calling, for a quarter of an hour; claiming again renews it.

        :raises AlreadyClaimed: somebody else is, and their lease has not run out
        """
        self._check_open()
        if self._held(at) and self.claimed_by_id != user_id:
            raise AlreadyClaimed(claimed_by=named(self.claimed_by_id), claim_expires_at=self.claim_expires_at)
        self.claimed_by_id, self.claim_expires_at = user_id, at + LEASE
        self._changed("FollowUpClaimed", at)

    def release(self, user_id: UUID, *, at: datetime) -> None:
        """Let others call. Releasing what nobody holds changes nothing.

        :raises AlreadyClaimed: it is somebody else's
        """
        self._check_open()
        if not self._held(at):
            return
        if self.claimed_by_id != user_id:
            raise AlreadyClaimed(claimed_by=named(self.claimed_by_id), claim_expires_at=self.claim_expires_at)
        self.claimed_by_id = self.claim_expires_at = None
        self._changed("FollowUpReleased", at)

    def ring(self) -> None:
        """Remind of it now, and wait for the next reminder."""
        rung = self.next_reminder_at
        assert rung is not None
        later = (datetime.fromisoformat(each) for each in self.reminders)
        self.next_reminder_at = min((each for each in later if each > rung), default=None)
        self.record("FollowUpReminderDue")

    def complete(self, *, by: UUID | None, at: datetime, details: str | None, result_at: datetime | None) -> None:
        """Close the follow-up with what came of it.

        :param details: the result; None where there is nothing to tell
        :param result_at: when that happened; by default now
        :raises AlreadyCompleted: somebody was quicker; the first result stays
        :raises NotOpen: it was cancelled
        """
        self._check_open()
        self.completed_at, self.completed_by_id = at, by
        if details:
            self.result_details, self.result_at, self.result_by_id = details, result_at or at, by
        self._rest()
        self._changed("FollowUpCompleted", at)

    def schedule_next(self, *, due_on: date, at: datetime, **fields: Any) -> "FollowUp":
        """Go on with the chain: the same client, sale and, unless said otherwise, person in charge."""
        return FollowUp.schedule(
            client_id=self.client_id, branch_id=self.branch_id, due_on=due_on, at=at, previous_id=self.id,
            sale_id=self.sale_id, **({"assigned_to_id": self.assigned_to_id or self.completed_by_id} | fields),
        )  # fmt: skip

    def answer(self, *, by: UUID | None, at: datetime, details: str | None, result_at: datetime | None) -> None:
        """Complete it by an interaction that was registered while it was open, as far as that still can be done.

        Meanwhile its own interaction may have cancelled it: then it would depend on which event came first.
        """
        if self.cancelled_at is not None and self.cancelled_by_id is None:
            self.cancelled_at = None
        if self.open:
            self.complete(by=by, at=at, details=details, result_at=result_at)

    def cancel(self, *, by: UUID | None, at: datetime, reason: str | None = None) -> None:
        """Nobody has to be contacted any more.

        :param by: who said so; None where its interaction no longer names a day
        :raises AlreadyCompleted: somebody has been contacted
        :raises NotOpen: it is cancelled already
        """
        self._check_open()
        self.cancelled_at, self.cancelled_by_id = at, by
        if reason:
            self._note(f"{self.notes}\n{reason}".strip()[:NOTES_LENGTH])
        self._rest()
        self._changed("FollowUpCancelled", at)

    def reopen(self, *, by: UUID | None, at: datetime) -> None:
        """Undo: done or cancelled becomes open, and what its completion scheduled goes, if nobody touched it.

        :param by: who does; None where its interaction names a day again
        :raises AlreadyOpen: it is open
        """
        if self.open:
            raise AlreadyOpen
        untouched = sa.select(FollowUp).where(FollowUp.previous_id == self.id, FollowUp.version == 1)
        for follow_up in db.session.scalars(untouched.with_for_update()):
            if follow_up.open:
                follow_up.cancel(by=by, at=at)
        self.completed_at = self.completed_by_id = self.cancelled_at = self.cancelled_by_id = None
        self.result_details = self.result_at = self.result_by_id = None
        self.armed = True
        self._remind([datetime.fromisoformat(each) for each in self.reminders], at)
        self._changed("FollowUpReopened", at)

    # --- how ---------------------------------------------------------------------------------------------

    def _check_open(self) -> None:
        if self.completed_at is not None:
            raise AlreadyCompleted(by=named(self.completed_by_id), at=self.completed_at)
        if self.cancelled_at is not None:
            raise NotOpen

    def _held(self, at: datetime) -> bool:
        return self.claim_expires_at is not None and self.claim_expires_at > at

    def _move(self, due_on: date, *, by: Rendered | None, at: datetime, reason: str | None) -> None:
        step = {"from": self.due_on, "to": due_on, "by": by, "at": at, "reason": reason}
        self.postponements = [*self.postponements, step]
        self.due_on, self.armed = due_on, True

    def _note(self, notes: str) -> None:
        self.notes, self.notes_folded = notes, fold(notes)

    def _remind(self, reminders: list[datetime], at: datetime) -> None:
        """Set the instants to remind at. One that is past when it is set does not ring."""
        waiting = self.next_reminder_at
        before = {datetime.fromisoformat(each) for each in self.reminders}
        due = [each for each in reminders if each > at or (waiting and waiting <= each and each in before)]
        self.reminders = [each.isoformat().replace("+00:00", "Z") for each in sorted(set(reminders))]
        self.next_reminder_at = min(due, default=None)

    def _rest(self) -> None:
        """Closed: nobody calls, nothing rings."""
        self.claimed_by_id = self.claim_expires_at = self.next_reminder_at = None
        self.armed = False

    def _changed(self, kind: str, at: datetime) -> None:
        self.updated_at = at
        self.record(kind)

    # --- how it looks ------------------------------------------------------------------------------------

    @classmethod
    def rows(cls) -> sa.Select[Any]:
        latest = (
            sa.select(KnownInteraction.id)
            .where(KnownInteraction.client_id == cls.client_id, ~KnownInteraction.deleted)
            .order_by(KnownInteraction.occurred_at.desc(), KnownInteraction.id.desc())
            .limit(1)
            .correlate(cls)
            .scalar_subquery()
        )
        last = aliased(KnownInteraction)
        hidden = {"notes_folded", "armed", "next_reminder_at", "previous_id", "cancelled_by_id"}
        own = [column for column in cls.__table__.c if column.name not in hidden]
        people = {
            "assigned": cls.assigned_to_id,
            "claimed": cls.claimed_by_id,
            "completed": cls.completed_by_id,
            "told": cls.result_by_id,
        }
        return (
            sa.select(
                cls.id, *(column for column in own if column.name != "id"),
                Client.name.label("client_name"), Client.phone.label("client_phone"), Branch.time_zone,
                last.method.label("last_method"), last.occurred_at.label("last_at"), last.notes.label("last_notes"),
                *(_name_of(column).label(f"{who}_name") for who, column in people.items()),
            )
            .join(Client, Client.id == cls.client_id, isouter=True)
            .join(Branch, Branch.id == cls.branch_id, isouter=True)
            .join(last, last.id == latest, isouter=True)
        )  # fmt: skip

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered:
        today = clock.day_of(now, row.time_zone or this_service().settings.time_zone)
        state = state_of(row, today)
        held = row.claim_expires_at is not None and row.claim_expires_at > now
        return {
            "id": row.id,
            "client": client_ref(row.client_id, row.client_name, row.client_phone),
            "interaction_id": row.interaction_id,
            "sale_id": row.sale_id,
            "method": row.last_method,
            "last_interaction_at": row.last_at,
            "last_interaction_notes": row.last_notes,
            "notes": row.notes,
            "due_on": row.due_on,
            "due_time": row.due_time,
            "original_due_on": row.original_due_on,
            "postponements": row.postponements,
            "reminders": row.reminders,
            "assigned_to": person(row.assigned_to_id, row.assigned_name),
            "claimed_by": person(row.claimed_by_id, row.claimed_name) if held else None,
            "claim_expires_at": row.claim_expires_at if held else None,
            "state": state,
            "days_overdue": (today - row.due_on).days if state == State.OVERDUE else 0,
            "result": _result(row),
            "completed_at": row.completed_at,
            "completed_by": person(row.completed_by_id, row.completed_name),
            "branch_id": row.branch_id,
            "created_at": row.created_at,
            "updated_at": row.updated_at,
            "version": row.version,
        }


@cache
def _of_interactions(dialect: str) -> sa.Select[tuple[FollowUp]]:
    return sa.select(FollowUp).where(among(FollowUp.interaction_id, dialect)).with_for_update()


def _name_of(person_id: Any) -> sa.ScalarSelect[str]:
    """The name of a user. Not by a join: with four more of them PostgreSQL plans ten times as long as it works."""
    return sa.select(Person.name).where(Person.id == person_id).scalar_subquery()


def state_of(follow_up: Any, today: date) -> State:
    """How urgent a follow-up is on a day."""
    if follow_up.completed_at is not None:
        return State.DONE
    if follow_up.cancelled_at is not None:
        return State.CANCELLED
    if follow_up.due_on < today:
        return State.OVERDUE
    return State.TODAY if follow_up.due_on == today else State.UPCOMING


def _result(row: Any) -> Rendered | None:
    if row.result_details is None:
        return None
    recorded_by = person(row.result_by_id, row.told_name)
    return {"occurred_at": row.result_at, "details": row.result_details, "recorded_by": recorded_by}


def named(user_id: UUID | None) -> Rendered | None:
    """A user as answers embed them, by their id."""
    known = db.session.get(Person, user_id) if user_id else None
    return person(user_id, known.name if known else None)


IS_OPEN = sa.and_(FollowUp.completed_at.is_(None), FollowUp.cancelled_at.is_(None))

_partial: dict[str, Any] = {"postgresql_where": IS_OPEN, "sqlite_where": IS_OPEN}
sa.Index("ix_follow_ups_open", FollowUp.branch_id, FollowUp.due_on, FollowUp.id, **_partial)
sa.Index("ix_follow_ups_open_everywhere", FollowUp.due_on, FollowUp.id, **_partial)
sa.Index("ix_follow_ups_open_of_person", FollowUp.assigned_to_id, FollowUp.due_on, FollowUp.id, **_partial)
sa.Index("ix_follow_ups_armed", FollowUp.due_on, postgresql_where=sa.text("armed"), sqlite_where=sa.text("armed"))
sa.Index(
    "ix_follow_ups_next_reminder_at",
    FollowUp.next_reminder_at,
    postgresql_where=FollowUp.next_reminder_at.is_not(None),
    sqlite_where=FollowUp.next_reminder_at.is_not(None),
)


class OverdueNotice(Model):
    """A day of a follow-up that was announced as passed; the key makes sure that it was once."""

    __tablename__ = "overdue_notices"

    follow_up_id: Mapped[UUID] = mapped_column(primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)
