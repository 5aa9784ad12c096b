"""Tasks: planned, taken charge of, closed, and followed by others."""

from typing import Any
from uuid import UUID

from flask import url_for

from services.tasks.api.plans import check_hands, completed, inside, known_client, known_type, written
from services.tasks.finding import listing
from services.tasks.models.base import db
from services.tasks.models.known import Branch, Client, Person
from services.tasks.models.task import Task
from services.tasks.schemas import ChainOut, ClosedOut, ClosingIn, TaskFilters, TaskIn, TaskOut, TaskPatch
from shared import clock
from shared.api import Routes
from shared.listing import Listing
from shared.resources import Rendered
from shared.schemas import NoFields
from shared.tokens import OPERATOR, current_user

routes = Routes("tasks", "Tareas: qué hay que hacer, cuándo y a cargo de quién.")


@routes.get("/tasks", role=OPERATOR)
@routes.arguments(TaskFilters, location="query")
@routes.list_of(TaskOut)
def list_tasks(filters: dict[str, Any]) -> Listing:
    """Tasks, the newest first; with `sort=planned` by the time that they are planned for."""
    return listing(filters)


@routes.post("/tasks", role=OPERATOR)
@routes.arguments(TaskIn)
@routes.response(201, TaskOut)
def plan_task(plan: dict[str, Any]) -> Rendered:
    """Plan something to do, for an instant or a day; with a client or without."""
    return written(_planned(completed(plan)))


def _planned(plan: Rendered) -> Task:
    Person.learn_caller()
    return Task.plan(by=current_user().id, at=clock.now(), **plan)


@routes.get("/tasks/<uuid:id>", role=OPERATOR)
@routes.response(200, TaskOut)
def show_task(id: UUID) -> Task:
    """One task."""
    return Task.get_or_404(id)


@routes.patch("/tasks/<uuid:id>", role=OPERATOR)
@routes.arguments(TaskPatch)
@routes.response(200, TaskOut)
def change_task(fields: dict[str, Any], id: UUID) -> Rendered:
    """Change a task. Moved from one instant to another, it takes its reminders along."""
    branch_id = Task.get_or_404(id).branch_id
    client = known_client(fields.get("client_id"))
    check_hands(fields, branch_id)
    if "type_id" in fields:
        known_type(fields["type_id"])
    if client:
        fields["client_id"] = Client.hold(client.id)
    task = Task.for_change(id)
    if task.client_id:
        Client.refuse_erased(task.client_id)
    task.change(zone=Branch.zone_of(branch_id), at=clock.now(), **fields)
    return written(task)


@routes.post("/tasks/<uuid:id>/claim", role=OPERATOR)
@routes.arguments(NoFields)
@routes.response(200, TaskOut)
def claim_task(_nothing: dict[str, Any], id: UUID) -> Task:
    """Take charge of it until it is closed or released; of many at once exactly one does (409)."""
    Person.learn_caller()
    task = Task.for_change(id)
    task.claim(current_user().id, at=clock.now())
    return task


@routes.post("/tasks/<uuid:id>/release", role=OPERATOR)
@routes.arguments(NoFields)
@routes.response(200, TaskOut)
def release_task(_nothing: dict[str, Any], id: UUID) -> Task:
    """Leave it to others."""
    task = Task.for_change(id)
    task.release(current_user().id, at=clock.now())
    return task


@routes.post("/tasks/<uuid:id>/close", role=OPERATOR)
@routes.arguments(ClosingIn)
@routes.response(200, ClosedOut)
def close_task(closing: dict[str, Any], id: UUID) -> dict[str, Any]:
    """«Cerrar», «Cerrar con una nota»; with `next`, «Seguir»: it goes on with another task."""
    plan, next_one = closing.pop("next", None), None
    if plan:
        with inside("next"):
            plan = completed(plan, parent=Task.get_or_404(id))
    Person.learn_caller()
    task = Task.for_change(id)
    if task.client_id and (closing.get("outcome") or closing.get("note")):
        Client.refuse_erased(task.client_id)
    task.close(by=current_user().id, at=clock.now(), **closing)
    if plan:
        next_one = written(_planned(plan | {"parent": task}))
    return {"task": task, "next": next_one}


@routes.post("/tasks/<uuid:id>/follow", role=OPERATOR)
@routes.arguments(TaskIn)
@routes.response(201, TaskOut)
def follow_task(plan: dict[str, Any], id: UUID) -> tuple[Rendered, dict[str, str]]:
    """Plan a task that follows on this one, which stays as it is."""
    task = _planned(completed(plan, parent=Task.get_or_404(id)))
    return written(task), {"Location": url_for("tasks.show_task", id=task.id)}


@routes.get("/tasks/<uuid:id>/chain", role=OPERATOR)
@routes.response(200, ChainOut)
def show_chain(id: UUID) -> dict[str, Any]:
    """The whole thread of a task, from its root, in the order in which they were made; those that you may see."""
    root_id = Task.get_or_404(id).root_id
    thread = Task.rows().where(Task.root_id == root_id, Task.visible()).order_by(Task.created_at, Task.id)
    now = clock.now()
    return {"items": [Task.shown(row, now) for row in db.session.execute(thread)]}
