"""What this service does when the others have news."""

from services.followups.models import Branch, Client, KnownInteraction, Person, keep_in_step
from shared.events import Event
from shared.inbox import Handlers
from shared.readmodels import keep_read_models

handlers = Handlers()
keep_read_models(handlers, person=Person, branch=Branch, client=Client)


@handlers.on("InteractionCreated", "InteractionUpdated", "InteractionDeleted")
def follow_the_interaction(event: Event) -> None:
    """Know the interaction, and keep its follow-up in step, unless this is older than what is known."""
    deleted = event.type == "InteractionDeleted"
    seen = KnownInteraction.take(event.data, event.sequence, deleted=deleted)
    if seen is not None:
        keep_in_step(event.data, seen=seen, deleted=deleted)
