"""Who works where, and who is in which team."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.identity.models.base import Model, db


class Employment(Model):
    """A user works in a branch. What they make without naming a branch belongs to their first."""

    __tablename__ = "employments"

    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"), primary_key=True)
    branch_id: Mapped[UUID] = mapped_column(sa.ForeignKey("branches.id"), primary_key=True, index=True)
    position: Mapped[int]


class Membership(Model):
    """A user is in a team."""

    __tablename__ = "memberships"

    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"), primary_key=True)
    team_id: Mapped[UUID] = mapped_column(sa.ForeignKey("teams.id"), primary_key=True, index=True)


def leave(*which: sa.ColumnElement[bool]) -> None:
    """End memberships."""
    db.session.execute(sa.delete(Membership).where(*which))


def joined(ids: Any, where: Any, order: Any, owner: type[Model]) -> sa.ScalarSelect[str]:
    """Ids of a link table as one text, in order: every database can join texts, few can make lists."""
    linked = sa.select(sa.cast(ids, sa.String(36)).label("id")).where(where).order_by(order)
    inner = linked.correlate(owner).subquery()
    return sa.select(sa.func.aggregate_strings(inner.c.id, ",")).scalar_subquery()


def ids_of(text: str | None) -> list[UUID]:
    """The ids that `joined` has made one text of."""
    return [UUID(each) for each in text.split(",")] if text else []
