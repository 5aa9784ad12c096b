"""Sale operations and the rules of their follow-up control."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from flask import abort
from sqlalchemy.orm import Mapped, mapped_column

from services.followups.models import sale_looks
from services.followups.models.base import Client, Model, Person, db
from services.followups.models.follow_up import IS_OPEN, FollowUp
from services.followups.models.looks import named
from services.followups.models.money import Money
from shared.folding import fold
from shared.ids import new_id
from shared.inbox import insert
from shared.problems import Invalid, Refused
from shared.resources import Rendered, Resource
from shared.schemas import NAME_LENGTH, NOTES_LENGTH
from shared.service import this_service


class AlreadyConcluded(Refused):
    """Somebody was quicker; what they told stays."""

    status, name = 409, "already-concluded"


class Concluded(Refused):
    """Its follow-up has ended: nothing is added to it, and nothing in it reopened, until the sale is."""

    status, name = 409, "sale-concluded"


class NotConcluded(Refused):
    """There is nothing to reopen."""

    status, name = 409, "sale-not-concluded"


class Sale(Resource, Model):
    """A sale operation, followed up until it is concluded."""

    __tablename__ = "sales"
    __table_args__ = (sa.UniqueConstraint("branch_id", "number"),)

    branch_id: Mapped[UUID]
    # Counted in each branch, from 1 and without holes.
    number: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))
    # Number and title as they are searched.
    folded: Mapped[str] = mapped_column(sa.Text())
    client_id: Mapped[UUID]
    agent_id: Mapped[UUID]
    amount: Mapped[Decimal | None] = mapped_column(Money())
    currency: Mapped[str | None] = mapped_column(sa.String(3))
    opened_on: Mapped[date]
    concluded_at: Mapped[datetime | None]
    concluded_by_id: Mapped[UUID | None]
    # What came of it, where no follow-up keeps that.
    result_details: Mapped[str | None] = mapped_column(sa.String(NOTES_LENGTH))
    result_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    # --- born -------------------------------------------------------------------------------------------

    @classmethod
    def open(
        cls,
        *,
        branch_id: UUID,
        client_id: UUID,
        agent_id: UUID,
        title: str,
        opened_on: date,
        at: datetime,
        amount: Decimal | None = None,
        currency: str | None = None,
    ) -> Self:
        """Begin to sell something to a client.

        :raises Invalid: an amount without a currency
        """
        _check_currency(amount, currency)
        number = SaleNumber.next(branch_id)
        sale = cls(
            id=new_id(), branch_id=branch_id, number=number, client_id=client_id, agent_id=Person.in_charge(agent_id),
            amount=amount, currency=currency, opened_on=opened_on, created_at=at, updated_at=at,
        )  # fmt: skip
        sale._entitle(title)
        db.session.add(sale)
        sale.record("SaleOpened")
        return sale

    # --- held -------------------------------------------------------------------------------------------

    @classmethod
    def for_change(cls, id: UUID) -> Self:
        """The row, locked until the commit.

        :raises shared.readmodels.clients.Erased: it is about somebody who asked to be forgotten
        """
        sale = super().for_change(id)
        Client.refuse_erased(sale.client_id)
        return sale

    @classmethod
    def named(cls, id: UUID) -> Self:
        """The sale that a request names.

        :raises Invalid: there is none for the signed-in user
        """
        found = db.session.scalars(sa.select(cls).where(cls.id == id, cls.visible())).one_or_none()
        if found is None:
            raise Invalid(sale_id="unknown")
        return found

    @classmethod
    def held(cls, ids: Collection[UUID]) -> "dict[UUID, Sale]":
        """Sales by id; until the commit nobody concludes or reopens them.

        Whoever gives a sale a follow-up, or reopens one of it, holds the sale first and locks follow-ups then, as
        concluding does.
        """
        wanted = sa.select(cls).where(cls.id.in_(ids)).order_by(cls.id).with_for_update(read=True)
        found = db.session.scalars(wanted.execution_options(populate_existing=True)) if ids else ()
        return {each.id: each for each in found}

    @classmethod
    def for_follow_up(cls, id: UUID) -> Self:
        """The sale, held, if the signed-in user may see it and it takes another follow-up.

        :raises werkzeug.exceptions.NotFound: there is none, or it is of another branch
        :raises Concluded: its follow-up has ended
        """
        cls.get_or_404(id)
        sale: Self = cls.held([id]).get(id) or abort(404)  # type: ignore[assignment]
        sale.check_not_concluded()
        return sale

    @classmethod
    def still_open(cls, id: UUID | None) -> UUID | None:
        """The sale that a follow-up can belong to: None where it has been concluded meanwhile."""
        sale = cls.held([id]).get(id) if id else None
        return sale.id if sale and sale.concluded_at is None else None

    # --- what people do with it -------------------------------------------------------------------------

    def check_not_concluded(self) -> None:
        """:raises Concluded: it is, with who did and when"""
        if self.concluded_at is not None:
            raise Concluded(by=named(self.concluded_by_id), at=self.concluded_at)

    def change(self, *, at: datetime, **fields: Any) -> None:
        """Correct what was kept.

        :raises Invalid: an amount without a currency
        """
        if not fields:
            return
        if "title" in fields:
            self._entitle(fields.pop("title"))
        for name in fields:
            setattr(self, name, fields[name])
        _check_currency(self.amount, self.currency)
        self._changed("SaleUpdated", at)

    def conclude(self, *, by: UUID, at: datetime, details: str | None, result_at: datetime | None) -> None:
        """«Concluido, Terminar Seguimiento»: the last follow-up gets the result, other open ones are cancelled.

        :param details: the result; needed while the last follow-up has none
        :param result_at: when that happened; by default now
        :raises AlreadyConcluded: somebody was quicker
        :raises Invalid: the last follow-up has no result yet, and none is given
        """
        if self.concluded_at is not None:
            raise AlreadyConcluded(by=named(self.concluded_by_id), at=self.concluded_at)
        last = self._last_follow_up()
        if last is not None and last.result_details is None:
            if not details:
                raise Invalid(result="result-required")
            last.tell(by=by, at=at, details=details, result_at=result_at)
        elif details:
            self.result_details, self.result_at = details, result_at or at
        for follow_up in self._open_follow_ups():
            if follow_up is not last:
                follow_up.cancel(by=by, at=at)
        self.concluded_at, self.concluded_by_id = at, by
        self._changed("SaleConcluded", at)

    def reopen(self, *, at: datetime) -> None:
        """Go on with it. The follow-ups stay as they are; new ones can be added.

        :raises NotConcluded: it is open
        """
        if self.concluded_at is None:
            raise NotConcluded
        self.concluded_at = self.concluded_by_id = self.result_details = self.result_at = None
        self.agent_id = Person.in_charge(self.agent_id)
        self._changed("SaleReopened", at)

    def forget(self, *, at: datetime) -> None:
        """Keep that something was sold and when, and no word about whom; it is not followed up any more."""
        told = self.title or self.result_details
        self._entitle("")
        self.result_details = self.result_at = None
        if self.concluded_at is None:
            self.concluded_at = at
            self._changed("SaleConcluded", at)
        elif told:
            self._changed("SaleUpdated", at)

    # --- how ---------------------------------------------------------------------------------------------

    def _last_follow_up(self) -> FollowUp | None:
        newest = (FollowUp.created_at.desc(), FollowUp.id.desc())
        counted = sa.select(FollowUp).where(FollowUp.sale_id == self.id, FollowUp.cancelled_at.is_(None))
        return db.session.scalars(_locked(counted.order_by(*newest).limit(1))).one_or_none()

    def _open_follow_ups(self) -> list[FollowUp]:
        theirs = sa.select(FollowUp).where(FollowUp.sale_id == self.id, IS_OPEN).order_by(FollowUp.id)
        return list(db.session.scalars(_locked(theirs)))

    def _entitle(self, title: str) -> None:
        self.title, self.folded = title, f"{self.number} {fold(title)}"

    def _changed(self, kind: str, at: datetime) -> None:
        self.updated_at = at
        self.record(kind)

    # --- how it looks ------------------------------------------------------------------------------------

    @classmethod
    def rows(cls) -> sa.Select[Any]:
        return sale_looks.select(cls)

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered:
        return sale_looks.shown(row, now)


class SaleNumber(Model):
    """How many sales a branch has had."""

    __tablename__ = "sale_numbers"

    branch_id: Mapped[UUID] = mapped_column(primary_key=True)
    last: Mapped[int]

    @classmethod
    def next(cls, branch_id: UUID) -> int:
        """The number of a branch's next sale; others wait until it is committed, and get it if it is not."""
        count = insert(this_service().dialect, cls).values(branch_id=branch_id, last=1)
        count = count.on_conflict_do_update(index_elements=["branch_id"], set_={"last": cls.last + 1})
        return int(db.session.execute(count.returning(cls.last)).scalar_one())


def _check_currency(amount: Decimal | None, currency: str | None) -> None:
    if amount is not None and currency is None:
        raise Invalid(currency="required")


def _locked(query: sa.Select[tuple[FollowUp]]) -> sa.Select[tuple[FollowUp]]:
    return query.with_for_update().execution_options(populate_existing=True)


IN_WORK = Sale.concluded_at.is_(None)
