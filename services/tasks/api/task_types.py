"""Types of tasks: everybody chooses among them, administrators keep the list."""

from typing import Any
from uuid import UUID

from services.tasks.models.task_type import TaskType
from services.tasks.schemas import TaskTypeFilters, TaskTypeIn, TaskTypeOut, TaskTypePatch
from shared.api import Routes
from shared.listing import Listing
from shared.tokens import ADMIN, OPERATOR

routes = Routes("task-types", "Tipos de tarea: cita, llamada, presupuesto…")


@routes.get("/task-types", role=OPERATOR)
@routes.arguments(TaskTypeFilters, location="query")
@routes.list_of(TaskTypeOut)
def list_task_types(filters: dict[str, Any]) -> Listing:
    """The types that a task can be of, in the order in which they were made."""
    return Listing(TaskType, TaskType.rows(), (TaskType.id,), filters)


@routes.post("/task-types", role=ADMIN)
@routes.arguments(TaskTypeIn)
@routes.response(201, TaskTypeOut)
def add_task_type(fields: dict[str, Any]) -> TaskType:
    """A new type; its name is unique without regard to case and accents (409)."""
    return TaskType.add(**fields)


@routes.get("/task-types/<uuid:id>", role=OPERATOR)
@routes.response(200, TaskTypeOut)
def show_task_type(id: UUID) -> TaskType:
    """One type."""
    return TaskType.get_or_404(id)


@routes.patch("/task-types/<uuid:id>", role=ADMIN)
@routes.arguments(TaskTypePatch)
@routes.response(200, TaskTypeOut)
def change_task_type(fields: dict[str, Any], id: UUID) -> TaskType:
    """Change a type; of one with priority, all open tasks are colored from now on."""
    task_type = TaskType.for_change(id)
    task_type.change(**fields)
    return task_type


@routes.delete("/task-types/<uuid:id>", role=ADMIN)
@routes.response(204)
def remove_task_type(id: UUID) -> None:
    """Remove a type that no task has."""
    TaskType.for_change(id).remove()
