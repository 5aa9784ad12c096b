"""From news to deliveries: what the rules of the branch make of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.notifications.channels import channel_named
from services.notifications.models import (
    NO_LONGER_DUE,
    Client,
    Delivery,
    KnownRecord,
    Preferences,
    RuleBook,
    Status,
    db,
)
from services.notifications.models.known import due_of, id_of
from services.notifications.models.rules import Rule
from services.notifications.recipients import reached_by
from services.notifications.writing import values_of, written
from shared.events import Event
from shared.ids import new_id
from shared.texts import LANGUAGES

Row = dict[str, Any]


@dataclass(frozen=True)
class News:
    """Something that rules may want told.

    :ivar on: a name of MOMENTS
    :ivar occasion: what it is told once for, together with the name of a rule
    :ivar since: from when the minutes and days of a rule count; empty: from now on
    :ivar due: the day or instant of the record for which it is so; empty where it is for any
    :ivar with_id: whose the record must be for it to be so
    :ivar while_free: whether it is so only until somebody takes the record
    :ivar expires_at: when it is of no use any more
    """

    event: Event
    on: str
    occasion: str
    since: datetime | None = None
    due: str = ""
    with_id: UUID | None = None
    while_free: bool = False
    expires_at: datetime | None = None
    by_id: UUID | None = None

    @property
    def record(self) -> Row:
        return self.event.data

    @property
    def branch_id(self) -> UUID:
        return UUID(self.record["branch_id"])


def tell(news: News, *, now: datetime) -> None:
    """Make the deliveries that the rules of the branch want, unless the client asked to be forgotten.

    What is no longer so is held back: it may be so again.
    """
    client_id = id_of(news.record["client"])
    client = Client.held([client_id])[client_id] if client_id else None
    rules = [rule for rule in RuleBook.of(news.branch_id).in_force() if rule.on == news.on]
    if not rules or (client and client.erased):
        return
    KnownRecord.take(news.record, news.event.sequence)
    rows = [row for rule in rules for row in _rows(rule, news, client.id if client else None, now)]
    if rows:
        Delivery.add_all(rows)


def _rows(rule: Rule, news: News, client_id: UUID | None, now: datetime) -> Iterator[Row]:
    due_at = _due_at(rule, news, now)
    if due_at is None:
        return
    common = _common(rule, news, client_id) | {"created_at": now, "due_at": due_at}
    for recipient, language in _recipients(rule, news, client_id):
        values = values_of(rule, news.record, language, news.by_id)
        said = written(rule, news.branch_id, language, values)
        for how in _ways(rule):
            row = common | recipient | said | how | {"id": new_id()}
            yield row | _birth(row, now)


def _due_at(rule: Rule, news: News, now: datetime) -> datetime | None:
    """When a rule wants something told, if at all: what was past when it was planned is not."""
    start = news.since or now
    if rule.before_minutes:
        due_at = start - timedelta(minutes=rule.before_minutes)
        planned_at = now if news.event.announced else datetime.fromisoformat(news.record["updated_at"])
        return due_at if due_at > planned_at else None
    return max(now, start + timedelta(days=rule.after_days, minutes=rule.after_minutes))


def _recipients(rule: Rule, news: News, client_id: UUID | None) -> list[tuple[Row, str]]:
    """Whom a rule reaches, each with their language."""
    if rule.to == "client":
        return [({"recipient_type": "client", "recipient_id": client_id}, LANGUAGES[0])] if client_id else []
    reached = [news.with_id] if news.with_id else reached_by(rule.to, news.record)
    chosen = sa.select(Preferences.id, Preferences.language).where(Preferences.id.in_(reached))
    languages = {row.id: row.language for row in db.session.execute(chosen)}
    return [(_to_user(id, news), languages.get(id, LANGUAGES[0])) for id in reached]


def _to_user(id: UUID, news: News) -> Row:
    """The recipient's columns. Of what is still to come, its operator is told only while it is theirs."""
    to_come = news.expires_at is not None and id == id_of(news.record.get("operator"))
    return {"recipient_type": "user", "recipient_id": id, "while_with_id": id if to_come else news.with_id}


def _ways(rule: Rule) -> list[Row]:
    """By which channels it goes: all at once, or for a client the first one with the others to fall back on."""
    if rule.to != "client":
        return [{"channel": name, "fallbacks": []} for name in rule.channels]
    # What would only be written to the log reaches nobody: it does not come before what does.
    real = [name for name in rule.channels if channel_named(name).provider != "console"]
    first, *rest = real or rule.channels
    return [{"channel": first, "fallbacks": rest}]


def _common(rule: Rule, news: News, client_id: UUID | None) -> Row:
    client = news.record["client"] or {"name": None, "phone": None}
    return {
        "version": 1,
        "occasion": f"{rule.name}:{news.occasion}",
        "rule": rule.name,
        "record_type": "follow_up" if "state" in news.record else "task",
        "record_id": news.event.subject,
        "due": news.due,
        "while_with_id": news.with_id,
        "while_free": news.while_free,
        "expires_at": news.expires_at,
        "client_id": client_id,
        "client_name": client["name"],
        "client_phone": client["phone"],
        "branch_id": news.branch_id,
    }


def _birth(row: Row, now: datetime) -> Row:
    """How far a delivery is with its birth: the bell's may be done, others wait for a sender."""
    channel = channel_named(row["channel"])
    waits = {"provider": channel.provider, "error": None, "attempts": 0, "sent_at": None, "next_attempt_at": None}
    if row["due_at"] > now:
        return waits | {"status": Status.QUEUED, "next_attempt_at": row["due_at"]}
    if not KnownRecord.still(row["record_id"], row["due"], row["while_with_id"], free=row["while_free"]):
        return waits | {"status": Status.SUPPRESSED, "error": NO_LONGER_DUE}
    if channel.immediate:
        return waits | {"status": Status.SENT, "attempts": 1, "sent_at": now}
    return waits | {"status": Status.QUEUED, "next_attempt_at": now}


def due_news(event: Event) -> News:
    """The news of a notice: a day or an instant has come."""
    return News(event, event.type, str(event.id), due=due_of(event.data), by_id=event.actor_id)
