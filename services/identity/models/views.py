"""Saved views: filters of a list's page that somebody gave a name, for themselves or for a branch."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.exceptions import Forbidden

from services.identity.models.base import Model, db, queue_for
from services.identity.models.branches import Branch
from services.identity.models.people import User
from shared import trail
from shared.folding import fold
from shared.ids import new_id
from shared.problems import Invalid, Refused
from shared.resources import Rendered, Resource
from shared.schemas import person
from shared.tokens import MANAGER, current_user

PAGES = ("clients", "follow-ups", "interactions", "messages")
NAME, QUERY = 60, 2000  # characters
MOST = 30


class NameTaken(Refused):
    """The person, or the branch, has a view of that page by that name; case and accents make no difference."""

    status, name = 409, "name-taken"


class TooManyViews(Refused):
    """More than somebody could find their way among."""

    status, name = 409, "too-many-views"


class SavedView(Resource, Model):
    """Filters under a name. A view without a branch is its owner's alone; a shared one is its branch's.

    :ivar folded: the name as it is compared and sorted; some letters become several
    :ivar query: the filters as a page's address has them, without the question mark; kept as it was given
    """

    __tablename__ = "saved_views"
    __table_args__ = (
        sa.UniqueConstraint("branch_id", "page", "folded"),
        sa.Index(
            "uq_saved_views_own", "owner_id", "page", "folded", unique=True,
            postgresql_where=sa.text("branch_id IS NULL"), sqlite_where=sa.text("branch_id IS NULL"),
        ),
    )  # fmt: skip

    owner_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    branch_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("branches.id"))
    page: Mapped[str] = mapped_column(sa.String(20))
    name: Mapped[str] = mapped_column(sa.String(NAME))
    folded: Mapped[str] = mapped_column(sa.Text)
    query: Mapped[str] = mapped_column(sa.String(QUERY))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    @classmethod
    def rows(cls) -> sa.Select[Any]:
        own = (cls.id, cls.page, cls.name, cls.query, cls.branch_id, cls.owner_id)
        times = (cls.created_at, cls.updated_at, cls.version)
        return sa.select(*own, User.name.label("owner_name"), *times).join(User, User.id == cls.owner_id)

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered:
        return {
            "id": row.id,
            "page": row.page,
            "name": row.name,
            "query": row.query,
            "branch_id": row.branch_id,
            "owner": person(row.owner_id, row.owner_name),
            "created_at": row.created_at,
            "updated_at": row.updated_at,
            "version": row.version,
        }

    @classmethod
    def visible(cls) -> sa.ColumnElement[bool]:
        """One's own, and those of one's branches; nobody else's own ones, not even for administrators."""
        user = current_user()
        shared = sa.and_(cls.branch_id.is_not(None), user.in_branches(cls.branch_id))
        return sa.or_(shared, sa.and_(cls.branch_id.is_(None), cls.owner_id == user.id))

    @classmethod
    def save(cls, fields: dict[str, Any], at: datetime) -> Self:
        """Keep filters for the signed-in user, or for a branch that they manage.

        :raises NameTaken: there is one of that name
        :raises TooManyViews: there are enough
        :raises werkzeug.exceptions.Forbidden: operators share nothing
        :raises shared.problems.Invalid: not one of the caller's branches
        """
        view = cls(
            id=new_id(), owner_id=current_user().id, branch_id=None, page=fields["page"], version=0, created_at=at
        )
        view._take(fields, at)
        db.session.add(view)
        view._note("ViewSaved")
        return view

    def change(self, fields: dict[str, Any], at: datetime) -> None:
        """Change the name or the filters, share it, or give it back to its owner alone.

        :raises NameTaken: there is one of that name
        :raises TooManyViews: there are enough
        :raises werkzeug.exceptions.Forbidden: it is a branch's, or would be, and the caller manages none
        :raises shared.problems.Invalid: not one of the caller's branches, or back to somebody who is gone
        """
        self._check_may_change()
        self._take(fields, at)
        self._note("ViewChanged")

    def delete(self) -> None:
        """Forget it, for everybody.

        :raises werkzeug.exceptions.Forbidden: it is a branch's, and the caller manages none
        """
        self._check_may_change()
        self._note("ViewDeleted")
        db.session.delete(self)

    @classmethod
    def forget_own(cls, owner_id: UUID) -> None:
        """Forget what nobody but this person could see; what they shared is the branches'."""
        db.session.execute(sa.delete(cls).where(cls.owner_id == owner_id, cls.branch_id.is_(None)))

    def _check_may_change(self) -> None:
        if self.branch_id and current_user().role < MANAGER:
            raise Forbidden

    def _take(self, fields: dict[str, Any], at: datetime) -> None:
        branch_id = fields.get("branch_id", self.branch_id)
        if branch_id != self.branch_id:
            self._check_may_move(branch_id)
        folded = fold(fields.get("name") or self.name)
        self._check_room(folded, branch_id)
        for name, value in fields.items():
            setattr(self, name, value)
        self.folded, self.updated_at = folded, at
        self.version += 1

    def _check_may_move(self, branch_id: UUID | None) -> None:
        user = current_user()
        if user.role < MANAGER:
            raise Forbidden
        if branch_id is None:
            self._check_owner_is_here()
        elif not user.sees(branch_id) or Branch.unknown([branch_id]):
            raise Invalid(branch_id="not-your-branch")

    def _check_owner_is_here(self) -> None:
        """Who is gone would keep what nobody sees."""
        if not db.session.scalar(sa.select(User.active).where(User.id == self.owner_id)):
            raise Invalid(branch_id="inactive")

    def _check_room(self, folded: str, branch_id: UUID | None) -> None:
        """Among the views of one person, or of one branch, each has a name of its own."""
        queue_for(f"views {branch_id or self.owner_id}")
        kept = SavedView.branch_id == branch_id if branch_id else SavedView.owner_id == self.owner_id
        beside = sa.select(SavedView.folded).where(
            kept, SavedView.page == self.page, SavedView.id != self.id,
            SavedView.branch_id.is_not(None) if branch_id else SavedView.branch_id.is_(None),
        )  # fmt: skip
        names = db.session.scalars(beside).all()
        if folded in names:
            raise NameTaken
        if len(names) >= MOST:
            raise TooManyViews(most=MOST)

    def _note(self, action: str) -> None:
        trail.note(action, "view", self.id, branch_id=self.branch_id)
