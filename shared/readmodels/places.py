"""Branches and teams of identity."""

from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from shared.problems import Invalid
from shared.readmodels.base import ReadModel
from shared.schemas import NAME_LENGTH
from shared.service import this_service
from shared.tokens import User, current_user


class BranchRow(ReadModel):
    """A branch of identity."""

    owner = ("identity", "branches")

    name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))
    time_zone: Mapped[str] = mapped_column(sa.String(60))
    phone_region: Mapped[str] = mapped_column(sa.String(2))
    pack: Mapped[str] = mapped_column(sa.String(20))

    @classmethod
    def fields(cls, data: dict[str, Any]) -> dict[str, Any]:
        return {name: data[name] for name in ("name", "time_zone", "phone_region", "pack")}

    @classmethod
    def default_for(cls, user: User) -> UUID:
        """The branch of what a user makes without naming one: their first; an admin's is the oldest of all."""
        if user.branch_ids:
            return user.branch_ids[0]
        session = this_service().db.session
        first = session.scalar(sa.select(cls.id).order_by(cls.id).limit(1))
        if first is None:
            raise Invalid(branch_id="required")
        return first

    @classmethod
    def chosen(cls, given: UUID | None) -> Self:
        """The branch that a request names, or the caller's own.

        :raises Invalid: not one of the caller's
        """
        user = current_user()
        branch_id = given or cls.default_for(user)
        branch = cls.learn(branch_id) if user.sees(branch_id) else None
        if branch is None:
            raise Invalid(branch_id="not-your-branch")
        return branch


class TeamRow(ReadModel):
    """A team of identity."""

    owner = ("identity", "teams")

    name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))
    branch_id: Mapped[UUID]
    member_ids: Mapped[list[Any]]

    @classmethod
    def fields(cls, data: dict[str, Any]) -> dict[str, Any]:
        return {
            "name": data["name"],
            "branch_id": UUID(str(data["branch_id"])),
            "member_ids": [str(each) for each in data["member_ids"]],
        }

    @classmethod
    def given_work(cls, id: UUID, branch_id: UUID, field: str) -> UUID:
        """A team that can be given work in a branch.

        :raises Invalid: unknown, or of another branch
        """
        known = cls.learn(id)
        if known is None or known.branch_id != branch_id:
            raise Invalid(**{field: "other-branch" if known else "unknown"})
        return id
