"""Handing the open work of a person over to another, and leaving none behind.

The work is kept by followups and tasks. They are asked for it with the caller's token, before anything is changed
here, and move it when they hear of it.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from werkzeug.exceptions import Forbidden

from services.identity.models import User, db
from services.identity.models.base import queue_for
from shared.problems import Invalid, Refused
from shared.resources import Rendered
from shared.service import this_service
from shared.tokens import ADMIN, MANAGER, current_user

# What was handed over may still be on its way for so long.
ON_ITS_WAY = timedelta(hours=1)


class OpenWork(Refused):
    """Nobody who still has open work is made inactive: it would be forgotten."""

    status, name = 409, "open-work"

    def __init__(self, counts: dict[str, int]) -> None:
        super().__init__(headers=None, **counts)


class _List(NamedTuple):
    """Where a kind of open work is listed, and under which filters."""

    service: str
    path: str
    whose: str
    open: dict[str, Any]


_LISTS = {
    "follow_ups": _List("followups", "/follow-ups", "assigned_to_id", {"state": "open"}),
    "tasks": _List("tasks", "/tasks", "operator_id", {"status": "planned"}),
    "sales": _List("followups", "/sales", "agent_id", {"follow_up_status": ["in_progress", "overdue"]}),
}


def preview(from_id: UUID, to_id: UUID) -> dict[str, int]:
    """Count the work that would go from one person to another.

    :raises werkzeug.exceptions.NotFound: the caller may not see the person
    :raises werkzeug.exceptions.Forbidden: the person is not wholly of the caller's branches
    :raises shared.problems.Invalid: the other one cannot do it
    :raises shared.problems.Unavailable: who keeps the work is away
    """
    _, to = _checked(from_id, to_id)
    everywhere, branch_ids = to.role == ADMIN.label, to.branch_ids()
    counts = _count(from_id)
    if not everywhere and counts != _count(from_id, branch_ids):
        raise Invalid(to_id="not-in-branch")
    return counts


def hand_over(from_id: UUID, to_id: UUID, at: datetime) -> Rendered:
    """Publish that the open work of one person is another's from now on.

    :returns: what is published
    :raises: as `preview` does
    """
    queue_for("house")
    leaving, to = _checked(from_id, to_id)
    leaving.hand_over(to, at)
    return leaving.handed_over


def check_nothing_left(id: UUID, at: datetime) -> None:
    """Let nobody be made inactive who still has open work; not while it is on its way to somebody else.

    :raises OpenWork: there is some
    :raises shared.problems.Unavailable: who keeps the work is away
    """
    user = User.get_or_404(id)
    if not user.active or user.handed_over_since(at - ON_ITS_WAY):
        return
    user.check_if_match()
    counts = _count(id)
    if any(counts.values()):
        raise OpenWork(counts)


def _checked(from_id: UUID, to_id: UUID) -> tuple[User, User]:
    leaving = User.get_or_404(from_id)
    _check_caller(leaving)
    to = db.session.scalar(sa.select(User).where(User.id == to_id, User.visible()))
    if to is None or to.id == from_id:
        raise Invalid(to_id="unknown" if to is None else "same-person")
    if not to.active:
        raise Invalid(to_id="inactive")
    return leaving, to


def _check_caller(leaving: User) -> None:
    """Admins hand over everybody's work, managers that of people who work in no branch but theirs.

    A token outlives what its owner may do by minutes: so the owner is asked for.
    """
    caller = db.session.get_one(User, current_user().id)
    if caller.active and caller.role == ADMIN.label:
        return
    theirs = caller.active and caller.role == MANAGER.label and leaving.role != ADMIN.label
    if not theirs or not set(leaving.branch_ids()) <= set(caller.branch_ids()):
        raise Forbidden


def _count(user_id: UUID, branch_ids: list[UUID] | None = None) -> dict[str, int]:
    """A person's open work by kind, perhaps only that of some branches; of services that are part of the house."""
    narrowed = {} if branch_ids is None else {"branch_id": [str(each) for each in branch_ids]}
    return {
        kind: _total(where, {where.whose: str(user_id), **where.open, **narrowed})
        if where.service in this_service().calls.urls
        else 0
        for kind, where in _LISTS.items()
    }


def _total(where: _List, filters: dict[str, Any]) -> int:
    page = this_service().calls.get(where.service, where.path, **filters, limit=1, include="total")
    return int(page["total"])
