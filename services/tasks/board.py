"""«Tablero»: the open tasks, counted, and the first of each kind."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from services.tasks.finding import Condition, Span, in_each_zone, of_priority, span_of, unassigned
from services.tasks.models.base import db
from services.tasks.models.task import IS_OPEN, Task
from shared import clock
from shared.listing import literal
from shared.resources import Rendered

SHOWN = 20


def board(args: dict[str, Any], now: datetime) -> Rendered:
    """How many open tasks there are, urgent ones, ones in preparation and ones for today; and the first of these."""
    # What an index of open tasks holds: counting looks at nothing else.
    kinds = {"urgent": of_priority(), "in_preparation": unassigned(), "today": _today(now)}
    chosen = [Task.visible(), IS_OPEN, *_of(args)]
    counted = sa.select(sa.func.count(), *(sa.func.count().filter(kind) for kind in kinds.values()))
    counts = db.session.execute(counted.select_from(Task).where(*chosen)).one()
    return {
        "counts": dict(zip(("all", *kinds), counts, strict=True)),
        **{name: _first(now, *chosen, kind) for name, kind in kinds.items()},
    }


def _today(now: datetime) -> Condition:
    """Planned for the day that it is in the branch."""

    def today(zone: str) -> Span:
        day = clock.day_of(now, zone)
        return span_of(day, day, zone)

    return in_each_zone(Task.starts_at, today)


def _of(args: dict[str, Any]) -> list[Condition]:
    return [getattr(Task, name).in_(args[name]) for name in ("branch_id", "team_id") if args.get(name)]


def _first(now: datetime, *conditions: Condition) -> list[Rendered]:
    """The first by the time that they are planned for."""
    query = Task.rows().where(*conditions).order_by(Task.starts_at, Task.id).limit(literal(SHOWN))
    return [Task.shown(row, now) for row in db.session.execute(query)]
