"""The list of follow-ups and its counts, under the same filters."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from services.followups.models import (
    IS_OPEN,
    Branch,
    Client,
    FollowUp,
    State,
    db,
    passed_somewhere,
    today_of_branch,
    today_somewhere,
)
from shared.listing import Listing
from shared.searching import mentions

# A year of days, and one.
MANY_DAYS = 366
CLOSED = {State.DONE, State.CANCELLED}


def listing(filters: dict[str, Any], now: datetime) -> Listing:
    """The follow-ups that the filters ask for: open ones by urgency, closed ones newest first."""
    states = set(filters.get("state") or ["open"])
    query = FollowUp.rows().where(FollowUp.visible(), _in_state(states, now), *_conditions(filters))
    return Listing(FollowUp, query, (FollowUp.due_on, FollowUp.id), filters, descending=states <= CLOSED)


def summary(filters: dict[str, Any], now: datetime) -> dict[str, int]:
    """How many open follow-ups there are of each urgency."""
    urgencies = _urgencies(now)
    counted = (
        sa.select(*(sa.func.count().filter(condition) for condition in urgencies.values()))
        .select_from(FollowUp)
        .join(Branch, Branch.id == FollowUp.branch_id, isouter=True)
        .join(Client, Client.id == FollowUp.client_id, isouter=True)
        .where(FollowUp.visible(), IS_OPEN, *_conditions(filters))
    )
    return {str(state): count for state, count in zip(urgencies, db.session.execute(counted).one(), strict=True)}


def by_day(filters: dict[str, Any]) -> list[dict[str, Any]]:
    """How many open follow-ups each day has, for the days that have any."""
    counted = (
        sa.select(FollowUp.due_on, sa.func.count().label("count"))
        .select_from(FollowUp)
        .join(Client, Client.id == FollowUp.client_id, isouter=True)
        .where(FollowUp.visible(), IS_OPEN, *_conditions(filters))
        .group_by(FollowUp.due_on)
        .order_by(FollowUp.due_on)
        .limit(MANY_DAYS)
    )
    return [{"day": row.due_on, "count": row.count} for row in db.session.execute(counted)]


def _urgencies(now: datetime) -> dict[str, sa.ColumnElement[bool]]:
    today = today_of_branch(now)
    return {
        State.OVERDUE: sa.and_(FollowUp.due_on < today, passed_somewhere(FollowUp.due_on, now)),
        State.TODAY: sa.and_(FollowUp.due_on == today, today_somewhere(FollowUp.due_on, now)),
        State.UPCOMING: FollowUp.due_on > today,
    }


def _in_state(states: set[str], now: datetime) -> sa.ColumnElement[bool]:
    conditions = []
    if "open" in states:
        conditions.append(IS_OPEN)
    elif states - CLOSED:
        wanted = [condition for state, condition in _urgencies(now).items() if state in states]
        conditions.append(sa.and_(IS_OPEN, sa.or_(*wanted)))
    if State.DONE in states:
        conditions.append(FollowUp.completed_at.is_not(None))
    if State.CANCELLED in states:
        conditions.append(FollowUp.cancelled_at.is_not(None))
    return sa.or_(*conditions)


def _conditions(filters: dict[str, Any]) -> Iterator[sa.ColumnElement[bool]]:
    for name in ("assigned_to_id", "branch_id", "client_id", "sale_id"):
        if filters.get(name):
            yield getattr(FollowUp, name).in_(filters[name])
    if "due_from" in filters:
        yield FollowUp.due_on >= filters["due_from"]
    if "due_to" in filters:
        yield FollowUp.due_on <= filters["due_to"]
    yield from mentions(filters.get("q", ""), FollowUp.notes_folded, FollowUp.client_id, Client)
