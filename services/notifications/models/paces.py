"""How fast may be sent: what all senders share of a channel's pace, and of the rests of a number."""

from datetime import datetime, timedelta
from hashlib import sha256
from math import floor

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models.base import Model, db
from shared.db import rows_changed
from shared.inbox import insert
from shared.service import this_service

# So far ahead a sender may take its turns.
AHEAD = timedelta(seconds=1)
KEPT = timedelta(hours=1)


class Pace(Model):
    """When a channel, or a number of it, may be sent to again. Numbers are kept as hashes."""

    __tablename__ = "paces"
    __table_args__ = (sa.Index("ix_paces_free_at", "free_at"),)

    key: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    free_at: Mapped[datetime]


def is_paused(channel: str, at: datetime) -> bool:
    """Whether the provider wants to be left alone."""
    free_at = db.session.scalar(sa.select(Pace.free_at).where(Pace.key == channel))
    return free_at is not None and free_at > at + AHEAD


def turns(channel: str, wanted: int, per_second: float | None, at: datetime) -> int:
    """How many messages may be sent now. Where there is a limit its row is locked until the commit."""
    if per_second is None:
        return 0 if is_paused(channel, at) else wanted
    statement = insert(this_service().dialect, Pace).values(key=channel, free_at=at).on_conflict_do_nothing()
    db.session.execute(statement)
    free_at = db.session.scalars(sa.select(Pace.free_at).where(Pace.key == channel).with_for_update()).one()
    ahead = (at + AHEAD - max(at, free_at)).total_seconds()
    return max(0, min(wanted, floor(ahead * per_second)))


def take_turns(channel: str, taken: int, per_second: float | None, at: datetime) -> None:
    """Note that so many of the turns are used."""
    if per_second is None or not taken:
        return
    free_at = db.session.scalars(sa.select(Pace.free_at).where(Pace.key == channel)).one()
    _set(channel, max(at, free_at) + timedelta(seconds=taken / per_second))


def pause(channel: str, until: datetime) -> None:
    """Let all senders leave a provider alone."""
    free_at = db.session.scalar(sa.select(Pace.free_at).where(Pace.key == channel))
    if free_at is None or free_at < until + AHEAD:
        _set(channel, until + AHEAD)


def rest_of(channel: str, address: str, seconds: float, at: datetime) -> datetime | None:
    """Take a number's turn.

    :returns: None, or when its turn will be, where it was written to just now
    """
    key = f"{channel}:{sha256(address.encode()).hexdigest()}"
    free = insert(this_service().dialect, Pace).values(key=key, free_at=at + timedelta(seconds=seconds))
    mine = free.on_conflict_do_update(
        index_elements=["key"], set_={"free_at": free.excluded.free_at}, where=Pace.free_at <= at
    ).returning(Pace.key)
    if db.session.scalar(mine):
        return None
    return db.session.scalars(sa.select(Pace.free_at).where(Pace.key == key)).one()


def _set(key: str, free_at: datetime) -> None:
    row = insert(this_service().dialect, Pace).values(key=key, free_at=free_at)
    db.session.execute(
        row.on_conflict_do_update(index_elements=["key"], set_={"free_at": row.excluded.free_at}),
        execution_options={"synchronize_session": False},
    )


def forget_paces(now: datetime) -> int:
    """Forget the numbers that may be written to again for long.

    :returns: how many
    """
    forgotten = db.session.execute(sa.delete(Pace).where(Pace.free_at < now - KEPT))
    db.session.commit()
    return rows_changed(forgotten)
