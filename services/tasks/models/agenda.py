"""Whose time is taken when: the agenda of some days, and what one person has to do at the same time."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from services.tasks.models.base import db
from services.tasks.models.known import Branch, Person, Team
from services.tasks.models.task import IS_OPEN, Task
from shared import clock
from shared.folding import fold
from shared.resources import Rendered
from shared.tokens import ADMIN, current_user

# Nothing is planned to take longer: who reaches into a day began at most so long before it.
LONGEST_MINUTES = 7 * 24 * 60
_LONGEST = timedelta(minutes=LONGEST_MINUTES)


class Window(NamedTuple):
    """The time from an instant until before another."""

    start: datetime
    end: datetime

    def reached(self) -> sa.ColumnElement[bool]:
        """The condition for tasks that take some of this time; its first two parts are what an index finds."""
        return sa.and_(Task.starts_at > self.start - _LONGEST, Task.starts_at < self.end, Task.ends_at > self.start)


class Days:
    """Some days in a row, as they are in each of the branches that the signed-in user may see."""

    def __init__(self, first: date, last: date, branch_ids: Collection[UUID] | None = None) -> None:
        """:param branch_ids: only these branches, where there are any"""
        self.first, self.last = first, last
        self._branches = {
            zone: [id for id in ids if not branch_ids or id in branch_ids] for zone, ids in Branch.by_zone().items()
        }

    @property
    def branch_ids(self) -> set[UUID]:
        return {id for ids in self._branches.values() for id in ids}

    def reached(self) -> sa.ColumnElement[bool]:
        """The condition for tasks of these branches that are on these days, if only in part."""
        return self._in_each(Window.reached)

    def begun(self) -> sa.ColumnElement[bool]:
        """The condition for tasks of these branches that begin on these days: each is on one of them."""
        return self._in_each(lambda window: sa.and_(Task.starts_at >= window.start, Task.starts_at < window.end))

    def _in_each(self, condition: Any) -> sa.ColumnElement[bool]:
        of_branches = (
            sa.and_(Task.branch_id.in_(ids), condition(self._window(zone))) for zone, ids in self._branches.items()
        )
        return sa.or_(sa.false(), *of_branches)

    def _window(self, zone: str) -> Window:
        return Window(clock.start_of(self.first, zone), clock.start_of(clock.next_day(self.last), zone))


def agenda(
    days: Days, *, operator_ids: Collection[UUID] | None, team_ids: Collection[UUID] | None, now: datetime
) -> Rendered:
    """What people have to do on some days, and who they are; whoever has nothing to do is there too.

    :param operator_ids: only these people, where there are any
    :param team_ids: only these teams: what their members have to do, and what is the team's
    """
    members = _members(team_ids or ())
    query = Task.rows().where(days.reached(), *_whose(operator_ids, team_ids, members))
    rows = db.session.execute(query.order_by(Task.starts_at, Task.id))
    events = [Task.shown(row, now) for row in rows]
    staff = _staff(days.branch_ids, operator_ids, members if team_ids else None)
    return {"operators": _by_name(staff | _at_work(events)), "events": events}


def conflicts_of(task: Task) -> list[UUID]:
    """What else the task's operator has to do at its time; whole days take nobody's time.

    :returns: ids of open tasks that the signed-in user may see, in the order in which they begin
    """
    if task.operator_id is None or task.planned_at is None or not task.open:
        return []
    same_time = (
        sa.select(Task.id)
        .where(Task.operator_id == task.operator_id, Task.planned_at.is_not(None), IS_OPEN, Task.visible())
        .where(Window(task.starts_at, task.ends_at).reached(), Task.id != task.id)
    )
    return [*db.session.scalars(same_time.order_by(Task.starts_at, Task.id))]


def _whose(
    operator_ids: Collection[UUID] | None, team_ids: Collection[UUID] | None, members: set[UUID]
) -> Iterator[sa.ColumnElement[bool]]:
    if operator_ids:
        yield Task.operator_id.in_(operator_ids)
    if team_ids:
        yield sa.or_(Task.operator_id.in_(members), Task.team_id.in_(team_ids))


def _members(team_ids: Collection[UUID]) -> set[UUID]:
    teams = sa.select(Team.member_ids).where(Team.id.in_(team_ids), current_user().in_branches(Team.branch_id))
    return {UUID(id) for ids in db.session.scalars(teams) for id in ids}


def _staff(
    branch_ids: set[UUID], operator_ids: Collection[UUID] | None, members: set[UUID] | None
) -> dict[UUID, str]:
    """The active people of some branches. Administrators are of every branch, but in none's way unless asked for."""
    active = sa.select(Person.id, Person.name, Person.role, Person.branch_ids).where(Person.active)
    if operator_ids:
        active = active.where(Person.id.in_(operator_ids))
    here = {str(id) for id in branch_ids}
    return {
        row.id: row.name
        for row in db.session.execute(active)
        if not here.isdisjoint(row.branch_ids) or (operator_ids and row.role == ADMIN.label)
        if members is None or row.id in members
    }


def _at_work(events: Iterable[Rendered]) -> dict[UUID, str]:
    return {event["operator"]["id"]: event["operator"]["name"] for event in events if event["operator"]}


def _by_name(people: dict[UUID, str]) -> list[Rendered]:
    in_order = sorted(people.items(), key=lambda each: (fold(each[1] or ""), each[0]))
    return [{"id": id, "name": name} for id, name in in_order]
