"""A contact as it stands in the tables of every service, once all events have arrived."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import uuid5

from bench.population import Contact, Promise, Talk
from services.contacts.models import keys
from services.contacts.models.base import full_name, sort_name
from services.contacts.models.clients import Client
from services.contacts.models.finder import CLIENT, ContactIndex
from services.contacts.models.matching import text_of
from services.followups.models import Client as FollowUpsClient
from services.followups.models import FollowUp, OverdueNotice
from services.followups.models.known import KnownInteraction
from services.interactions.models import Client as InteractionsClient
from services.interactions.models import Interaction, usual_direction
from services.notifications.models import Delivery, OpenFollowUp
from shared.folding import fold

Row = dict[str, Any]
# The service, its model, and a row of its table.
Placed = tuple[str, Any, Row]


def rows_of(contact: Contact) -> Iterator[Placed]:
    """All rows that a contact has, parents first."""
    client = _client(contact)
    yield "contacts", Client, client
    for key in keys.keys_of([contact.phone], [contact.email]):
        known = {"client_id": contact.id, "branch_id": contact.branch.id, "kind": key.kind, "value": key.value}
        yield "contacts", keys.ClientKey, known
    yield "contacts", ContactIndex, _index(contact, client)
    name = full_name(contact.first_name, contact.last_name)
    seen = InteractionsClient.fields(client | {"name": name}) | {"id": contact.id, "version": 1, "merged_into": None}
    yield "interactions", InteractionsClient, seen
    yield "followups", FollowUpsClient, seen
    for talk in contact.talks:
        yield "interactions", Interaction, _interaction(contact, talk)
        yield "followups", KnownInteraction, _known_interaction(contact, talk)
        if talk.promise:
            yield from _rows_of_promise(contact, talk, talk.promise, name)


def _rows_of_promise(contact: Contact, talk: Talk, promise: Promise, name: str) -> Iterator[Placed]:
    yield "followups", FollowUp, _follow_up(contact, talk, promise)
    known = {"id": promise.id, "due_on": promise.due_on, "open": promise.done_at is None}
    yield "notifications", OpenFollowUp, known | {"version": 2 if promise.done_at else 1}
    if promise.overdue:
        yield "followups", OverdueNotice, {"follow_up_id": promise.id, "due_on": promise.due_on}
        for channel in ("in_app", "email"):
            yield "notifications", Delivery, _delivery(contact, talk, promise, channel, name)


def _client(contact: Contact) -> Row:
    return {
        "id": contact.id,
        "version": 1,
        "first_name": contact.first_name,
        "last_name": contact.last_name,
        "sort_name": sort_name(contact.first_name, contact.last_name),
        "email": contact.email,
        "phone": contact.phone,
        "other_phones": [],
        "other_emails": [],
        "type": contact.type,
        "source": contact.source,
        "status": contact.status,
        "notes": contact.notes,
        "branch_id": contact.branch.id,
        "assigned_to_id": contact.assigned_to_id,
        "created_at": contact.created_at,
        "updated_at": contact.created_at,
    }


def _index(contact: Contact, client: Row) -> Row:
    return {
        "contact_id": contact.id,
        "kind": CLIENT,
        "client_id": contact.id,
        "branch_id": contact.branch.id,
        "offered": True,
        "name": full_name(contact.first_name, contact.last_name),
        "sort_name": client["sort_name"],
        "phone": contact.phone,
        "text": text_of([contact.first_name, contact.last_name], [contact.phone]),
        "emails": contact.email or "",
    }


def _interaction(contact: Contact, talk: Talk) -> Row:
    author_id, author = talk.author
    days = []
    if talk.promise:
        by = {"id": str(author_id), "name": author}
        days = [{"version": 1, "on": talk.promise.due_on.isoformat(), "by": by, "at": _text(talk.at)}]
    return {
        "id": talk.id,
        "version": 1,
        "branch_id": contact.branch.id,
        "client_id": contact.id,
        "method": talk.method,
        "direction": str(usual_direction(talk.method)),
        "occurred_at": talk.at,
        "day_only": False,
        "follow_up_on": talk.promise.due_on if talk.promise else None,
        "follow_up_assigned_to_id": author_id,
        "follow_up_days": days,
        "revisions": {"notes": 1, "follow_up_assigned_to": 1},
        "notes": talk.notes,
        "notes_folded": fold(talk.notes),
        "author_id": author_id,
        "created_at": talk.at,
        "updated_at": talk.at,
    }


def _known_interaction(contact: Contact, talk: Talk) -> Row:
    told = {"method": talk.method, "occurred_at": talk.at, "notes": talk.notes}
    return {"id": talk.id, "version": 1, "client_id": contact.id, "deleted": False, **told}


def _follow_up(contact: Contact, talk: Talk, promise: Promise) -> Row:
    done_by = talk.author[0] if promise.done_at else None
    return {
        "id": promise.id,
        "version": 2 if promise.done_at else 1,
        "branch_id": contact.branch.id,
        "client_id": contact.id,
        "interaction_id": talk.id,
        "notes": talk.notes,
        "notes_folded": fold(talk.notes),
        "due_on": promise.due_on,
        "original_due_on": promise.due_on,
        "postponements": [],
        "reminders": [],
        "assigned_to_id": talk.author[0],
        "result_details": promise.result,
        "result_at": promise.done_at,
        "result_by_id": done_by,
        "completed_at": promise.done_at,
        "completed_by_id": done_by,
        "armed": promise.done_at is None and not promise.overdue,
        "created_at": talk.at,
        "updated_at": promise.done_at or talk.at,
    }


def _delivery(contact: Contact, talk: Talk, promise: Promise, channel: str, name: str) -> Row:
    provider = "in_app" if channel == "in_app" else "console"
    return {
        "id": uuid5(promise.id, channel),
        "version": 1,
        "event_id": uuid5(promise.id, "overdue"),
        "channel": channel,
        "provider": provider,
        "recipient_id": talk.author[0],
        "template": "follow-up-overdue",
        "status": "sent",
        "attempts": 1,
        "title": "Seguimiento vencido",
        "body": f"{name}: el seguimiento del {promise.due_on.isoformat()} está vencido.",
        "record_type": "follow_up",
        "record_id": promise.id,
        "due_on": promise.due_on,
        "client_id": contact.id,
        "client_name": name,
        "client_phone": contact.phone,
        "branch_id": contact.branch.id,
        "created_at": talk.at,
        "sent_at": talk.at,
    }


def _text(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
