"""What becomes of tasks and notes when others change: clients are merged or erased, people leave, clocks move."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.tasks.models.base import db
from services.tasks.models.history import HistoryNote
from services.tasks.models.known import Branch, Person
from services.tasks.models.tags import TaskTag
from services.tasks.models.task import IS_OPEN, Task, span
from shared.tokens import ADMIN


def move_to_kept(duplicate_id: UUID, kept_id: UUID) -> None:
    """Give what is about a duplicate to the client who was kept."""
    _change(Task, Task.client_id == duplicate_id, "TaskUpdated", client_id=kept_id)
    _change(HistoryNote, HistoryNote.client_id == duplicate_id, "HistoryNoted", client_id=kept_id)


def blank(client_id: UUID) -> None:
    """Forget what was written about a client."""
    written = sa.select(Task.id).where(Task.client_id == client_id)
    nothing = {"description": "", "description_folded": "", "tags": []}
    told = {name: sa.case((getattr(Task, name).is_(None), None), else_="") for name in ("outcome", "closing_note")}
    _change(Task, Task.client_id == client_id, "TaskUpdated", **nothing, **told)
    # After the tasks, which somebody may just be giving tags.
    db.session.execute(sa.delete(TaskTag).where(TaskTag.task_id.in_(written)))
    on_their_tasks = sa.and_(HistoryNote.client_id.is_(None), HistoryNote.task_id.in_(written))
    _change(HistoryNote, sa.or_(HistoryNote.client_id == client_id, on_their_tasks), "HistoryNoted", text="")


def hand_over(from_id: UUID, to_id: UUID) -> None:
    """Give the open tasks of a person to another; what they had taken charge of is for anybody to take."""
    theirs = sa.or_(Task.operator_id == from_id, Task.claimed_by_id == from_id)
    held = Task.claimed_by_id == from_id
    _change(
        Task,
        sa.and_(IS_OPEN, theirs),
        "TaskUpdated",
        operator_id=sa.case((Task.operator_id == from_id, to_id), else_=Task.operator_id),
        claimed_by_id=sa.case((held, None), else_=Task.claimed_by_id),
        claimed_at=sa.case((held, None), else_=Task.claimed_at),
    )


def release(person: Person) -> None:
    """Let anybody take what a person had taken charge of where they work no longer."""
    if person.active and person.role == ADMIN.label:
        return
    here = [UUID(id) for id in person.branch_ids] if person.active else []
    held = sa.and_(IS_OPEN, Task.claimed_by_id == person.id, Task.branch_id.not_in(here))
    _change(Task, held, "TaskReleased", claimed_by_id=None, claimed_at=None)


def keep_days(branch_id: UUID) -> None:
    """Let whole days be those of the branch's time zone; it may be another one than when they were planned.

    That shows nowhere but in what is overdue: it is no change of a task.
    """
    zone = Branch.zone_of(branch_id)
    of_day = sa.and_(Task.branch_id == branch_id, Task.planned_at.is_(None))
    planned = sa.select(Task.due_on, sa.func.min(Task.starts_at), sa.func.max(Task.starts_at)).where(of_day)
    for day, *known in db.session.execute(planned.group_by(Task.due_on)).all():
        starts_at, ends_at = span(None, day, 0, zone)
        if any(each != starts_at for each in known):
            moved = sa.update(Task).where(of_day, Task.due_on == day)
            db.session.execute(moved.values(starts_at=starts_at, ends_at=ends_at))


def _change(cls: type[Task] | type[HistoryNote], which: sa.ColumnElement[bool], kind: str, **values: Any) -> None:
    """Change rows at once, and tell of each."""
    changed = db.session.execute(
        sa.update(cls)
        .where(which)
        .values(version=cls.version + 1, **values)
        .returning(cls.id, cls.version)
        .execution_options(synchronize_session=False)
    )
    cls.record_all([(row.id, row.version) for row in changed], kind)
