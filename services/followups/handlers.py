"""What this service does when the others have news."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from services.followups.models import (
    Branch,
    Client,
    FollowUp,
    KnownInteraction,
    Person,
    Sale,
    forget,
    hand_over,
    keep_in_step,
    move,
)
from shared import clock
from shared.events import Event
from shared.inbox import Handlers
from shared.readmodels.keeping import keep_read_models
from shared.telemetry import caused_by

handlers = Handlers()


def _forget(client_id: UUID) -> None:
    forget(client_id, at=clock.now())


def _hand_over(from_id: UUID, to_id: UUID) -> None:
    hand_over(from_id, to_id, at=clock.now())


keep_read_models(
    handlers, person=Person, branch=Branch, client=Client, moved=move, erased=_forget, handed_over=_hand_over
)


@handlers.together("InteractionCreated", "InteractionUpdated", "InteractionDeleted")
def follow_the_interactions(events: Sequence[Event]) -> None:
    """Know the interactions, and keep their follow-ups in step, unless these are older than what is known."""
    held = Client.held({_client_of(event) for event in events})
    events = [_about(event, held[_client_of(event)].id) for event in events]
    erased = {each.id for each in held.values() if each.erased}
    Sale.held({UUID(event.data["sale_id"]) for event in events if event.data["sale_id"]})
    seen = KnownInteraction.take_all(events)
    newer = [event for event in events if event.sequence > seen[event.subject]]
    follow_ups = FollowUp.of_interactions([event.subject for event in newer])
    for event in newer:
        with caused_by(event):
            keep_in_step(event, follow_ups, seen=seen[event.subject])
            if _client_of(event) in erased:
                _forget(_client_of(event))


def _client_of(event: Event) -> UUID:
    return UUID(event.data["client"]["id"])


def _about(event: Event, client_id: UUID) -> Event:
    """The event, about the client whom its own means today."""
    return replace(event, data=event.data | {"client": event.data["client"] | {"id": str(client_id)}})
