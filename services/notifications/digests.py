"""The morning digest: what a person has to do today, told at their hour where there is anything."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from services.notifications.channels import channel_named
from services.notifications.models import (
    Branch,
    Delivery,
    KnownRecord,
    Person,
    Preferences,
    RuleBook,
    Status,
    Template,
    db,
)
from services.notifications.models.preferences import DIGEST_AT
from services.notifications.models.rules import Rule
from services.notifications.models.templates import filled
from shared import clock
from shared.ids import new_id
from shared.texts import LANGUAGES, text

NAME = "digest"


# Somebody, and a day on which they have something to do.
Due = tuple[UUID, date]


class Wish(NamedTuple):
    """When and how a person wants the digest."""

    branch_id: UUID
    zone: str
    at: time
    language: str
    rule: Rule

    def instant(self, day: date) -> datetime:
        return clock.instant_of(day, self.zone, self.at)

    def next_day(self, day: date, now: datetime) -> date:
        """That day, or the first after it whose digest is still to come."""
        day = max(day, clock.day_of(now, self.zone))
        return day if self.instant(day) > now else clock.next_day(day)


def plan_digests(due: Iterable[Due], now: datetime) -> None:
    """See to it that people are told of the days on which they have something to do.

    One that has something left then plans the next one, until nothing is left.
    """
    wanted = set(due)
    # Of a day that is still to come nothing else has to be known, and most have their digest.
    wanted -= _planned({each for each in wanted if each[1] > now.date() + timedelta(days=1)})
    if not wanted:
        return
    wishes = _wishes({id for id, _ in wanted})
    days = {(id, wishes[id].next_day(day, now)) for id, day in wanted if id in wishes}
    planned = _planned(days)
    rows = [row for id, day in sorted(days - planned) for row in _rows(id, day, wishes[id], now)]
    if rows:
        Delivery.add_all(rows)


def plan_again(person_ids: Collection[UUID], now: datetime) -> None:
    """Plan anew what is still to come, since when or how it is told has changed."""
    still_to_come = (Delivery.record_type == NAME, Delivery.recipient_id.in_(person_ids), Delivery.attempts == 0)
    db.session.execute(sa.delete(Delivery).where(*still_to_come), execution_options={"synchronize_session": False})
    open_days = sa.select(KnownRecord.person_id, KnownRecord.day).distinct()
    open_days = open_days.where(KnownRecord.person_id.in_(person_ids), KnownRecord.open, KnownRecord.day.is_not(None))
    plan_digests([(row.person_id, row.day) for row in db.session.execute(open_days)], now)


def write_digest(delivery: Delivery, now: datetime) -> bool:
    """Count what there is to do, write it into the digest, and plan the next one.

    :returns: whether there is anything
    """
    wish = _wishes({delivery.recipient_id}).get(delivery.recipient_id)
    if wish is None:
        return False
    today = clock.day_of(now, wish.zone)
    overdue, for_today = _counts(delivery.recipient_id, today)
    if overdue or for_today:
        _write(delivery, wish, overdue, for_today)
        plan_digests([(delivery.recipient_id, clock.next_day(today))], now)
    return bool(overdue or for_today)


def _counts(person_id: UUID, today: date) -> tuple[int, int]:
    """How much a person has overdue, and for today."""
    late, for_today = (sa.func.count().filter(each) for each in (KnownRecord.day < today, KnownRecord.day == today))
    row = db.session.execute(sa.select(late, for_today).where(KnownRecord.person_id == person_id, KnownRecord.open))
    return tuple(row.one())


def _write(delivery: Delivery, wish: Wish, overdue: int, for_today: int) -> None:
    template = Template.of(wish.branch_id, wish.language, delivery.template)
    person, branch = db.session.get_one(Person, delivery.recipient_id), db.session.get(Branch, wish.branch_id)
    values = {
        "person": person.name,
        "branch": branch.name if branch else "",
        "overdue": text(f"notices.overdue.{'one' if overdue == 1 else 'many'}", wish.language, count=overdue),
        "today": str(for_today),
    }
    delivery.language = wish.language
    delivery.title, delivery.body = filled(template.title, values), filled(template.body, values)
    delivery.whatsapp_name, delivery.parameters = template.whatsapp_name, template.parameters(values)


def _planned(days: set[Due]) -> set[Due]:
    """Those of the days that have a digest already: nearly all, for nearly every event."""
    occasions = {_occasion(day): day for _, day in days}
    query = sa.select(Delivery.recipient_id, Delivery.occasion).where(
        Delivery.occasion.in_(occasions), Delivery.recipient_id.in_({id for id, _ in days})
    )
    return {(row.recipient_id, occasions[row.occasion]) for row in db.session.execute(query)} if days else set()


def _occasion(day: date) -> str:
    return f"{NAME}:{day.isoformat()}"


def _wishes(person_ids: Collection[UUID]) -> dict[UUID, Wish]:
    """When and how people want the digest: those who do."""
    asked = sa.select(Person.id, Person.branch_ids, Preferences)
    asked = asked.outerjoin(Preferences, Preferences.id == Person.id).where(Person.id.in_(person_ids), Person.active)
    found, houses = {}, _Houses()
    for id, branch_ids, preferences in db.session.execute(asked):
        branch_id = UUID(branch_ids[0]) if branch_ids else houses.first
        at, language = (preferences.digest_at, preferences.language) if preferences else (DIGEST_AT, LANGUAGES[0])
        if branch_id and at and (rule := houses.rule_of(branch_id)):
            zone = Branch.zone_of(branch_id)
            found[id] = Wish(branch_id, zone, time.fromisoformat(at), language, rule)
    return found


class _Houses:
    """The branches' rules for the digest, each looked up once."""

    def __init__(self) -> None:
        self._rules: dict[UUID, Rule | None] = {}

    def rule_of(self, branch_id: UUID) -> Rule | None:
        if branch_id not in self._rules:
            rules = RuleBook.of(branch_id).in_force()
            self._rules[branch_id] = next((rule for rule in rules if rule.on == NAME), None)
        return self._rules[branch_id]

    @property
    def first(self) -> UUID | None:
        """The branch of those who work in all of them."""
        return db.session.scalar(sa.select(Branch.id).order_by(Branch.id).limit(1))


def _rows(person_id: UUID, day: date, wish: Wish, now: datetime) -> list[dict[str, Any]]:
    due_at = wish.instant(day)
    return [
        {
            "id": new_id(),
            "version": 1,
            "occasion": _occasion(day),
            "rule": wish.rule.name,
            "channel": channel,
            "provider": channel_named(channel).provider,
            "recipient_type": "user",
            "recipient_id": person_id,
            "template": wish.rule.template,
            "language": wish.language,
            "parameters": [],
            "fallbacks": [],
            "status": Status.QUEUED,
            "attempts": 0,
            "title": "",
            "body": "",
            "record_type": NAME,
            "record_id": person_id,
            "due": "",
            "while_free": False,
            "branch_id": wish.branch_id,
            "created_at": now,
            "due_at": due_at,
            "next_attempt_at": due_at,
            "expires_at": clock.start_of(clock.next_day(day), wish.zone),
        }
        for channel in wish.rule.channels
    ]
