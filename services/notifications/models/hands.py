"""Whose hands a task has been in: who had it in each of its versions, and who gave it to them."""

from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models.base import Model, db
from shared.inbox import insert
from shared.service import this_service

# Versions of a task: no two events of one task pass each other by more.
KEPT = 50


class Given(NamedTuple):
    """Somebody was given a task by somebody else, or by nobody."""

    person_id: UUID
    by_id: UUID | None


class Hand(Model):
    """Who had a task in a version of it. Events come in any order: who has it now does not tell who was given it."""

    __tablename__ = "hands"

    task_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[UUID | None]
    by_id: Mapped[UUID | None]

    @classmethod
    def note(cls, task_id: UUID, version: int, person_id: UUID | None, by_id: UUID | None) -> list[Given]:
        """Keep who has a task.

        :returns: who was given it, as far as this version and the ones beside it tell
        """
        row = {"task_id": task_id, "version": version, "person_id": person_id, "by_id": by_id}
        db.session.execute(insert(this_service().dialect, cls).values(row).on_conflict_do_nothing())
        db.session.execute(sa.delete(cls).where(cls.task_id == task_id, cls.version < version - KEPT))
        beside = sa.select(cls).where(cls.task_id == task_id, cls.version.between(version - 1, version + 1))
        known = {each.version: each for each in db.session.scalars(beside)}
        pairs = [(known[each], known.get(each - 1)) for each in (version, version + 1) if each in known]
        return [given for now, before in pairs if (given := _given(now, before))]


def _given(now: Hand, before: Hand | None) -> Given | None:
    """Who was given a task in a version of it, if the version before tells that somebody was."""
    if now.person_id is None or now.person_id == now.by_id:
        return None
    fresh = now.version == 1 or (before is not None and before.person_id != now.person_id)
    return Given(now.person_id, now.by_id) if fresh else None
