"""How many clients there are."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from services.contacts.models.base import Branch, db
from services.contacts.models.clients import ACTIVE, TYPES, Client
from shared.clock import day_of, start_of
from shared.resources import Rendered
from shared.tokens import User


def stats_of(user: User, branch_ids: Sequence[UUID] | None, *, at: datetime) -> Rendered:
    """The clients of a user's branches, counted; only of some branches if named."""
    mine = sa.and_(user.in_branches(Client.branch_id), Client.listed())
    if branch_ids:
        mine = sa.and_(mine, Client.branch_id.in_(branch_ids))
    by_type, active = dict.fromkeys(TYPES, 0), 0
    counted = sa.select(Client.type, Client.status, sa.func.count()).where(mine)
    for type, status, count in db.session.execute(counted.group_by(Client.type, Client.status)):
        by_type[type] += count
        active += count if status == ACTIVE else 0
    return {
        "by_type": by_type,
        "new_this_month": _new_this_month(Branch.by_zone(user, branch_ids), at),
        "active": active,
        "total": sum(by_type.values()),
    }


def _new_this_month(by_zone: dict[str, list[UUID]], at: datetime) -> int:
    """Those that came since the month began, which is at another instant in each time zone."""
    total = 0
    for zone, branch_ids in by_zone.items():
        began = start_of(day_of(at, zone).replace(day=1), zone)
        there = sa.and_(Client.branch_id.in_(branch_ids), Client.listed())
        total += db.session.scalar(sa.select(sa.func.count()).where(there, Client.created_at >= began)) or 0
    return total
