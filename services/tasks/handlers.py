"""What this service does when the others have news."""

from services.tasks.models.known import Branch, Client, Person, Team
from services.tasks.models.others import blank, hand_over, keep_days, move_to_kept
from shared.events import Event
from shared.inbox import Handlers
from shared.readmodels.keeping import keep_read_models

handlers = Handlers()
keep_read_models(
    handlers,
    person=Person,
    branch=Branch,
    client=Client,
    team=Team,
    moved=move_to_kept,
    erased=blank,
    handed_over=hand_over,
)


@handlers.on("BranchCreated", "BranchUpdated")
def keep_the_days_of_the_branch(event: Event) -> None:
    """A branch that moves to another time zone takes the days of its tasks along."""
    keep_days(event.subject)
