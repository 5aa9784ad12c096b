"""What people and events see of a follow-up."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from services.followups.models.base import Branch, Client, Person, db
from services.followups.models.known import KnownInteraction
from services.followups.models.states import State, state_of
from shared import clock
from shared.resources import Rendered
from shared.schemas import client_ref, person
from shared.service import this_service

# What is nobody's business outside.
_HIDDEN = {"notes_folded", "armed", "next_reminder_at", "previous_id", "cancelled_by_id"}
_PEOPLE = {
    "assigned": "assigned_to_id",
    "claimed": "claimed_by_id",
    "completed": "completed_by_id",
    "told": "result_by_id",
}


class Within:
    """A follow-up inside the row of something else, whose columns begin with a prefix."""

    def __init__(self, row: Any, prefix: str) -> None:
        self._row, self._prefix = row, prefix

    def __getattr__(self, name: str) -> Any:
        return getattr(self._row, self._prefix + name)


def columns_of(follow_up: Any, last: Any, prefix: str = "") -> list[sa.ColumnElement[Any]]:
    """All that `shown` needs, labeled with a prefix; `Client` and `Branch` are to be joined.

    :param follow_up: the class, or an alias of it
    :param last: an alias of the latest interaction of the client
    """
    own = sa.inspect(follow_up).mapper.column_attrs.keys()
    found = {name: getattr(follow_up, name) for name in own if name not in _HIDDEN}
    found |= {"client_name": Client.name, "client_phone": Client.phone, "time_zone": Branch.time_zone}
    found |= {"last_method": last.method, "last_at": last.occurred_at, "last_notes": last.notes}
    found |= {f"{who}_name": name_of(getattr(follow_up, column)) for who, column in _PEOPLE.items()}
    return [column.label(prefix + name) for name, column in found.items()]


def latest_interaction(client_id: Any, of: Any) -> Any:
    """An alias for the latest interaction of the client that rows are about, and the condition to join it.

    :param of: what the rows are of: a class, an alias or a subquery
    """
    last = aliased(KnownInteraction)
    latest = (
        sa.select(KnownInteraction.id)
        .where(KnownInteraction.client_id == client_id, ~KnownInteraction.deleted)
        .order_by(KnownInteraction.occurred_at.desc(), KnownInteraction.id.desc())
        .limit(1)
        .correlate(of)
        .scalar_subquery()
    )
    return last, last.id == latest


def name_of(person_id: Any) -> sa.ScalarSelect[str]:
    """The name of a user. Not by a join: with four more of them PostgreSQL plans ten times as long as it works."""
    return sa.select(Person.name).where(Person.id == person_id).scalar_subquery()


def shown(row: Any, now: datetime) -> Rendered:
    """A follow-up as people see it, from a row with the columns of `columns_of`."""
    today = clock.day_of(now, row.time_zone or this_service().settings.time_zone)
    state = state_of(row, today)
    held = row.claim_expires_at is not None and row.claim_expires_at > now
    return {
        "id": row.id,
        "client": client_ref(row.client_id, row.client_name, row.client_phone),
        "interaction_id": row.interaction_id,
        "sale_id": row.sale_id,
        "method": row.last_method,
        "last_interaction_at": row.last_at,
        "last_interaction_notes": row.last_notes,
        "notes": row.notes,
        "due_on": row.due_on,
        "due_time": row.due_time,
        "original_due_on": row.original_due_on,
        "postponements": row.postponements,
        "reminders": row.reminders,
        "assigned_to": person(row.assigned_to_id, row.assigned_name),
        "claimed_by": person(row.claimed_by_id, row.claimed_name) if held else None,
        "claim_expires_at": row.claim_expires_at if held else None,
        "state": state,
        "days_overdue": (today - row.due_on).days if state == State.OVERDUE else 0,
        "result": _result(row),
        "completed_at": row.completed_at,
        "completed_by": person(row.completed_by_id, row.completed_name),
        "branch_id": row.branch_id,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "version": row.version,
    }


def _result(row: Any) -> Rendered | None:
    if row.result_details is None:
        return None
    recorded_by = person(row.result_by_id, row.told_name)
    return {"occurred_at": row.result_at, "details": row.result_details, "recorded_by": recorded_by}


def named(user_id: UUID | None) -> Rendered | None:
    """A user as answers embed them, by their id."""
    known = db.session.get(Person, user_id) if user_id else None
    return person(user_id, known.name if known else None)
