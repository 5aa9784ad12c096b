"""What this service does when the others have news."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from services.notifications.channels import channel_named
from services.notifications.models import NO_LONGER_DUE, Branch, Client, Delivery, KnownRecord, Person, Status, Team
from services.notifications.models.upkeep import follow, forget, move
from services.notifications.rules import RULES, Rule
from shared import clock
from shared.events import Event
from shared.ids import new_id
from shared.inbox import Handlers
from shared.readmodels.keeping import keep_read_models
from shared.texts import LANGUAGES

handlers = Handlers()
keep_read_models(handlers, person=Person, branch=Branch, client=Client, team=Team, moved=move, erased=forget)


@handlers.together(
    "FollowUpScheduled",
    "FollowUpUpdated",
    "FollowUpRescheduled",
    "FollowUpClaimed",
    "FollowUpReleased",
    "FollowUpCompleted",
    "FollowUpCancelled",
    "FollowUpReopened",
    "TaskPlanned",
    "TaskUpdated",
    "TaskClaimed",
    "TaskReleased",
    "TaskClosed",
)
def know_the_records(events: Sequence[Event]) -> None:
    """Know until when follow-ups and tasks wait, and whether they still do; what was told of them goes along."""
    KnownRecord.take_all((event.data, event.sequence) for event in events)
    follow([event.subject for event in events], at=clock.now())


@handlers.on(*RULES, announced=False)
def tell_people(event: Event) -> None:
    """Tell whom the rule names what fell due, unless the client asked to be forgotten.

    What is no longer so is held back: it may be so again.
    """
    client = Client.held([_client_of(event)])[_client_of(event)]
    if client.erased:
        return
    KnownRecord.take(event.data, event.sequence)
    rule, now = RULES[event.type], clock.now()
    notice = _notice(event, rule, now) | {"client_id": client.id}
    how = _by if KnownRecord.waits_for(event.subject, notice["due"]) else _held_back
    Delivery.add_all(
        [
            {"id": new_id(), "recipient_id": recipient_id, **how(channel, now), **notice}
            for recipient_id in rule.reaches(event.data)
            for channel in rule.channels
        ]
    )


def _client_of(event: Event) -> UUID:
    return UUID(event.data["client"]["id"])


def _notice(event: Event, rule: Rule, now: datetime) -> dict[str, Any]:
    """What all deliveries of one event have in common."""
    follow_up, client = event.data, event.data["client"]
    title, body = rule.write(follow_up, LANGUAGES[0])
    return {
        "version": 1,
        "occasion": str(event.id),
        "recipient_type": "user",
        "template": rule.template,
        "language": LANGUAGES[0],
        "parameters": [],
        "fallbacks": [],
        "title": title,
        "body": body,
        "record_type": "follow_up",
        "record_id": event.subject,
        "due": follow_up["due_on"],
        "client_name": client["name"],
        "client_phone": client["phone"],
        "branch_id": UUID(follow_up["branch_id"]),
        "created_at": now,
        "due_at": now,
    }


def _by(name: str, now: datetime) -> dict[str, Any]:
    """How far a delivery is with its birth: the bell's is done, others wait for a sender."""
    channel = channel_named(name)
    done = channel.immediate
    return {
        "channel": name,
        "provider": channel.provider,
        "status": Status.SENT if done else Status.QUEUED,
        "attempts": 1 if done else 0,
        "sent_at": now if done else None,
        "next_attempt_at": None if done else now,
    }


def _held_back(name: str, now: datetime) -> dict[str, Any]:
    """A delivery that has nothing to tell, unless what it tells comes true again."""
    return _by(name, now) | {
        "status": Status.SUPPRESSED,
        "error": NO_LONGER_DUE,
        "attempts": 0,
        "sent_at": None,
        "next_attempt_at": None,
    }
