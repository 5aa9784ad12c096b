"""The list of tasks under its filters, and the days that people name in them."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

import sqlalchemy as sa

from services.tasks.models.known import Branch, Client
from services.tasks.models.tags import tagged
from services.tasks.models.task import IS_OPEN, Task
from services.tasks.models.task_type import TaskType
from shared import clock
from shared.listing import Listing
from shared.searching import mentions

Condition = sa.ColumnElement[bool]


def listing(filters: dict[str, Any]) -> Listing:
    """The tasks that the filters ask for: the newest first, or by the time that they are planned for."""
    query = Task.rows().where(Task.visible(), *_conditions(filters))
    if filters["sort"] == "planned":
        return Listing(Task, query, (Task.starts_at, Task.id), filters)
    return Listing(Task, query, (Task.created_at, Task.id), filters, descending=True)


def of_priority() -> Condition:
    return Task.type_id.in_(sa.select(TaskType.id).where(TaskType.priority))


def unassigned() -> Condition:
    """Nobody's yet: without an operator, and nobody has taken charge."""
    return sa.and_(Task.operator_id.is_(None), Task.claimed_by_id.is_(None))


class Span(NamedTuple):
    """The time from an instant until before another; open where there is none."""

    start: datetime | None
    end: datetime | None

    def holds(self, column: Any) -> Condition:
        ends = [column >= self.start] if self.start else []
        return sa.and_(sa.true(), *ends, *([column < self.end] if self.end else []))


def span_of(first: datetime | date | None, last: datetime | date | None, zone: str) -> Span:
    """From an instant or the beginning of a day on, up to an instant or the end of a day."""
    start = first if first is None or isinstance(first, datetime) else clock.start_of(first, zone)
    if last is None or isinstance(last, datetime):
        return Span(start, last and last + timedelta.resolution)
    return Span(start, clock.start_of(clock.next_day(last), zone))


def in_each_zone(column: Any, span_in: Callable[[str], Span]) -> Condition:
    """The condition for times that are in a span which depends on the time zone of the branch."""
    by_zone = Branch.by_zone()
    spans = {zone: span_in(zone) for zone in by_zone}
    starts, ends = ([each for each in side if each] for side in zip(*spans.values(), strict=True))
    # What an index can find: the time that is in any of the spans.
    anywhere = Span(min(starts, default=None), max(ends, default=None)).holds(column)
    if len(spans) == 1:
        return anywhere
    there = (sa.and_(Task.branch_id.in_(by_zone[zone]), span.holds(column)) for zone, span in spans.items())
    return sa.and_(anywhere, sa.or_(*there))


def _conditions(filters: dict[str, Any]) -> Iterator[Condition]:
    for name in ("status", "type_id", "operator_id", "team_id", "client_id", "branch_id"):
        if filters.get(name):
            yield getattr(Task, name).in_(filters[name])
    if filters.get("tag"):
        yield tagged(filters["tag"], Task.id)
    kinds = {
        "urgent": sa.and_(IS_OPEN, of_priority()),
        "unassigned": unassigned(),
        "claimed": Task.claimed_by_id.is_not(None),
    }
    for name, is_so in kinds.items():
        if name in filters:
            yield is_so if filters[name] else ~is_so
    yield from _in_time(filters)
    yield from mentions(filters.get("q", ""), Task.description_folded, Task.client_id, Client)


def _in_time(filters: dict[str, Any]) -> Iterator[Condition]:
    for column, name in ((Task.created_at, "created"), (Task.starts_at, "planned")):
        first, last = filters.get(f"{name}_from"), filters.get(f"{name}_to")
        if first is not None or last is not None:
            yield in_each_zone(column, partial(span_of, first, last))
