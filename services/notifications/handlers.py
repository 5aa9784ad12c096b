"""What this service does when the others have news."""

from collections.abc import Sequence

from services.notifications.digests import plan_digests
from services.notifications.models import Branch, Client, KnownRecord, Person, Team
from services.notifications.models.upkeep import follow, forget, move
from services.notifications.moments import moments_of
from services.notifications.telling import due_news, tell
from shared import clock
from shared.events import Event
from shared.inbox import Handlers
from shared.readmodels.keeping import keep_read_models

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
    now = clock.now()
    KnownRecord.take_all((event.data, event.sequence) for event in events)
    follow([event.subject for event in events], at=now)
    plan_digests(KnownRecord.to_be_done([event.subject for event in events]), now)


@handlers.on("FollowUpOverdue", "FollowUpReminderDue", "TaskOverdue", "TaskReminderDue", announced=False)
def tell_what_is_due(event: Event) -> None:
    """Tell whom the rules name that a day or an instant has come."""
    tell(due_news(event), now=clock.now())


@handlers.on("TaskPlanned", "TaskUpdated", "TaskClaimed", "TaskReleased", "TaskClosed")
def tell_of_tasks(event: Event) -> None:
    """Tell whom the rules name what a change of a task means to them."""
    for news in moments_of(event):
        tell(news, now=clock.now())
