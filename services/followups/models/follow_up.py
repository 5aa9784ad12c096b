"""Follow-ups and the rules they obey."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.followups.models import looks
from services.followups.models.base import Branch, Client, Model, Person, db
from services.followups.models.looks import named
from services.followups.models.states import AlreadyClaimed, AlreadyCompleted, AlreadyOpen, NotOpen
from shared.folding import fold
from shared.ids import new_id
from shared.resources import Rendered, Resource, among
from shared.schemas import NOTES_LENGTH
from shared.service import this_service

# How long a claim lasts unless it is renewed.
LEASE = timedelta(minutes=15)


class FollowUp(Resource, Model):
    """A promise to contact a client again on a given day."""

    __tablename__ = "follow_ups"

    branch_id: Mapped[UUID]
    client_id: Mapped[UUID] = mapped_column(index=True)
    interaction_id: Mapped[UUID | None] = mapped_column(unique=True)
    sale_id: Mapped[UUID | None]
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
    # Whether anybody has done anything with it since it was scheduled; that it was moved with its client, or with the
    # work of somebody who left, does not count.
    touched: Mapped[bool]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    @classmethod
    def for_change(cls, id: UUID) -> Self:
        """The row, locked until the commit.

        :raises shared.readmodels.clients.Erased: it is about somebody who asked to be forgotten
        """
        follow_up = super().for_change(id)
        Client.refuse_erased(follow_up.client_id)
        return follow_up

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
            due_time=due_time, postponements=[], reminders=[], assigned_to_id=in_charge(assigned_to_id), armed=True,
            touched=False, created_at=at, updated_at=at, **origin,
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
            self.assigned_to_id = in_charge(fields["assigned_to_id"])
        if "sale_id" in fields:
            self.sale_id = fields["sale_id"]
        if "due_time" in fields:
            self.due_time = fields["due_time"]
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
            self._result(details, result_at or at, by)
        self._rest()
        self._changed("FollowUpCompleted", at)

    def tell(self, *, by: UUID, at: datetime, details: str, result_at: datetime | None) -> None:
        """Say what came of it, also where it was completed without a word; it is closed then.

        :param result_at: when that happened; by default now
        """
        if self.open:
            self.complete(by=by, at=at, details=details, result_at=result_at)
            return
        self._result(details, result_at or at, by)
        self._changed("FollowUpUpdated", at)

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
        untouched = sa.select(FollowUp).where(FollowUp.previous_id == self.id, ~FollowUp.touched)
        for follow_up in db.session.scalars(untouched.with_for_update()):
            if follow_up.open:
                follow_up.cancel(by=by, at=at)
        self.completed_at = self.completed_by_id = self.cancelled_at = self.cancelled_by_id = None
        self.result_details = self.result_at = self.result_by_id = None
        self.armed = True
        self.assigned_to_id = in_charge(self.assigned_to_id)
        self._remind([datetime.fromisoformat(each) for each in self.reminders], at)
        self._changed("FollowUpReopened", at)

    def forget(self, *, at: datetime) -> None:
        """Keep that somebody was contacted, and no word of what was said; nobody is contacted any more."""
        told = self.notes or self.result_details or any(step["reason"] for step in self.postponements)
        self._note("")
        self.result_details = self.result_at = self.result_by_id = None
        self.postponements = [step | {"reason": None} for step in self.postponements]
        if self.open:
            self.cancel(by=None, at=at)
        elif told:
            self._changed("FollowUpUpdated", at)

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

    def _result(self, details: str, occurred_at: datetime, by: UUID | None) -> None:
        self.result_details, self.result_at, self.result_by_id = details, occurred_at, by

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
        self.updated_at, self.touched = at, True
        self.record(kind)

    # --- how it looks ------------------------------------------------------------------------------------

    @classmethod
    def rows(cls) -> sa.Select[Any]:
        last, is_latest = looks.latest_interaction(cls.client_id, cls)
        return (
            sa.select(*looks.columns_of(cls, last))
            .join(Client, Client.id == cls.client_id, isouter=True)
            .join(Branch, Branch.id == cls.branch_id, isouter=True)
            .join(last, is_latest, isouter=True)
        )

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered:
        return looks.shown(row, now)


@cache
def _of_interactions(dialect: str) -> sa.Select[tuple[FollowUp]]:
    return sa.select(FollowUp).where(among(FollowUp.interaction_id, dialect)).with_for_update()


def in_charge(person_id: UUID | None) -> UUID | None:
    """Who does what is this person's to do."""
    return Person.in_charge(person_id) if person_id else None


IS_OPEN = sa.and_(FollowUp.completed_at.is_(None), FollowUp.cancelled_at.is_(None))
# Written as its index has it: SQLite does not see that `armed = 1` is the same.
IS_ARMED = sa.text("follow_ups.armed")


class OverdueNotice(Model):
    """A day of a follow-up that was announced as passed; the key makes sure that it was once."""

    __tablename__ = "overdue_notices"

    follow_up_id: Mapped[UUID] = mapped_column(primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)
