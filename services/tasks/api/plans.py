"""What a request plans, made complete and checked before anything is changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from services.tasks.models.agenda import conflicts_of
from services.tasks.models.base import db
from services.tasks.models.known import Branch, Client, Person, Team
from services.tasks.models.task import Task
from services.tasks.models.task_type import DEFAULT_ID, TaskType
from shared.problems import Invalid
from shared.resources import Rendered
from shared.tokens import current_user


def completed(plan: Rendered, parent: Task | None = None) -> Rendered:
    """A task as somebody asks for it, with all that it is to be; every other service is asked here.

    :param parent: the task that it follows on: it has that one's client and branch, unless it says otherwise
    :raises Invalid: something that the caller may not name, or that does not go together
    """
    inherited = parent is not None and "client_id" not in plan
    if parent is not None:
        plan = {"client_id": parent.client_id, "branch_id": parent.branch_id, **plan}
    client = known_client(plan.get("client_id"), inherited=inherited)
    branch = Branch.chosen(plan.get("branch_id") or (client.branch_id if client else None))
    check_hands(plan, branch.id)
    rest = {name: value for name, value in plan.items() if name not in {"type_id", "client_id", "branch_id"}}
    return rest | {
        "branch_id": branch.id,
        "zone": branch.time_zone,
        "client_id": Client.hold(client.id) if client else None,
        "task_type": known_type(plan.get("type_id", DEFAULT_ID)),
        "parent": parent,
    }


def known_client(id: UUID | None, *, inherited: bool = False) -> Client | None:
    """The client whom a request names.

    :param inherited: whether it is the client of a task that the caller sees, perhaps one of another branch
    :raises Invalid: there is none in the caller's branches
    """
    if id is None:
        return None
    client = Client.learn(id)
    if client is None or not (inherited or current_user().sees(client.branch_id)):
        raise Invalid(client_id="unknown")
    return client


def known_type(id: UUID) -> TaskType:
    task_type = db.session.get(TaskType, id)
    if task_type is None:
        raise Invalid(type_id="unknown")
    return task_type


def check_hands(fields: Rendered, branch_id: UUID) -> None:
    """Refuse an operator or a team who do not work in the branch.

    :raises Invalid: of `operator_id` or `team_id`
    """
    operator_id, team_id = fields.get("operator_id"), fields.get("team_id")
    if operator_id not in {None, current_user().id}:
        Person.given_work(operator_id, branch_id, "operator_id")
    if team_id:
        Team.given_work(team_id, branch_id, "team_id")


@contextmanager
def inside(part: str) -> Iterator[None]:
    """What is wrong with a part of a request is named with the part."""
    try:
        yield
    except Invalid as refusal:
        raise refusal.within(part) from refusal


def written(task: Task) -> dict[str, Any]:
    """A task as the answer to a write shows it: with the operator's other tasks at that time."""
    return task.rendered() | {"conflicts": conflicts_of(task)}
