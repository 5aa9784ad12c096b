"""What people and events see of a sale."""

from datetime import date, datetime
from enum import StrEnum
from itertools import chain
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import aliased
from sqlalchemy.sql.functions import FunctionElement

from services.followups.models import looks
from services.followups.models.base import Branch, Client
from services.followups.models.follow_up import IS_OPEN, FollowUp
from shared import clock
from shared.db import Json
from shared.resources import Rendered
from shared.schemas import client_ref, person
from shared.service import this_service

_LAST = "last_"


class FollowUpStatus(StrEnum):
    """How the follow-up of a sale stands; which of the first two it is depends on the day and is never stored."""

    IN_PROGRESS = "in_progress"
    OVERDUE = "overdue"
    CONCLUDED = "concluded"


INDICATORS = {FollowUpStatus.IN_PROGRESS: "yellow", FollowUpStatus.OVERDUE: "red", FollowUpStatus.CONCLUDED: "blue"}


class _Gathered(FunctionElement[Any]):
    """The values of a JSON column in many rows, as one array."""

    name = "gathered"
    type = Json
    inherit_cache = True


@compiles(_Gathered, "postgresql")
def _(element: _Gathered, compiler: Any, **options: Any) -> str:
    return f"jsonb_agg({compiler.process(element.clauses, **options)})"


@compiles(_Gathered, "sqlite")
def _(element: _Gathered, compiler: Any, **options: Any) -> str:
    return f"json_group_array(json({compiler.process(element.clauses, **options)}))"


def select(sale: Any) -> sa.Select[Any]:
    """All that `shown` needs of the class of sales, the last follow-up whole."""
    follow_up = aliased(FollowUp)
    last, is_latest = looks.latest_interaction(sale.client_id, sale)
    own = [column for column in sale.__table__.c if column.name not in {"id", "folded"}]
    return (
        sa.select(
            sale.id, *own, Client.name.label("client_name"), Client.phone.label("client_phone"), Branch.time_zone,
            looks.name_of(sale.agent_id).label("agent_name"),
            looks.name_of(sale.concluded_by_id).label("concluded_name"),
            _of_open(sale, sa.func.min(FollowUp.due_on)).label("next_due_on"),
            _of_open(sale, _Gathered(FollowUp.reminders)).label("reminders"),
            *looks.columns_of(follow_up, last, _LAST),
        )
        .join(Client, Client.id == sale.client_id, isouter=True)
        .join(Branch, Branch.id == sale.branch_id, isouter=True)
        .join(follow_up, follow_up.id == _newest(sale), isouter=True)
        .join(last, is_latest, isouter=True)
    )  # fmt: skip


def _of_open(sale: Any, value: sa.ColumnElement[Any]) -> sa.ScalarSelect[Any]:
    return sa.select(value).where(FollowUp.sale_id == sale.id, IS_OPEN).correlate(sale).scalar_subquery()


def _newest(sale: Any) -> sa.ScalarSelect[Any]:
    """The id of the last follow-up that was not cancelled."""
    return (
        sa.select(FollowUp.id)
        .where(FollowUp.sale_id == sale.id, FollowUp.cancelled_at.is_(None))
        .order_by(FollowUp.created_at.desc(), FollowUp.id.desc())
        .limit(1)
        .correlate(sale)
        .scalar_subquery()
    )


def shown(row: Any, now: datetime) -> Rendered:
    """A sale as people see it, from a row of `select`."""
    today = clock.day_of(now, row.time_zone or this_service().settings.time_zone)
    status = status_of(row, today)
    overdue = status == FollowUpStatus.OVERDUE
    return {
        "id": row.id,
        "number": row.number,
        "title": row.title,
        "client": client_ref(row.client_id, row.client_name, row.client_phone),
        "agent": person(row.agent_id, row.agent_name),
        "branch_id": row.branch_id,
        "amount": None if row.amount is None else f"{row.amount:.2f}",
        "currency": row.currency,
        "opened_on": row.opened_on,
        "follow_up_status": status,
        "indicator": INDICATORS[status],
        "days_overdue": (today - row.next_due_on).days if overdue else 0,
        "last_follow_up": looks.shown(looks.Within(row, _LAST), now) if row.last_id else None,
        "reminders": sorted({*chain.from_iterable(row.reminders or ())}),
        "concluded_at": row.concluded_at,
        "concluded_by": person(row.concluded_by_id, row.concluded_name),
        "result": _result(row),
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "version": row.version,
    }


def status_of(row: Any, today: date) -> FollowUpStatus:
    """How the follow-up of a sale stands on a day."""
    if row.concluded_at is not None:
        return FollowUpStatus.CONCLUDED
    late = row.next_due_on is not None and row.next_due_on < today
    return FollowUpStatus.OVERDUE if late else FollowUpStatus.IN_PROGRESS


def _result(row: Any) -> Rendered | None:
    if row.result_details is None:
        return None
    recorded_by = person(row.concluded_by_id, row.concluded_name)
    return {"occurred_at": row.result_at, "details": row.result_details, "recorded_by": recorded_by}
