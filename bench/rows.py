"""A contact as it stands in the tables of every service, once all events have arrived."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from bench.deals import Deal
from bench.population import Contact, Errand, Promise, Talk
from services.contacts.models import keys
from services.contacts.models.base import full_name, sort_name
from services.contacts.models.clients import Client
from services.contacts.models.finder import CLIENT, ContactIndex
from services.contacts.models.matching import text_of
from services.contacts.models.namesakes import NameKey
from services.contacts.names import keys_of, read
from services.followups.models import Client as FollowUpsClient
from services.followups.models import FollowUp, OverdueNotice, Sale
from services.followups.models.known import KnownInteraction
from services.interactions.models import FOLLOWED, Interaction, usual_direction
from services.interactions.models import Client as InteractionsClient
from services.notifications.models import Client as NotificationsClient
from services.notifications.models import Delivery, KnownRecord
from services.tasks.models.known import Client as TasksClient
from services.tasks.models.tags import TaskTag, folded
from services.tasks.models.task import OverdueNotice as TaskOverdueNotice
from services.tasks.models.task import Status, Task, span
from services.tasks.models.task_type import DEFAULT_ID
from shared import clock
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
    for name_key in keys_of(read(contact.first_name, contact.last_name)):
        yield "contacts", NameKey, {"client_id": contact.id, "key": name_key, "branch_id": contact.branch.id}
    yield "contacts", ContactIndex, _index(contact, client)
    name = full_name(contact.first_name, contact.last_name)
    seen = InteractionsClient.fields(client | {"name": name}) | {"id": contact.id, "version": 1, "merged_into": None}
    yield "interactions", InteractionsClient, seen
    yield "followups", FollowUpsClient, seen
    yield "notifications", NotificationsClient, seen | {"email": contact.email}
    yield "tasks", TasksClient, seen
    for talk in contact.talks:
        yield "interactions", Interaction, _interaction(contact, talk)
        yield "followups", KnownInteraction, _known_interaction(contact, talk)
        if talk.promise:
            yield from _rows_of_promise(contact, talk, talk.promise, name)
    for errand in contact.errands:
        yield from _rows_of_errand(contact, errand)
    if contact.deal:
        yield "followups", Sale, _sale(contact, contact.deal)


def _rows_of_promise(contact: Contact, talk: Talk, promise: Promise, name: str) -> Iterator[Placed]:
    yield "followups", FollowUp, _follow_up(contact, talk, promise)
    yield "notifications", KnownRecord, _known_follow_up(contact, talk, promise)
    if promise.overdue:
        yield "followups", OverdueNotice, {"follow_up_id": promise.id, "due_on": promise.due_on}
        for channel in ("in_app", "email"):
            yield "notifications", Delivery, _delivery(contact, talk, promise, channel, name)


def _rows_of_errand(contact: Contact, errand: Errand) -> Iterator[Placed]:
    yield "tasks", Task, _task(contact, errand)
    yield "notifications", KnownRecord, _known_task(contact, errand)
    for tag in errand.tags:
        yield "tasks", TaskTag, {"task_id": errand.id, "tag_folded": folded(tag), "tag": tag}
    if errand.overdue:
        planned = (errand.planned_at or errand.due_on).isoformat()  # type: ignore[union-attr]
        yield "tasks", TaskOverdueNotice, {"task_id": errand.id, "planned": planned}


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
        "revisions": dict.fromkeys(FOLLOWED, 1),
        "sale_id": _sale_about(contact, talk),
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
        "sale_id": _sale_about(contact, talk),
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
        "touched": promise.done_at is not None,
        "created_at": talk.at,
        "updated_at": promise.done_at or talk.at,
    }


def _sale_about(contact: Contact, talk: Talk) -> UUID | None:
    return contact.deal.id if contact.deal and contact.deal.talk_id == talk.id else None


def _sale(contact: Contact, deal: Deal) -> Row:
    return {
        "id": deal.id,
        "version": 2 if deal.concluded_at else 1,
        "branch_id": contact.branch.id,
        "number": deal.number,
        "title": deal.title,
        "folded": f"{deal.number} {fold(deal.title)}",
        "client_id": contact.id,
        "agent_id": deal.agent[0],
        "amount": deal.amount,
        "currency": "MXN",
        "opened_on": clock.day_of(deal.opened_at, contact.branch.time_zone),
        "concluded_at": deal.concluded_at,
        "concluded_by_id": deal.agent[0] if deal.concluded_at else None,
        "result_details": deal.result,
        "result_at": deal.concluded_at if deal.result else None,
        "created_at": deal.opened_at,
        "updated_at": deal.concluded_at or deal.opened_at,
    }


def _task(contact: Contact, errand: Errand) -> Row:
    starts_at, ends_at = span(errand.planned_at, errand.due_on, errand.minutes, contact.branch.time_zone)
    return {
        "id": errand.id,
        "version": 2 if errand.done_at or errand.claimed_by else 1,
        "branch_id": contact.branch.id,
        "client_id": contact.id,
        "description": errand.description,
        "description_folded": fold(errand.description),
        # The first of them has the number 1, and the last one is the default.
        "type_id": UUID(int=DEFAULT_ID.int - 7 + errand.kind),
        "tags": errand.tags,
        "planned_at": errand.planned_at,
        "due_on": errand.due_on,
        "duration_minutes": errand.minutes,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "operator_id": errand.operator[0] if errand.operator else None,
        "claimed_by_id": errand.claimed_by[0] if errand.claimed_by else None,
        "claimed_at": errand.made_at if errand.claimed_by else None,
        "reminders": [],
        "status": str(Status.DONE if errand.done_at else Status.PLANNED),
        "outcome": errand.outcome,
        "closed_at": errand.done_at,
        "closed_by_id": errand.by[0] if errand.done_at else None,
        "root_id": errand.id,
        "created_by_id": errand.by[0],
        "created_at": errand.made_at,
        "updated_at": errand.done_at or errand.made_at,
        "armed": errand.done_at is None and not errand.overdue,
    }


def _known_follow_up(contact: Contact, talk: Talk, promise: Promise) -> Row:
    return {
        "id": promise.id,
        "version": 2 if promise.done_at else 1,
        "type": "follow_up",
        "open": promise.done_at is None,
        "due": promise.due_on.isoformat(),
        "day": promise.due_on,
        "person_id": talk.author[0],
        "free": False,
        "branch_id": contact.branch.id,
    }


def _known_task(contact: Contact, errand: Errand) -> Row:
    day = clock.day_of(errand.planned_at, contact.branch.time_zone) if errand.planned_at else errand.due_on
    due = _text(errand.planned_at) if errand.planned_at else errand.due_on and errand.due_on.isoformat()
    return {
        "id": errand.id,
        "version": 2 if errand.done_at or errand.claimed_by else 1,
        "type": "task",
        "open": errand.done_at is None,
        "due": due or "",
        "day": day,
        "person_id": errand.operator[0] if errand.operator else None,
        "free": errand.operator is None and errand.claimed_by is None,
        "branch_id": contact.branch.id,
    }


def _delivery(contact: Contact, talk: Talk, promise: Promise, channel: str, name: str) -> Row:
    provider = "in_app" if channel == "in_app" else "console"
    return {
        "id": uuid5(promise.id, channel),
        "version": 1,
        "occasion": str(uuid5(promise.id, "overdue")),
        "channel": channel,
        "provider": provider,
        "recipient_type": "user",
        "recipient_id": talk.author[0],
        "template": "follow-up-overdue",
        "language": "es",
        "parameters": [],
        "fallbacks": [],
        "status": "sent",
        "attempts": 1,
        "title": "Seguimiento vencido",
        "body": f"{name}: el seguimiento del {promise.due_on.isoformat()} está vencido.",
        "record_type": "follow_up",
        "record_id": promise.id,
        "due": promise.due_on.isoformat(),
        "while_free": False,
        "client_id": contact.id,
        "client_name": name,
        "client_phone": contact.phone,
        "branch_id": contact.branch.id,
        "created_at": talk.at,
        "due_at": talk.at,
        "sent_at": talk.at,
    }


def _text(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
