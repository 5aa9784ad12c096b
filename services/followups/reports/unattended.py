"""«Seguimientos sin atención»: every follow-up whose day has passed, with whoever answers for it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Self

import sqlalchemy as sa
from flask import Response

from services.followups.models import (
    IS_OPEN,
    Branch,
    FollowUp,
    Person,
    Sale,
    db,
    looks,
    passed_somewhere,
    today_of_branch,
)
from services.followups.reports.on_paper import on_paper
from shared import clock, trail
from shared.listing import Listing
from shared.problems import Invalid
from shared.resources import Rendered
from shared.schemas import person

MOST_ON_PAPER = 5_000
PDF = "application/pdf"

# Whoever sells answers for the follow-ups of the sale, else the person in charge.
AGENT_ID = sa.func.coalesce(Sale.agent_id, FollowUp.assigned_to_id)


class UnattendedFollowUp:
    """An overdue follow-up with its agent, its branch and its sale."""

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered:
        sale = {"id": row.sale_id, "number": row.sale_number, "title": row.sale_title} if row.sale_number else None
        return FollowUp.shown(row, now) | {
            "agent": person(row.agent_id, row.agent_name),
            "branch": {"id": row.branch_id, "name": row.branch_name},
            "sale": sale,
        }


@dataclass
class Report(Listing):
    """The most overdue first.

    :ivar conditions: what the filters ask for, of follow-ups joined with their branch and sale
    :ivar now: when it was asked for
    """

    conditions: tuple[sa.ColumnElement[bool], ...] = ()
    now: datetime = field(default_factory=clock.now)

    @classmethod
    def of(cls, filters: dict[str, Any], now: datetime) -> Self:
        conditions = _conditions(filters, now)
        query = (
            FollowUp.rows()
            .add_columns(
                AGENT_ID.label("agent_id"),
                looks.name_of(AGENT_ID).label("agent_name"),
                Branch.name.label("branch_name"),
                Sale.number.label("sale_number"),
                Sale.title.label("sale_title"),
            )
            .join(Sale, Sale.id == FollowUp.sale_id, isouter=True)
            .where(*conditions)
        )
        order = (FollowUp.due_on, FollowUp.id)
        return cls(UnattendedFollowUp, query, order, filters, conditions=conditions, now=now)

    def page(self) -> Rendered:
        return super().page() | {"totals": self.totals}

    def respond(self) -> Response:
        if self.args["format"] != "pdf":
            return super().respond()
        if self.totals["count"] > MOST_ON_PAPER:
            raise Invalid(format=f"too-many-rows|{MOST_ON_PAPER}")
        trail.note_export()
        return Response(on_paper(self._everything(), self.totals, self.args, self.now), content_type=PDF)

    @cached_property
    def totals(self) -> Rendered:
        """How many there are, in each branch and of each agent; those with most first."""
        counted = (
            sa.select(FollowUp.branch_id, AGENT_ID.label("agent_id"), sa.func.count().label("many"))
            .join(Branch, Branch.id == FollowUp.branch_id, isouter=True)
            .join(Sale, Sale.id == FollowUp.sale_id, isouter=True)
            .where(*self.conditions)
            .group_by(FollowUp.branch_id, AGENT_ID)
        )
        by_branch: Counter[Any] = Counter()
        by_agent: Counter[Any] = Counter()
        for row in db.session.execute(counted):
            by_branch[row.branch_id] += row.many
            by_agent[row.agent_id] += row.many
        return {
            "count": by_branch.total(),
            "by_branch": _named("branch", Branch, by_branch),
            "by_agent": _named("agent", Person, by_agent),
        }


def _named(what: str, cls: Any, counts: "Counter[Any]") -> list[Rendered]:
    known = sa.select(cls.id, cls.name).where(cls.id.in_(list(counts)))
    names = {row.id: row.name for row in db.session.execute(known)}
    rows = [{what: person(id, names.get(id)), "count": count} for id, count in counts.items()]
    return sorted(rows, key=lambda row: (-row["count"], (row[what] or {}).get("name") or ""))


def _conditions(filters: dict[str, Any], now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    overdue = (FollowUp.due_on < today_of_branch(now), passed_somewhere(FollowUp.due_on, now))
    found = [FollowUp.visible(), IS_OPEN, *overdue]
    if filters.get("branch_id"):
        found.append(FollowUp.branch_id.in_(filters["branch_id"]))
    if filters.get("agent_id"):
        found.append(AGENT_ID.in_(filters["agent_id"]))
    if "from_" in filters:
        found.append(FollowUp.due_on >= filters["from_"])
    if "to" in filters:
        found.append(FollowUp.due_on <= filters["to"])
    return tuple(found)
