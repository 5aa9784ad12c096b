"""Who sends what: a delivery is one sender's for as long as its lease lasts."""

from collections import deque
from collections.abc import Collection
from contextlib import nullcontext
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from services.notifications.channels import LONGEST_SEND
from services.notifications.models.base import db
from services.notifications.models.delivery import Delivery
from services.notifications.models.known import Branch
from shared.db import Instant, reading
from shared.service import this_service

# A sender that has not come back by then has died: the next one takes its deliveries over.
LEASE = timedelta(seconds=2 * LONGEST_SEND)


class Turns:
    """Whose turn it is: branches take turns, so that one with much to send does not keep the others waiting."""

    def __init__(self, channel: str) -> None:
        self._channel = channel
        self._branches: deque[UUID | None] = deque()

    def claim(self, at: datetime, most: int) -> list[Delivery]:
        """Take what has waited longest of the next branch; nobody else gets it while the lease lasts."""
        if not self._branches:
            # Where there is nothing of them, there may be of a branch that is not heard of yet.
            self._branches.extend(_waiting_branches(self._channel, at) or [None])
        while self._branches:
            claimed = _claim(self._channel, self._branches.popleft(), at, most)
            if claimed:
                return claimed
        return []


def _waiting_branches(channel: str, at: datetime) -> list[UUID]:
    waits = sa.exists().where(
        Delivery.channel == channel, Delivery.branch_id == Branch.id, Delivery.next_attempt_at <= at
    )
    return list(db.session.scalars(sa.select(Branch.id).where(waits).order_by(Branch.id)))


def _claim(channel: str, branch_id: UUID | None, at: datetime, most: int) -> list[Delivery]:
    due = sa.select(Delivery).where(Delivery.channel == channel, Delivery.next_attempt_at <= at)
    if branch_id:
        due = due.where(Delivery.branch_id == branch_id)
    claimed = db.session.scalars(
        due.order_by(Delivery.next_attempt_at)
        .limit(most)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    for each in claimed:
        each.attempts += 1
        each.version += 1
        each.next_attempt_at = at + LEASE
    return list(claimed)


def still_claimed(ids: Collection[UUID]) -> dict[UUID, Delivery]:
    """The rows, locked."""
    query = sa.select(Delivery).where(Delivery.id.in_(ids)).order_by(Delivery.id).with_for_update()
    rows = db.session.scalars(query.execution_options(populate_existing=True))
    return {each.id: each for each in rows}


def part(taken: UUID | None, provider_id: str | None, handed_over: UUID | None, at: datetime) -> None:
    """Keep of one message that it was taken, and of the next one that it may be from now on; nothing else.

    It is the only thing between two messages, and so one statement that stands for itself.
    """
    values = {"taken": taken, "with_id": provider_id, "next_one": handed_over, "now": at}
    with reading() if this_service().dialect == "postgresql" else nullcontext():
        db.session.connection().execute(_PART, values)
        db.session.commit()


_TABLE = Delivery.__table__
_IS_TAKEN, _IS_NEXT = (_TABLE.c.id == sa.bindparam(name, type_=sa.Uuid()) for name in ("taken", "next_one"))
_PART = (
    sa.update(_TABLE)  # type: ignore[arg-type]
    .where(sa.or_(_IS_TAKEN, _IS_NEXT), _TABLE.c.next_attempt_at.is_not(None))
    .values(
        provider_id=sa.case((_IS_TAKEN, sa.bindparam("with_id", type_=sa.String())), else_=_TABLE.c.provider_id),
        handed_over_at=sa.case((_IS_NEXT, sa.bindparam("now", type_=Instant())), else_=_TABLE.c.handed_over_at),
    )
)


def is_known(provider_id: str) -> bool:
    """Whether a message that the provider knows is one of which we know what became."""
    return db.session.scalar(sa.select(Delivery.id).where(Delivery.provider_id == provider_id)) is not None


def waits(channel: str, at: datetime) -> bool:
    """Whether anything is due. It only reads, so that those who find nothing hold nobody up."""
    due = sa.select(Delivery.id).where(Delivery.channel == channel, Delivery.next_attempt_at <= at)
    return db.session.scalar(due.limit(1)) is not None
