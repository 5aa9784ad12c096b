"""The language the services speak to each other: every event there is, and the envelope it travels in.

The envelope is CloudEvents 1.0 in its JSON format; the names are fixed (`docs/events.md`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from shared.ids import new_id

EXCHANGE = "crm.events"
CONTENT_TYPE = "application/cloudevents+json"


@dataclass(frozen=True)
class EventType:
    """A fact that a service publishes.

    :ivar notice: it makes no new version of its subject: time has passed, or others shall do something
    :ivar carries: the schema of its data, where that is not its subject's
    """

    name: str
    service: str
    subject: str
    notice: bool = False
    carries: str = ""

    @property
    def routing_key(self) -> str:
        return f"{self.service}.{self.name}"


def _types(service: str, subject: str, names: str, *, notice: bool = False, carries: str = "") -> Iterable[EventType]:
    return (EventType(name, service, subject, notice, carries) for name in names.split())


CATALOGUE: dict[str, EventType] = {
    each.name: each
    for each in (
        *_types("identity", "user", "UserCreated UserUpdated"),
        *_types("identity", "branch", "BranchCreated BranchUpdated"),
        *_types("identity", "team", "TeamUpdated"),
        *_types("identity", "user", "WorkHandedOver", notice=True, carries="HandOver"),
        *_types(
            "contacts",
            "client",
            "ClientCreated ClientUpdated ClientConverted ClientPromoted ClientLinked ClientErased",
        ),
        *_types("contacts", "client", "ClientsMerged", carries="MergedClient"),
        *_types("contacts", "tag", "TagUpdated TagDeleted"),
        *_types("contacts", "patient", "PatientCreated PatientUpdated"),
        *_types("contacts", "student", "StudentCreated StudentUpdated"),
        *_types("interactions", "interaction", "InteractionCreated InteractionUpdated InteractionDeleted"),
        *_types(
            "followups",
            "follow_up",
            "FollowUpScheduled FollowUpUpdated FollowUpRescheduled FollowUpClaimed FollowUpReleased "
            "FollowUpCompleted FollowUpCancelled FollowUpReopened",
        ),
        *_types("followups", "follow_up", "FollowUpReminderDue FollowUpOverdue", notice=True),
        *_types("followups", "sale", "SaleOpened SaleUpdated SaleConcluded SaleReopened"),
        *_types("tasks", "task", "TaskPlanned TaskUpdated TaskClaimed TaskReleased TaskClosed"),
        *_types("tasks", "task", "TaskReminderDue TaskOverdue", notice=True),
        *_types("tasks", "task_type", "TaskTypeUpdated"),
        *_types("tasks", "history_note", "HistoryNoted"),
        *_types("notifications", "delivery", "NotificationSent NotificationFailed"),
        *_types("notifications", "consent", "ConsentChanged"),
        *_types("notifications", "incoming_message", "MessageReceived", notice=True, carries="IncomingMessage"),
    )
}


@dataclass(frozen=True)
class Trace:
    """Where an event comes from: the request or event that caused it, and who was behind it.

    :ivar direct: somebody did it, in a request or by a command; it does not only follow from what they did
    """

    correlation_id: str
    traceparent: str
    actor_id: UUID | None = None
    direct: bool = False


@dataclass(frozen=True)
class Event:
    """One event as a handler sees it."""

    id: UUID
    type: str
    source: str
    subject: UUID
    time: datetime
    sequence: int
    data: dict[str, Any]
    branch_id: UUID | None = None
    actor_id: UUID | None = None
    correlation_id: str = ""
    traceparent: str = ""
    announced: bool = False
    version: int = 1
    raw: bytes = field(default=b"", repr=False, compare=False)


class Unreadable(ValueError):
    """A message that is no event of ours."""


def seal(
    kind: str,
    subject: UUID,
    sequence: int,
    data: dict[str, Any],
    at: datetime,
    trace: Trace,
    *,
    announced: bool,
) -> tuple[UUID, bytes]:
    """Put a fact into its envelope.

    :returns: the event's id and its bytes
    """
    event_type = CATALOGUE[kind]
    event_id = new_id()
    envelope = {
        "specversion": "1.0",
        "id": event_id,
        "source": f"/services/{event_type.service}",
        "type": kind,
        "subject": str(subject),
        "time": at,
        "datacontenttype": "application/json",
        "dataversion": 1,
        "sequence": sequence,
        "correlationid": trace.correlation_id,
        "traceparent": trace.traceparent,
        "data": data,
    }
    if data.get("branch_id"):
        envelope["branchid"] = data["branch_id"]
    if trace.actor_id:
        envelope["actorid"] = trace.actor_id
    if announced:
        envelope["announced"] = True
    return event_id, orjson.dumps(envelope, option=orjson.OPT_UTC_Z | orjson.OPT_NAIVE_UTC)


def unseal(raw: bytes) -> Event:
    """Read an envelope.

    :raises Unreadable: not JSON, or not one of our events
    """
    try:
        envelope = orjson.loads(raw)
        branch, actor = envelope.get("branchid"), envelope.get("actorid")
        return Event(
            id=UUID(envelope["id"]),
            type=str(envelope["type"]),
            source=str(envelope["source"]),
            subject=UUID(envelope["subject"]),
            time=datetime.fromisoformat(envelope["time"]),
            sequence=int(envelope["sequence"]),
            data=dict(envelope["data"]),
            branch_id=UUID(branch) if branch else None,
            actor_id=UUID(actor) if actor else None,
            correlation_id=str(envelope.get("correlationid", "")),
            traceparent=str(envelope.get("traceparent", "")),
            announced=bool(envelope.get("announced", False)),
            version=int(envelope.get("dataversion", 1)),
            raw=raw,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unreadable(f"not an event of ours: {error!r}") from error
