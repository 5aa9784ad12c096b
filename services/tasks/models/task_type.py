"""Types of tasks: an open list that administrators keep."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.tasks.models.base import Model, db
from shared.folding import fold
from shared.ids import new_id
from shared.problems import Refused
from shared.resources import Rendered, Resource
from shared.schemas import NAME_LENGTH

# «Otro», made by the first revision: what a task is unless somebody says otherwise.
DEFAULT_ID = UUID("01900000-0000-7000-8000-000000007a07")


class NameTaken(Refused):
    """Another type has the name, but for case and accents."""

    status, name = 409, "name-taken"


class TypeInUse(Refused):
    """Tasks are of this type, or it is the one that they have by default."""

    status, name = 409, "type-in-use"


class TaskType(Resource, Model):
    """What kind of work a task is. A priority type colors its open tasks; one may remind the client too."""

    __tablename__ = "task_types"

    name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))
    name_folded: Mapped[str] = mapped_column(sa.String(NAME_LENGTH), unique=True)
    priority: Mapped[bool]
    color: Mapped[str] = mapped_column(sa.String(7))
    default_duration_minutes: Mapped[int]
    reminds_client: Mapped[bool]

    @classmethod
    def visible(cls) -> sa.ColumnElement[bool]:
        """The types are the whole house's."""
        return sa.true()

    @classmethod
    def add(cls, name: str, **fields: Any) -> Self:
        """A new type.

        :raises NameTaken: there is one of this name
        """
        task_type = cls(id=new_id(), **fields)
        task_type._rename(name)
        db.session.add(task_type)
        task_type.record("TaskTypeUpdated")
        return task_type

    def change(self, **fields: Any) -> None:
        """Change what is given; what it is already is no change.

        :raises NameTaken: there is one of this name
        """
        changed = {name: value for name, value in fields.items() if getattr(self, name) != value}
        if not changed:
            return
        if "name" in changed:
            self._rename(changed.pop("name"))
        for name, value in changed.items():
            setattr(self, name, value)
        self.record("TaskTypeUpdated")

    def remove(self) -> None:
        """Remove it; nothing is of this type.

        :raises TypeInUse: tasks are of it, or it is the one that they have by default
        """
        tasks = Model.metadata.tables["tasks"]
        uses = sa.select(tasks.c.id).where(tasks.c.type_id == self.id).limit(1)
        if self.id == DEFAULT_ID or db.session.scalar(uses):
            raise TypeInUse
        self.record("TaskTypeUpdated", self.rendered() | {"version": self.version + 1, "deleted": True})
        db.session.delete(self)

    def _rename(self, name: str) -> None:
        folded = fold(name)[:NAME_LENGTH]
        same = sa.select(TaskType.id).where(TaskType.name_folded == folded, TaskType.id != self.id)
        if db.session.scalar(same):
            raise NameTaken
        self.name, self.name_folded = name, folded

    @classmethod
    def rows(cls) -> sa.Select[Any]:
        return sa.select(*sa.inspect(cls).columns)

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered:
        return {
            "id": row.id,
            "name": row.name,
            "priority": row.priority,
            "color": row.color,
            "default_duration_minutes": row.default_duration_minutes,
            "reminds_client": row.reminds_client,
            "version": row.version,
        }
