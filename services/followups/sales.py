"""The list of sales."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from services.followups.models import IS_OPEN, Branch, Client, FollowUp, FollowUpStatus, Sale, today_of_branch
from shared.listing import Listing
from shared.searching import mentions


def listing(filters: dict[str, Any], now: datetime) -> Listing:
    """The sales that the filters ask for, newest first."""
    query = Sale.rows().where(Sale.visible(), *_conditions(filters, now))
    return Listing(Sale, query, (Sale.opened_on, Sale.id), filters, descending=True)


def _conditions(filters: dict[str, Any], now: datetime) -> Iterator[sa.ColumnElement[bool]]:
    for name in ("agent_id", "branch_id", "client_id"):
        if filters.get(name):
            yield getattr(Sale, name).in_(filters[name])
    if filters.get("follow_up_status"):
        yield _of_status(set(filters["follow_up_status"]), now)
    if "from_" in filters:
        yield Sale.opened_on >= filters["from_"]
    if "to" in filters:
        yield Sale.opened_on <= filters["to"]
    yield from mentions(filters.get("q", ""), Sale.folded, Sale.client_id, Client)


def _of_status(wanted: set[str], now: datetime) -> sa.ColumnElement[bool]:
    """The condition for sales whose follow-up stands so, on the day that it is in their branch."""
    late = (
        sa.exists()
        .where(FollowUp.sale_id == Sale.id, IS_OPEN, FollowUp.due_on < today_of_branch(now))
        .correlate(Sale, Branch)
    )
    conditions = {
        FollowUpStatus.IN_PROGRESS: sa.and_(Sale.concluded_at.is_(None), ~late),
        FollowUpStatus.OVERDUE: sa.and_(Sale.concluded_at.is_(None), late),
        FollowUpStatus.CONCLUDED: Sale.concluded_at.is_not(None),
    }
    return sa.or_(*(condition for status, condition in conditions.items() if status in wanted))
