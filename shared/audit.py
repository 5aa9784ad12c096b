"""The audit trail as administrators read it: each service's own, at /audit; the gateway makes one list of them."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from marshmallow import fields

from shared import clock
from shared.api import Routes
from shared.listing import ListArgs, Listing
from shared.resources import Rendered
from shared.schemas import InstantOrDay, Out, PersonOut, Text, person
from shared.service import this_service
from shared.tokens import ADMIN

routes = Routes("audit", "Who did what, when, from where, to which record.")


class AuditFilters(ListArgs):
    actor_id = fields.List(fields.UUID())
    record_id = fields.List(fields.UUID())
    action = fields.List(Text(), metadata={"description": "What was done, e.g. `ClientUpdated`."})
    from_ = InstantOrDay(data_key="from", metadata={"description": "Days are those of the house's time zone."})
    to = InstantOrDay(metadata={"description": "A day is part of it, an instant is not."})


class AuditRecordOut(Out):
    """What it was done to. Where many were touched, such as in an export, there is no id."""

    type = fields.String(required=True)
    id = fields.UUID(required=True, allow_none=True)


class AuditEntryOut(Out):
    """One thing that somebody did. Nobody: the system, or somebody who was not signed in."""

    id = fields.UUID(required=True)
    at = fields.AwareDateTime(required=True)
    service = fields.String(required=True)
    actor = fields.Nested(PersonOut, required=True, allow_none=True)
    action = fields.String(required=True)
    record = fields.Nested(AuditRecordOut, required=True)
    record_version = fields.Integer(required=True, allow_none=True)
    branch_id = fields.UUID(required=True, allow_none=True)
    address = fields.String(required=True, allow_none=True)
    request_id = fields.String(required=True)
    sealed = fields.Boolean(required=True)


class Entry:
    """A row of the trail, as people see it."""

    @classmethod
    def rows(cls) -> sa.Select[Any]:
        service = this_service()
        trail, people = service.tables.trail, service.tables.trail.metadata.tables[service.people]
        name = sa.select(people.c.name).where(people.c.id == trail.c.actor_id).scalar_subquery()
        return sa.select(trail, name.label("actor_name"))

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered:
        return {
            "id": row.id,
            "at": row.at,
            "service": this_service().name,
            "actor": person(row.actor_id, row.actor_name),
            "action": row.action,
            "record": {"type": row.record_type, "id": row.record_id},
            "record_version": row.version,
            "branch_id": row.branch_id,
            "address": row.address,
            "request_id": row.request_id,
            "sealed": row.position is not None,
        }


@routes.get("/audit", role=ADMIN)
@routes.arguments(AuditFilters, location="query")
@routes.list_of(AuditEntryOut)
def list_audit(filters: dict[str, Any]) -> Listing:
    """What people did, newest first."""
    trail = this_service().tables.trail
    query = Entry.rows().where(*_narrowed(trail, filters))
    return Listing(Entry, query, (trail.c.at, trail.c.id), filters, descending=True)


def _narrowed(trail: sa.Table, filters: dict[str, Any]) -> Iterator[sa.ColumnElement[bool]]:
    for name in ("actor_id", "record_id", "action"):
        if name in filters:
            yield trail.c[name].in_(filters[name])
    if "from_" in filters:
        yield trail.c.at >= _begin_of(filters["from_"])
    if "to" in filters:
        to = filters["to"]
        yield trail.c.at < (to if isinstance(to, datetime) else _begin_of(clock.next_day(to)))


def _begin_of(when: datetime | date) -> datetime:
    if isinstance(when, datetime):
        return when
    return clock.start_of(when, this_service().settings.time_zone)
