"""What this service does when the others have news."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.notifications.channels import channel_named
from services.notifications.models import Branch, Client, Delivery, OpenFollowUp, Person, Status
from services.notifications.rules import RULES, Rule
from shared import clock
from shared.events import Event
from shared.ids import new_id
from shared.inbox import Handlers
from shared.readmodels import keep_read_models
from shared.texts import LANGUAGES

handlers = Handlers()
keep_read_models(handlers, person=Person, branch=Branch, client=Client, moved=Delivery.move, erased=Delivery.forget)


@handlers.on(
    "FollowUpScheduled",
    "FollowUpUpdated",
    "FollowUpRescheduled",
    "FollowUpClaimed",
    "FollowUpReleased",
    "FollowUpCompleted",
    "FollowUpCancelled",
    "FollowUpReopened",
)
def know_the_follow_up(event: Event) -> None:
    """Know until when the follow-up waits, and whether it still does."""
    OpenFollowUp.take(event.data, event.sequence)


@handlers.on(*RULES, announced=False)
def tell_people(event: Event) -> None:
    """Tell whom the rule names what fell due, unless that is no longer so or the client asked to be forgotten."""
    client = Client.held([_client_of(event)])[_client_of(event)]
    OpenFollowUp.take(event.data, event.sequence)
    if client.erased or not OpenFollowUp.waits_on(event.subject, date.fromisoformat(event.data["due_on"])):
        return
    rule, now = RULES[event.type], clock.now()
    notice = _notice(event, rule, now) | {"client_id": client.id}
    Delivery.add_all(
        [
            {"id": new_id(), "recipient_id": recipient_id, **_by(channel, now), **notice}
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
        "event_id": event.id,
        "template": rule.template,
        "title": title,
        "body": body,
        "record_type": "follow_up",
        "record_id": event.subject,
        "due_on": date.fromisoformat(follow_up["due_on"]),
        "client_name": client["name"],
        "client_phone": client["phone"],
        "branch_id": UUID(follow_up["branch_id"]),
        "created_at": now,
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
