"""What this service does when the others have news."""

from services.interactions.models import Branch, Client, Interaction, Person
from shared.inbox import Handlers
from shared.readmodels.keeping import keep_read_models

handlers = Handlers()
keep_read_models(
    handlers, person=Person, branch=Branch, client=Client, moved=Interaction.move, erased=Interaction.forget
)
