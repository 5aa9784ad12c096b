"""What a service knows of other services' resources: one row each, never older than what it has seen."""

from functools import cache
from typing import Any, ClassVar, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from shared.events import Event
from shared.folding import digits, fold
from shared.inbox import Handlers
from shared.problems import Invalid, Passed
from shared.schemas import NAME_LENGTH
from shared.service import this_service
from shared.tokens import ADMIN, User, current_user


class ReadModel:
    """A row of another service's resource, kept by its events."""

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]

    # Where to ask for a resource that the events have not brought yet.
    owner: ClassVar[tuple[str, str]]

    @classmethod
    def fields(cls, data: dict[str, Any]) -> dict[str, Any]:
        """The columns, from the resource as its events carry it."""
        raise NotImplementedError

    @classmethod
    def take(cls, data: dict[str, Any], version: int) -> None:
        """Keep what the resource was in a version, unless a newer one is known."""
        row = {"id": UUID(str(data["id"])), "version": version, **cls.fields(data)}
        this_service().db.session.execute(upsert(sa.inspect(cls).local_table, tuple(row)), row)  # type: ignore[union-attr]

    @classmethod
    def learn(cls, id: UUID) -> Self | None:
        """The row; asked of its owner, with the caller's token, where the events have not brought it yet.

        Comes before any change of the request: asking ends the transaction.

        :returns: None where there is no such resource, or the caller may not see it
        :raises shared.problems.Unavailable: it is not known here and its owner is away
        """
        session = this_service().db.session
        row: Self | None = session.scalars(_by_id(cls), {"id": id}).one_or_none()  # type: ignore[arg-type]
        if row is not None:
            return row
        service, collection = cls.owner
        try:
            data = this_service().calls.get(service, f"/{collection}/{id}")
        except Passed as refusal:
            if refusal.status == 404:
                return None
            raise
        cls.take(data, data["version"])
        session.commit()
        return session.get(cls, id)


@cache
def _by_id(model: type[ReadModel]) -> sa.Select[Any]:
    """The query for one row, which `Session.get` would build anew each time."""
    return sa.select(model).where(model.id == sa.bindparam("id"))


@cache
def upsert(table: sa.Table, names: tuple[str, ...]) -> sa.TextClause:
    """The statement that keeps a row; as text, since SQLAlchemy would build ON CONFLICT anew for every event."""
    newer = ", ".join(f"{name} = excluded.{name}" for name in names if name != "id")
    statement = sa.text(
        f"INSERT INTO {table.name} ({', '.join(names)}) VALUES (:{', :'.join(names)}) "  # noqa: S608 - our own names
        f"ON CONFLICT (id) DO UPDATE SET {newer} WHERE {table.name}.version < excluded.version"
    )
    return statement.bindparams(*(sa.bindparam(name, type_=table.c[name].type) for name in names))


class PersonRow(ReadModel):
    """A user of identity."""

    owner = ("identity", "users")

    name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))
    role: Mapped[str] = mapped_column(sa.String(20))
    active: Mapped[bool]
    branch_ids: Mapped[list[Any]]

    @classmethod
    def fields(cls, data: dict[str, Any]) -> dict[str, Any]:
        return {
            "name": data["name"],
            "role": data["role"],
            "active": data["active"],
            "branch_ids": [str(each) for each in data["branch_ids"]],
        }

    def works_in(self, branch_id: UUID) -> bool:
        return self.active and (self.role == ADMIN.label or str(branch_id) in self.branch_ids)

    @classmethod
    def given_work(cls, id: UUID, branch_id: UUID, field: str) -> UUID:
        """A person who can be given work in a branch.

        :raises Invalid: unknown, inactive, or of another branch
        """
        known = cls.learn(id)
        if known is None or not known.works_in(branch_id):
            raise Invalid(**{field: "not-in-branch"})
        return id

    @classmethod
    def learn_caller(cls) -> None:
        """Know the name of the signed-in user, from the token where the events have not brought it yet."""
        user, seen = current_user(), this_service().seen_callers
        if user.id in seen:
            return
        if this_service().db.session.get(cls, user.id):
            seen.add(user.id)
        else:
            claims = {"id": user.id, "name": user.name, "role": user.role.label, "active": True}
            cls.take(claims | {"branch_ids": user.branch_ids}, 0)


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


class ClientRow(ReadModel):
    """A client of contacts. `merged_into` names the one that a duplicate became part of."""

    owner = ("contacts", "clients")

    name: Mapped[str] = mapped_column(sa.String(2 * NAME_LENGTH + 1))
    phone: Mapped[str | None] = mapped_column(sa.String(20))
    # Name and phone as they are searched.
    folded: Mapped[str] = mapped_column(sa.Text())
    type: Mapped[str] = mapped_column(sa.String(20))
    status: Mapped[str] = mapped_column(sa.String(20))
    branch_id: Mapped[UUID] = mapped_column(index=True)
    merged_into: Mapped[UUID | None]

    @classmethod
    def fields(cls, data: dict[str, Any]) -> dict[str, Any]:
        return {
            "name": data["name"],
            "phone": data["phone"],
            "folded": f"{fold(data['name'])} {digits(data['phone'])}",
            "type": data["type"],
            "status": data["status"],
            "branch_id": UUID(str(data["branch_id"])),
        }


def keep_read_models(
    handlers: Handlers,
    *,
    person: type[PersonRow] | None = None,
    branch: type[BranchRow] | None = None,
    client: type[ClientRow] | None = None,
) -> None:
    """Keep the read models in step with the events of their owners."""
    if person:
        handlers.on("UserCreated", "UserUpdated")(_keeper(person))
    if branch:
        handlers.on("BranchCreated", "BranchUpdated")(_keeper(branch))
    if client:
        kinds = ("ClientCreated", "ClientUpdated", "ClientConverted", "ClientPromoted", "ClientLinked")
        handlers.on(*kinds)(_keeper(client))


def _keeper(model: type[ReadModel]) -> Any:
    def keep(event: Event) -> None:
        model.take(event.data, event.sequence)

    return keep
