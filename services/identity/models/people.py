"""Users and their teams. Who is in which team is told by both, and kept once."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Self
from uuid import UUID

import phonenumbers
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.exceptions import Forbidden

from services.identity.models.base import Model, db, queue_for
from services.identity.models.branches import Branch
from services.identity.models.links import Employment, Membership, ids_of, joined, leave
from services.identity.models.sessions import Session
from shared.ids import new_id
from shared.problems import Invalid, Refused
from shared.resources import Rendered, Resource
from shared.schemas import NAME_LENGTH
from shared.service import this_service
from shared.tokens import ADMIN, current_user

_PRIVATE = ("email", "phone", "created_at", "updated_at")
_PLAIN = ("name", "email", "role", "active")


class EmailTaken(Refused):
    """Another user signs in with that e-mail."""

    status, name = 409, "email-taken"


class LastAdmin(Refused):
    """Without an active administrator nobody could let anybody in again."""

    status, name = 409, "last-admin"


class User(Resource, Model):
    """Somebody who signs in."""

    __tablename__ = "users"

    name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))
    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    phone: Mapped[str | None] = mapped_column(sa.String(20))
    role: Mapped[str] = mapped_column(sa.String(20))
    active: Mapped[bool]
    password_hash: Mapped[str] = mapped_column(sa.String(200))
    # Who was given this person's open work last.
    successor_id: Mapped[UUID | None]
    handed_over_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    @classmethod
    def rows(cls) -> sa.Select[Any]:
        return sa.select(
            cls.id,
            cls.name,
            cls.email,
            cls.phone,
            cls.role,
            cls.active,
            joined(Employment.branch_id, Employment.user_id == cls.id, Employment.position, cls).label("branches"),
            joined(Membership.team_id, Membership.user_id == cls.id, Membership.team_id, cls).label("teams"),
            cls.created_at,
            cls.updated_at,
            cls.version,
        )

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered:
        """The whole user; what others may see of it is told by `SeenUser`."""
        return {
            "id": row.id,
            "name": row.name,
            "email": row.email,
            "phone": row.phone,
            "role": row.role,
            "active": row.active,
            "branch_ids": ids_of(row.branches),
            "team_ids": ids_of(row.teams),
            "created_at": row.created_at,
            "updated_at": row.updated_at,
            "version": row.version,
        }

    @classmethod
    def visible(cls) -> sa.ColumnElement[bool]:
        """Users of the same branches, oneself, and administrators: their names stand in everybody's records."""
        user = current_user()
        if user.role == ADMIN:
            return sa.true()
        return sa.or_(cls.id == user.id, cls.role == ADMIN.label, cls.works_in(user.branch_ids))

    @classmethod
    def works_in(cls, branch_ids: Iterable[UUID]) -> sa.ColumnElement[bool]:
        """The condition for users of any of the branches."""
        employed = sa.select(Employment.user_id).where(Employment.branch_id.in_(branch_ids))
        return cls.id.in_(employed)

    @classmethod
    def register(cls, fields: dict[str, Any], password_hash: str, at: datetime) -> Self:
        """A new user.

        :raises EmailTaken: somebody else has the e-mail
        :raises shared.problems.Invalid: branches, teams or phone that cannot be
        """
        user = cls(id=new_id(), phone=None, password_hash=password_hash, created_at=at)
        _check_email(user.id, fields["email"])
        user._take(fields, at)
        db.session.add(user)
        db.session.flush()
        user._place(fields.get("branch_ids", []), fields.get("team_ids", []))
        user.record("UserCreated")
        return user

    def change(self, fields: dict[str, Any], password_hash: str | None, at: datetime) -> None:
        """Change what is given. A new password, and being made inactive, end the user's sessions.

        :raises EmailTaken: somebody else has the e-mail
        :raises LastAdmin: nobody else could administer
        :raises shared.problems.Invalid: branches, teams or phone that cannot be
        """
        _check_email(self.id, fields.get("email", self.email))
        governed = self._governs()
        self._take(fields, at)
        if governed and not self._governs():
            _check_other_admin(self.id)
        self._place(fields.get("branch_ids"), fields.get("team_ids"))
        if password_hash:
            self.password_hash = password_hash
        if password_hash or not self.active:
            Session.end_all(self.id)
        self.record("UserUpdated")

    def hand_over(self, to: Self, at: datetime) -> None:
        """Let this person's open work go to another, who also gets what comes late once they are inactive.

        :raises shared.problems.Invalid: to somebody who does not work here
        """
        if not to.active:
            raise Invalid(to_id="inactive")
        self.successor_id, self.handed_over_at = to.id, at
        self.record("WorkHandedOver", self.handed_over)

    def handed_over_since(self, at: datetime) -> bool:
        return self.handed_over_at is not None and self.handed_over_at >= at

    @property
    def handed_over(self) -> Rendered:
        """What is told of the last time that the work went to somebody."""
        return {"from_id": self.id, "to_id": self.successor_id}

    @classmethod
    def announce(cls, versions: Iterable[tuple[UUID, int]], kind: str) -> None:
        """Publish what users are, and who took over from them."""
        stated = list(versions)
        super().announce(stated, kind)
        followed = sa.select(cls).where(cls.id.in_([id for id, _ in stated]), cls.successor_id.is_not(None))
        for user in db.session.scalars(followed):
            user.record("WorkHandedOver", user.handed_over, announced=True)

    def _governs(self) -> bool:
        return self.active and self.role == ADMIN.label

    def _take(self, fields: dict[str, Any], at: datetime) -> None:
        for name in _PLAIN:
            if name in fields:
                setattr(self, name, fields[name])
        if "phone" in fields:
            self.phone = _e164(fields["phone"], fields.get("branch_ids") or self.branch_ids())
        self.updated_at = at

    def _place(self, branch_ids: list[UUID] | None, team_ids: list[UUID] | None) -> None:
        """Put the user into branches and teams; None leaves them as they are, but for teams of branches left."""
        before = self.branch_ids()
        branches = before if branch_ids is None else list(dict.fromkeys(branch_ids))
        if not branches and self.role != ADMIN.label:
            raise Invalid(branch_ids="required")
        if Branch.unknown(branches):
            raise Invalid(branch_ids="unknown")
        if branches != before:
            db.session.execute(sa.delete(Employment).where(Employment.user_id == self.id))
            employments = ((branch_id, position) for position, branch_id in enumerate(branches))
            db.session.add_all(Employment(user_id=self.id, branch_id=id, position=place) for id, place in employments)
        self._join(branches, team_ids)

    def _join(self, branches: list[UUID], team_ids: list[UUID] | None) -> None:
        before = set(db.session.scalars(sa.select(Membership.team_id).where(Membership.user_id == self.id)))
        wanted = before if team_ids is None else set(team_ids)
        teams = {team.id: team for team in db.session.scalars(sa.select(Team).where(Team.id.in_(wanted | before)))}
        open_to = {id for id in teams if self.role == ADMIN.label or teams[id].branch_id in branches}
        if team_ids is None:
            wanted = before & open_to
        elif not wanted <= teams.keys():
            raise Invalid(team_ids="unknown")
        elif not wanted <= open_to:
            raise Invalid(team_ids="other-branch")
        leave(Membership.user_id == self.id, Membership.team_id.in_(before - wanted))
        db.session.add_all(Membership(user_id=self.id, team_id=id) for id in wanted - before)
        for id in before ^ wanted:
            teams[id].record("TeamUpdated")

    def branch_ids(self) -> list[UUID]:
        query = sa.select(Employment.branch_id).where(Employment.user_id == self.id)
        return list(db.session.scalars(query.order_by(Employment.position)))


class SeenUser(Resource):
    """A user as the signed-in one sees them: whole only for themselves and for administrators."""

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered:
        return cls.part_of(User.shown(row, now))

    @staticmethod
    def part_of(whole: Rendered) -> Rendered:
        caller = current_user()
        if caller.role == ADMIN or caller.id == whole["id"]:
            return whole
        return {name: value for name, value in whole.items() if name not in _PRIVATE}


class Team(Resource, Model):
    """People of one branch who share their work."""

    __tablename__ = "teams"

    name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))
    branch_id: Mapped[UUID] = mapped_column(sa.ForeignKey("branches.id"), index=True)

    @classmethod
    def rows(cls) -> sa.Select[Any]:
        members = joined(Membership.user_id, Membership.team_id == cls.id, Membership.user_id, cls)
        return sa.select(cls.id, cls.name, cls.branch_id, members.label("members"), cls.version)

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered:
        return {
            "id": row.id,
            "name": row.name,
            "branch_id": row.branch_id,
            "member_ids": ids_of(row.members),
            "version": row.version,
        }

    @classmethod
    def form(cls, name: str, branch_id: UUID, member_ids: list[UUID], at: datetime) -> Self:
        """A new team.

        :raises shared.problems.Invalid: no such branch, or somebody who does not work there
        """
        if Branch.unknown([branch_id]):
            raise Invalid(branch_id="unknown")
        team = cls(id=new_id(), name=name, branch_id=branch_id)
        db.session.add(team)
        db.session.flush()
        team._set_members(set(member_ids), at)
        team.record("TeamUpdated")
        return team

    def change(self, fields: dict[str, Any], at: datetime) -> None:
        """Change the name, the members, or both.

        :raises shared.problems.Invalid: somebody who does not work in the branch
        """
        self.name = fields.get("name", self.name)
        if "member_ids" in fields:
            self._set_members(set(fields["member_ids"]), at)
        self.record("TeamUpdated")

    def _set_members(self, wanted: set[UUID], at: datetime) -> None:
        before = set(db.session.scalars(sa.select(Membership.user_id).where(Membership.team_id == self.id)))
        fit = sa.and_(User.active, sa.or_(User.role == ADMIN.label, User.works_in([self.branch_id])))
        new = wanted - before
        if new - set(db.session.scalars(sa.select(User.id).where(User.id.in_(new), fit))):
            raise Invalid(member_ids="not-in-branch")
        leave(Membership.team_id == self.id, Membership.user_id.in_(before - wanted))
        db.session.add_all(Membership(user_id=id, team_id=self.id) for id in new)
        for user in db.session.scalars(sa.select(User).where(User.id.in_(before ^ wanted))):
            user.updated_at = at
            user.record("UserUpdated")


@contextmanager
def administration() -> Iterator[None]:
    """Changes of users, teams and branches, one after the other: their rules span rows, and they are rare.

    A token outlives what its owner may do by minutes, long enough to take it back: so the owner is asked for.
    What the rules refuse comes first: of two who remove each other, the second hears that one must stay.

    :raises werkzeug.exceptions.Forbidden: the signed-in user is no longer an administrator
    """
    queue_for("house")
    still = db.session.scalar(sa.select(_admins().where(User.id == current_user().id).exists()))
    yield
    if not still:
        raise Forbidden


def _admins() -> sa.Select[Any]:
    return sa.select(User.id).where(User.role == ADMIN.label, User.active)


def _check_other_admin(id: UUID) -> None:
    if not db.session.scalar(sa.select(_admins().where(User.id != id).exists())):
        raise LastAdmin


def _check_email(id: UUID, email: str) -> None:
    if db.session.scalar(sa.select(User.id).where(User.email == email, User.id != id)):
        raise EmailTaken


def _e164(phone: str | None, branch_ids: list[UUID]) -> str | None:
    """A phone as the house keeps it, read as people of the user's first branch write it."""
    if not phone:
        return None
    branch = db.session.get(Branch, branch_ids[0]) if branch_ids else None
    region = branch.phone_region if branch else this_service().settings.phone_region
    try:
        number = phonenumbers.parse(phone, region)
    except phonenumbers.NumberParseException as error:
        raise Invalid(phone="bad-phone") from error
    if not phonenumbers.is_possible_number(number):
        raise Invalid(phone="bad-phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
