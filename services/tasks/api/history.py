"""«Historial»: notes on clients, on tasks, or on any other matter."""

from typing import Any
from uuid import UUID

from services.tasks.api.plans import known_client
from services.tasks.models.base import db
from services.tasks.models.history import HistoryNote
from services.tasks.models.known import Branch, Client, Person
from services.tasks.models.task import Task
from services.tasks.schemas import HistoryFilters, HistoryNoteIn, HistoryNoteOut
from shared import clock
from shared.api import Routes
from shared.listing import Listing
from shared.problems import Invalid
from shared.tokens import OPERATOR, current_user

routes = Routes("history", "Historial: notas sobre clientes, tareas u otros asuntos.")


@routes.get("/history", role=OPERATOR)
@routes.arguments(HistoryFilters, location="query")
@routes.list_of(HistoryNoteOut)
def list_notes(filters: dict[str, Any]) -> Listing:
    """Notes, the newest first."""
    chosen = [getattr(HistoryNote, name).in_(filters[name]) for name in _FILTERS if filters.get(name)]
    query = HistoryNote.rows().where(HistoryNote.visible(), *chosen)
    return Listing(HistoryNote, query, (HistoryNote.occurred_at, HistoryNote.id), filters, descending=True)


_FILTERS = ("client_id", "task_id", "branch_id")


@routes.post("/history", role=OPERATOR)
@routes.arguments(HistoryNoteIn)
@routes.response(201, HistoryNoteOut)
def write_note(fields: dict[str, Any]) -> HistoryNote:
    """«Añadir Historial». A note on a task is on its client too, unless it says otherwise."""
    about, with_id = _matter(fields)
    client = known_client(about.get("client_id"), inherited="client_id" not in fields)
    branch = Branch.chosen(about.pop("branch_id", None) or (client.branch_id if client else None))
    Person.learn_caller()
    if with_id:
        Client.hold(with_id)
    if client:
        about["client_id"] = Client.hold(client.id)
    return HistoryNote.note(by=current_user().id, at=clock.now(), branch_id=branch.id, **about)


def _matter(fields: dict[str, Any]) -> tuple[dict[str, Any], UUID | None]:
    """What a note says, completed from the task that it names, and the client whom that is with."""
    if fields.get("task_id") is None:
        return fields, None
    task = db.session.query(Task).where(Task.id == fields["task_id"], Task.visible()).one_or_none()
    if task is None:
        raise Invalid(task_id="unknown")
    return {"client_id": task.client_id, "branch_id": task.branch_id, **fields}, task.client_id


@routes.get("/history/<uuid:id>", role=OPERATOR)
@routes.response(200, HistoryNoteOut)
def show_note(id: UUID) -> HistoryNote:
    """One note."""
    return HistoryNote.get_or_404(id)


@routes.delete("/history/<uuid:id>", role=OPERATOR)
@routes.response(204)
def remove_note(id: UUID) -> None:
    """Remove a note for good."""
    HistoryNote.for_change(id).remove()
