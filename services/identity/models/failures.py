"""Failed sign-ins, and how long who failed too often has to wait.

Only failures count, per account and address together and per address. An address that has not failed is
never made to wait for an account, so strangers cannot lock anybody out; but once an account is tried from
many addresses, each gets a single try.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.identity.models.base import Model, db, queue_for
from shared.db import rows_changed
from shared.ids import new_id
from shared.problems import Refused

PER_ACCOUNT_AND_ADDRESS = 5
PER_ADDRESS = 20
# From so many failures an hour on, an account counts as under attack.
ATTACKED = 50
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=15)
REMEMBERED = timedelta(hours=1)


class TooManyFailures(Refused):
    """Too many failed sign-ins; it says when the next try may be."""

    status, name = 429, "too-many-requests"

    def __init__(self, wait: timedelta) -> None:
        seconds = max(1, -(-wait // timedelta(seconds=1)))
        super().__init__(headers={"Retry-After": str(seconds)}, retry_after=seconds)


class Failure(Model):
    """One failed sign-in. What was typed as the account's name is kept as a digest: it may be a password."""

    __tablename__ = "sign_in_failures"
    __table_args__ = (
        sa.Index("ix_sign_in_failures_account_failed_at", "account", "failed_at"),
        sa.Index("ix_sign_in_failures_address_failed_at", "address", "failed_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(sa.String(64))
    address: Mapped[str] = mapped_column(sa.String(64))
    failed_at: Mapped[datetime] = mapped_column(index=True)

    @classmethod
    def check(cls, email: str, address: str, at: datetime) -> None:
        """Let a try pass, or not.

        :raises TooManyFailures: not now
        """
        account = _digest(email)
        attacked = cls._count(at, cls.account == account) >= ATTACKED
        allowed = 1 if attacked else PER_ACCOUNT_AND_ADDRESS
        pair = cls._times(at, cls.account == account, cls.address == address)
        wait = max(wait_after(pair, allowed, at), wait_after(cls._times(at, cls.address == address), PER_ADDRESS, at))
        if wait > timedelta(0):
            raise TooManyFailures(wait)

    @classmethod
    def check_again(cls, email: str, address: str, at: datetime) -> None:
        """Check once more, after the password was looked at: of many tries at once, each counts before the next.

        :raises TooManyFailures: not now, and whether the password was right is not told
        """
        queue_for(f"sign-in from {address}")
        cls.check(email, address, at)

    @classmethod
    def note(cls, email: str, address: str, at: datetime) -> None:
        db.session.add(cls(id=new_id(), account=_digest(email), address=address, failed_at=at))

    @classmethod
    def forgive(cls, email: str, address: str) -> None:
        """Forget the failures of an address with an account that it has signed in to."""
        db.session.execute(sa.delete(cls).where(cls.account == _digest(email), cls.address == address))

    @classmethod
    def forget_old(cls, at: datetime) -> int:
        """Forget what no longer counts.

        :returns: how many
        """
        return rows_changed(db.session.execute(sa.delete(cls).where(cls.failed_at <= at - REMEMBERED)))

    @classmethod
    def _count(cls, at: datetime, *which: sa.ColumnElement[bool]) -> int:
        recent = sa.select(sa.func.count()).where(cls.failed_at > at - REMEMBERED, *which)
        return db.session.scalar(recent.select_from(cls)) or 0

    @classmethod
    def _times(cls, at: datetime, *which: sa.ColumnElement[bool]) -> Sequence[datetime]:
        recent = sa.select(cls.failed_at).where(cls.failed_at > at - REMEMBERED, *which)
        return db.session.scalars(recent.order_by(cls.failed_at.desc())).all()


def wait_after(failed: Sequence[datetime], allowed: int, at: datetime) -> timedelta:
    """How long the next try has to wait: so many failures are allowed in a time that doubles with each round.

    :param failed: when the tries of the last hour failed, the latest first
    """
    if len(failed) < allowed:
        return timedelta(0)
    rounds = min(len(failed) // allowed, 10)
    window = min(FIRST_WAIT * 2 ** (rounds - 1), LONGEST_WAIT)
    return failed[allowed - 1] + window - at


def _digest(email: str) -> str:
    return hashlib.sha256(email.encode(errors="replace")).hexdigest()
