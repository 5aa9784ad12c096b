"""What must not outlive an erased person in the plumbing: kept answers, and events that wait to be handled."""

import re
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa

from shared.bus.parking import blank_at_broker
from shared.service import every, this_service

# What stands in the place of a name.
NOBODY = "Persona eliminada"
# What tells who somebody is, beside their id.
_WHO: dict[str, Any] = {
    "name": NOBODY,
    "first_name": NOBODY,
    "last_name": "",
    "phone": None,
    "email": None,
    "other_phones": [],
    "other_emails": [],
    "birth_date": None,
    "record_number": None,
    "guardian_name": None,
    "enrolments": [],
    "tags": [],
}
_ID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# What people write about somebody, wherever it stands.
_TEXTS = {
    "body",
    "closing_note",
    "completion_notes",
    "description",
    "details",
    "last_interaction_notes",
    "notes",
    "outcome",
    "reason",
    "text",
    "title",
}


def blank_mentions(ids: Collection[UUID]) -> None:
    """Blank what kept answers and events set aside tell about people, given by their ids and those of their records.

    They are kept otherwise: a request sent again is still known, and an event handled in the end still counts.
    """
    tables, session = this_service().tables, this_service().db.session
    for table in (tables.idempotency, tables.parked):
        mentions = sa.or_(*(_holds(table.c.body, str(id).encode()) for id in ids))
        for row in session.execute(sa.select(*table.primary_key, table.c.body).where(mentions)).mappings():
            this_one = sa.and_(*(column == row[column] for column in table.primary_key))
            session.execute(sa.update(table).where(this_one).values(body=blanked(row["body"], ids)))


@every(seconds=600)
def blank_parked(now: datetime) -> int:
    """Blank what events that nobody could handle tell about people who were erased meanwhile; a sweep.

    :returns: how many there were
    """
    service, parked = this_service(), this_service().tables.parked
    told = 0
    for row in service.db.session.execute(sa.select(parked.c.event_id, parked.c.body)).all():
        body = _discreet(row.body)
        if body != row.body:
            this_one = sa.update(parked).where(parked.c.event_id == row.event_id)
            service.db.session.execute(this_one.values(body=body))
            told += 1
    service.db.session.commit()
    if service.settings.amqp_url:
        told += blank_at_broker(service.settings.amqp_url, service.name, _discreet)
    return told


def _discreet(body: bytes) -> bytes:
    """An event without what it tells about people who were erased."""
    mentioned = {UUID(each.decode()) for each in _ID.findall(body)}
    erased = this_service().handlers.erased_among(mentioned) if mentioned else set()
    return blanked(body, erased) if erased else body


def _holds(body: sa.ColumnElement[bytes], part: bytes) -> sa.ColumnElement[bool]:
    wanted = sa.literal(part, sa.LargeBinary())
    if this_service().dialect == "postgresql":
        return sa.func.position(wanted.op("IN")(body)) > 0
    return sa.func.instr(body, wanted) > 0


def blanked(body: bytes, ids: Collection[UUID]) -> bytes:
    """A JSON document without what it tells about people; what is no JSON is not kept at all."""
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError:
        return b""
    return orjson.dumps(_blanked(document, {str(each) for each in ids}))


def _blanked(value: Any, ids: Collection[str]) -> Any:
    if isinstance(value, list):
        return [_blanked(each, ids) for each in value]
    if not isinstance(value, dict):
        return value
    who = _WHO if value.get("id") in ids else {}
    return {name: who[name] if name in who else _part(name, each, ids) for name, each in value.items()}


def _part(name: str, value: Any, ids: Collection[str]) -> Any:
    if name in _TEXTS and isinstance(value, str):
        return ""
    return _blanked(value, ids)
