"""What this service does when the others have news."""

from collections.abc import Sequence

from services.followups.models import Branch, Client, FollowUp, KnownInteraction, Person, keep_in_step
from shared.events import Event
from shared.inbox import Handlers
from shared.readmodels import keep_read_models
from shared.telemetry import caused_by

handlers = Handlers()
keep_read_models(handlers, person=Person, branch=Branch, client=Client)


@handlers.together("InteractionCreated", "InteractionUpdated", "InteractionDeleted")
def follow_the_interactions(events: Sequence[Event]) -> None:
    """Know the interactions, and keep their follow-ups in step, unless these are older than what is known."""
    seen = KnownInteraction.take_all(events)
    newer = [event for event in events if event.sequence > seen[event.subject]]
    follow_ups = FollowUp.of_interactions([event.subject for event in newer])
    for event in newer:
        with caused_by(event):
            keep_in_step(event, follow_ups, seen=seen[event.subject])
