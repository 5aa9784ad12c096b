"""What this service does when the others have news."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from services.tasks.models.base import db
from services.tasks.models.known import Branch, Client, Person, Team
from services.tasks.models.others import blank, hand_over, keep_days, move_to_kept, release
from services.tasks.models.task import Task
from shared import clock
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


@handlers.on("MessageReceived", announced=False)
def keep_what_the_client_answered(event: Event) -> None:
    """«CONFIRMO» or «CANCELO», in answer to a reminder of a task; the task may be somebody else's by now."""
    client, answers, intent = (event.data[name] for name in ("client", "answers", "intent"))
    if client and answers and intent and answers["type"] == "task":
        client_id = Client.kept(UUID(client["id"]))
        wanted = sa.select(Task).where(Task.id == UUID(answers["id"])).with_for_update()
        task = db.session.scalars(wanted).one_or_none()
        if task and task.client_id == client_id:
            task.hear(intent, said_at=datetime.fromisoformat(event.data["written_at"]), at=clock.now())


@handlers.on("UserCreated", "UserUpdated")
def take_over_from_who_left(event: Event) -> None:
    """Nobody has charge of a task where they work no longer: nobody else could take it."""
    release(db.session.get_one(Person, event.subject, populate_existing=True))


@handlers.on("BranchCreated", "BranchUpdated")
def keep_the_days_of_the_branch(event: Event) -> None:
    """A branch that moves to another time zone takes the days of its tasks along."""
    keep_days(event.subject)
