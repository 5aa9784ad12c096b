"""Tags of tasks: free words, found without regard to case and accents."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.tasks.models.base import Model, db
from shared.folding import fold

TAG_LENGTH = 60
# Folding makes several letters of some signs: what is beyond this is not told apart.
FOLDED_LENGTH = 120


class TaskTag(Model):
    """A tag that a task has, as it is looked for and as it was written."""

    __tablename__ = "task_tags"
    __table_args__ = (sa.Index(None, "tag_folded", "task_id"),)

    task_id: Mapped[UUID] = mapped_column(primary_key=True)
    tag_folded: Mapped[str] = mapped_column(sa.String(FOLDED_LENGTH), primary_key=True)
    tag: Mapped[str] = mapped_column(sa.String(TAG_LENGTH))


def folded(tag: str) -> str:
    return fold(tag)[:FOLDED_LENGTH]


def distinct(tags: Iterable[str]) -> list[str]:
    """The tags in their order, without those that say the same as one before."""
    found: dict[str, str] = {}
    for tag in tags:
        found.setdefault(folded(tag), tag)
    return list(found.values())


def retag(task_id: UUID, tags: Iterable[str]) -> None:
    """Let a task be found by these tags, and no others."""
    db.session.execute(sa.delete(TaskTag).where(TaskTag.task_id == task_id))
    rows = [{"task_id": task_id, "tag_folded": folded(tag), "tag": tag} for tag in tags]
    if rows:
        db.session.execute(sa.insert(TaskTag), rows)


def tagged(tags: Sequence[str], task_id: Any) -> sa.ColumnElement[bool]:
    """The condition for tasks that have one of these tags."""
    having = sa.select(TaskTag.task_id).where(TaskTag.tag_folded.in_([folded(tag) for tag in tags]))
    return task_id.in_(having)
