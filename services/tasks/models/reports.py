"""How many tasks there are of each status, by their tags, types or operators."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.tasks.models.known import name_of
from services.tasks.models.tags import TaskTag
from services.tasks.models.task import Status, Task
from services.tasks.models.task_type import TaskType
from shared.resources import Rendered

_NOBODY = UUID(int=0)


class By(StrEnum):
    """What tasks are counted by."""

    TAG = "tag"
    TYPE = "type"
    OPERATOR = "operator"


class TaskCount:
    """The tasks of one tag, type or operator."""

    @classmethod
    def rows(cls, by: By, *conditions: sa.ColumnElement[bool]) -> sa.Select[Any]:
        """Select what is counted, with its key and its name. A task of two tags counts for both."""
        counted = _counted(by, *conditions).subquery()
        key, name = _named(by, counted.c.key, counted.c.written)
        numbers = (counted.c[status] for status in (*Status, "total"))
        return sa.select(key.label("key"), name.label("name"), *numbers)

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered:
        numbers = {str(status): getattr(row, status) for status in Status}
        # A tag is looked for as it is written.
        key = row.name if isinstance(row.key, str) else row.key
        return {"key": None if key == _NOBODY else key, "name": row.name, **numbers, "total": row.total}


def _counted(by: By, *conditions: sa.ColumnElement[bool]) -> sa.Select[Any]:
    key: Any = {By.TAG: TaskTag.tag_folded, By.TYPE: Task.type_id, By.OPERATOR: Task.operator_id}[by]
    # One tag may be written in several ways; which one stands for all of them must not change from page to page.
    written = sa.func.min(TaskTag.tag) if by == By.TAG else sa.null()
    numbers = (sa.func.count().filter(Task.status == str(status)).label(status) for status in Status)
    tasks = sa.join(Task, TaskTag, TaskTag.task_id == Task.id) if by == By.TAG else Task
    return (
        sa.select(key.label("key"), written.label("written"), *numbers, sa.func.count().label("total"))
        .select_from(tasks)
        .where(*conditions)
        .group_by(key)
    )


def _named(by: By, key: Any, written: Any) -> tuple[Any, Any]:
    if by == By.TAG:
        return key, written
    if by == By.TYPE:
        return key, sa.select(TaskType.name).where(TaskType.id == key).scalar_subquery()
    return sa.func.coalesce(key, sa.literal(_NOBODY, sa.Uuid())), name_of(key)
