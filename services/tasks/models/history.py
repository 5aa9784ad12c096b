"""«Historial»: notes on what was done, or on any matter of the house."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.tasks.models.base import Model, db
from services.tasks.models.known import Client, name_of
from shared.ids import new_id
from shared.resources import Rendered, Resource
from shared.schemas import NOTES_LENGTH, client_ref, person


class HistoryNote(Resource, Model):
    """A note on a client, on a task, or on neither."""

    __tablename__ = "history"
    __table_args__ = (
        sa.Index(None, "occurred_at", "id"),
        sa.Index(None, "client_id", "occurred_at", "id"),
        sa.Index(None, "task_id", "occurred_at", "id"),
    )

    branch_id: Mapped[UUID]
    client_id: Mapped[UUID | None]
    task_id: Mapped[UUID | None]
    text: Mapped[str] = mapped_column(sa.String(NOTES_LENGTH))
    occurred_at: Mapped[datetime]
    author_id: Mapped[UUID]
    created_at: Mapped[datetime]

    @classmethod
    def note(
        cls, text: str, *, by: UUID, at: datetime, branch_id: UUID, occurred_at: datetime | None = None, **about: Any
    ) -> Self:
        """Write something down.

        :param about: `client_id`, `task_id`
        :param occurred_at: when it was; by default now
        """
        note = cls(
            id=new_id(), text=text, author_id=by, branch_id=branch_id, occurred_at=occurred_at or at, created_at=at,
            **about,
        )  # fmt: skip
        db.session.add(note)
        note.record("HistoryNoted")
        return note

    def remove(self) -> None:
        """Remove it for good; whoever has read it hears of that."""
        self.record("HistoryNoted", self.rendered() | {"version": self.version + 1, "text": "", "deleted": True})
        db.session.delete(self)

    @classmethod
    def rows(cls) -> sa.Select[Any]:
        return sa.select(
            *sa.inspect(cls).columns,
            Client.name.label("client_name"),
            Client.phone.label("client_phone"),
            name_of(cls.author_id).label("author_name"),
        ).join(Client, Client.id == cls.client_id, isouter=True)

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered:
        return {
            "id": row.id,
            "client": client_ref(row.client_id, row.client_name, row.client_phone),
            "task_id": row.task_id,
            "text": row.text,
            "occurred_at": row.occurred_at,
            "author": person(row.author_id, row.author_name),
            "branch_id": row.branch_id,
            "created_at": row.created_at,
            "version": row.version,
        }
