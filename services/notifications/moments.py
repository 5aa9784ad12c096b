"""What a change of a task means to people: it is theirs now, nobody has taken it, an appointment is coming."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from services.notifications.models.hands import Hand
from services.notifications.models.known import id_of, is_free
from services.notifications.telling import News
from shared.events import Event


def moments_of(event: Event) -> Iterator[News]:
    """The news in a change of a task. The same change, or another that leaves things so, tells nothing new.

    In a task that is announced again nothing is news; but its appointment is still to come.
    """
    task = event.data
    hands = Hand.note(event.subject, event.sequence, id_of(task["operator"]), event.actor_id)
    planned = task["status"] == "planned"
    if not event.announced:
        yield from (_assigned(event, given.person_id, given.by_id) for given in hands)
        if planned and is_free(task):
            yield _unclaimed(event)
    if planned and task["type"]["reminds_client"] and task["client"] and task["planned_at"]:
        yield _appointment(event)


def _assigned(event: Event, person_id: UUID, by_id: UUID | None) -> News:
    return News(event, "task-assigned", f"{event.subject}:{person_id}", with_id=person_id, by_id=by_id)


def _unclaimed(event: Event) -> News:
    made_at = datetime.fromisoformat(event.data["created_at"])
    return News(event, "task-unclaimed", str(event.subject), since=made_at, while_free=True, by_id=event.actor_id)


def _appointment(event: Event) -> News:
    """An appointment at an instant: moved to another one, it is news again."""
    due = str(event.data["planned_at"])
    at = datetime.fromisoformat(due)
    return News(event, "appointment", f"{event.subject}:{due}", since=at, due=due, expires_at=at)
