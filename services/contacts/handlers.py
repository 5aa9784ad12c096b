"""What this service does when the others have news."""

from collections.abc import Sequence
from uuid import UUID

from services.contacts.models.base import Branch, Person
from services.contacts.models.clients import Client
from services.contacts.models.imports import touch_all
from shared.events import Event
from shared.inbox import Handlers
from shared.readmodels.keeping import keep_read_models

handlers = Handlers()
keep_read_models(handlers, person=Person, branch=Branch)
handlers.erased_among = Client.erased_among


@handlers.together("InteractionCreated", "FollowUpScheduled", "SaleOpened", "TaskPlanned", "HistoryNoted")
def note_that_something_happened(events: Sequence[Event]) -> None:
    """Who was spoken to since they were imported stays, even if the import is reverted."""
    clients = (event.data.get("client") for event in events if not event.announced)
    touch_all({UUID(str(client["id"])) for client in clients if client})
