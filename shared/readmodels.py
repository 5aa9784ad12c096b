"""What a service knows of other services' resources: one row each, never older than what it has seen."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, ClassVar, NamedTuple, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from shared.erasing import blank_mentions
from shared.events import Event
from shared.folding import digits, fold
from shared.inbox import Handlers, insert
from shared.many import keep_newest
from shared.problems import Invalid, Passed, Refused
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
        cls.take_all([(data, version)])

    @classmethod
    def take_all(cls, told: Iterable[tuple[dict[str, Any], int]]) -> None:
        """Keep what resources, of which no two are the same, were in their versions, given as (data, version)."""
        rows = [{"id": UUID(str(data["id"])), "version": version, **cls.fields(data)} for data, version in told]
        keep_newest(this_service().db.session, sa.inspect(cls).local_table, rows)  # type: ignore[union-attr]

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
        # What was merged into another one is answered as that one.
        return session.get(cls, UUID(str(data["id"])))


@cache
def _by_id(model: type[ReadModel]) -> sa.Select[Any]:
    """The query for one row, which `Session.get` would build anew each time."""
    return sa.select(model).where(model.id == sa.bindparam("id"))


@cache
def _successor(model: "type[PersonRow]") -> sa.Select[Any]:
    """The query for who took over from a person. The row is held: who changes it sees what is written meanwhile."""
    wanted = model.id == sa.bindparam("id")
    return sa.select(model.active, model.successor_id).where(wanted).with_for_update(read=True)


@cache
def _upsert_successor(table: sa.Table, names: tuple[str, ...]) -> sa.TextClause:
    """The statement that keeps who took over from a person."""
    newer = ", ".join(f"{name} = excluded.{name}" for name in ("successor_id", "handed_over_at"))
    statement = sa.text(
        f"INSERT INTO {table.name} ({', '.join(names)}) VALUES (:{', :'.join(names)}) "  # noqa: S608 - our own names
        f"ON CONFLICT (id) DO UPDATE SET {newer} "
        f"WHERE {table.name}.handed_over_at IS NULL OR {table.name}.handed_over_at <= excluded.handed_over_at"
    )
    return statement.bindparams(*(sa.bindparam(name, type_=table.c[name].type) for name in names))


class PersonRow(ReadModel):
    """A user of identity."""

    owner = ("identity", "users")

    name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))
    role: Mapped[str] = mapped_column(sa.String(20))
    active: Mapped[bool]
    branch_ids: Mapped[list[Any]]
    # Who was given the open work, and is given what comes later for as long as this person is inactive.
    successor_id: Mapped[UUID | None]
    handed_over_at: Mapped[datetime | None]

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
        if known is None or not known.works_in(branch_id) or cls.in_charge(id) != id:
            raise Invalid(**{field: "not-in-branch"})
        return id

    @classmethod
    def in_charge(cls, id: UUID) -> UUID:
        """Who does this person's work: they themselves, or whoever it has come to since they left.

        Until the commit that stays so.

        :returns: the person, too, where it would go round among people who all left
        """
        session = this_service().db.session()
        transaction, known = session.info.get("in_charge", (None, {}))
        if transaction is None or transaction is not session.get_transaction():
            known = {}
        if id not in known:
            known[id] = cls._way(id)[-1]
            session.info["in_charge"] = session.get_transaction(), known
        return known[id]

    @classmethod
    def _way(cls, id: UUID) -> list[UUID]:
        """The people whom a person's work passes, from one who left to the next, and whom it comes to in the end."""
        session, way = this_service().db.session, [id]
        while True:
            row = session.execute(_successor(cls), {"id": way[-1]}).one_or_none()  # type: ignore[arg-type]
            if row is None or row.active or row.successor_id is None:
                return way
            way.append(row.successor_id)
            if row.successor_id in way[:-1]:
                return [*way, id]

    @classmethod
    def succeed(cls, id: UUID, successor_id: UUID, at: datetime) -> None:
        """Know who took over from a person, perhaps one not heard of yet, unless that is older news."""
        unknown = {"version": -1, "name": "", "role": "", "active": True, "branch_ids": []}
        row = {"id": id, **unknown, "successor_id": successor_id, "handed_over_at": at}
        this_service().db.session.execute(_upsert_successor(sa.inspect(cls).local_table, tuple(row)), row)  # type: ignore[union-attr]

    @classmethod
    def forwarded(cls, changed: UUID) -> list[tuple[UUID, UUID]]:
        """From whom to whom open work goes that is still with people who left, now that one person has changed."""
        session = this_service().db.session
        session.info.pop("in_charge", None)
        left = session.scalars(sa.select(cls.id).where(cls.successor_id.is_not(None), ~cls.active).order_by(cls.id))
        ways = [way for way in map(cls._way, left) if changed in way]
        return [(way[0], way[-1]) for way in ways if way[0] != way[-1]]

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


class Erased(Refused):
    """The person asked to be forgotten: nothing can be written about them any more."""

    status, name = 409, "person-erased"


class Held(NamedTuple):
    """Whom a client's id means today: for a duplicate, the one kept."""

    id: UUID
    erased: bool


class ClientRow(ReadModel):
    """A client of contacts.

    Clients are merged and erased at any time, and events come in any order: whoever writes a row about a client
    asks `hold` in a request, and `held` in an event handler, for whom it is.
    """

    owner = ("contacts", "clients")

    name: Mapped[str] = mapped_column(sa.String(2 * NAME_LENGTH + 1))
    phone: Mapped[str | None] = mapped_column(sa.String(20))
    # Name and phone as they are searched.
    folded: Mapped[str] = mapped_column(sa.Text())
    type: Mapped[str] = mapped_column(sa.String(20))
    status: Mapped[str] = mapped_column(sa.String(20))
    branch_id: Mapped[UUID] = mapped_column(index=True)
    # The client that a duplicate became part of, and which may have been merged since.
    merged_into: Mapped[UUID | None]
    erased: Mapped[bool]

    @classmethod
    def fields(cls, data: dict[str, Any]) -> dict[str, Any]:
        return {
            "name": data["name"],
            "phone": data["phone"],
            "folded": f"{fold(data['name'])} {digits(data['phone'])}",
            "type": data["type"],
            "status": data["status"],
            "branch_id": UUID(str(data["branch_id"])),
            "erased": data.get("erased_at") is not None,
        }

    @classmethod
    def learn(cls, id: UUID) -> Self | None:
        """The row of a client; of a duplicate, the row of the one kept."""
        known = super().learn(id)
        return cls.learn(known.merged_into) if known and known.merged_into else known

    @classmethod
    def held(cls, ids: Collection[UUID]) -> dict[UUID, Held]:
        """Whom clients' ids mean today; until the commit nobody merges or erases them.

        What is written about them in this transaction is so neither missed by a merge nor by an erasure. Those lock
        the client first and then the rows about it: let this come before the locks of other rows.
        """
        session = this_service().db.session
        rows = session.execute(_held(cls), {"ids": list(ids)})  # type: ignore[arg-type]
        found = {row.id: Held(row.id, row.erased) for row in rows}
        others = [id for id in ids if id not in found]
        if others:
            merged = sa.select(cls.id, cls.merged_into).where(cls.id.in_(others), cls.merged_into.is_not(None))
            kept_ids = {row.id: row.merged_into for row in session.execute(merged)}
            kept = cls.held({*kept_ids.values()}) if kept_ids else {}
            found |= {id: kept[kept_id] for id, kept_id in kept_ids.items()}
        return {id: found.get(id, Held(id, erased=False)) for id in ids}

    @classmethod
    def kept(cls, id: UUID) -> UUID:
        """The client whom a client's id means today: for a duplicate, the one kept. It is held, as by `held`."""
        return cls.held([id])[id].id

    @classmethod
    def hold(cls, id: UUID) -> UUID:
        """`held`, for a request that writes a row about one client.

        :returns: the client to write it for: for a duplicate, the one kept
        :raises Erased: they asked to be forgotten
        """
        held = cls.held([id])[id]
        if held.erased:
            raise Erased
        return held.id

    @classmethod
    def is_erased(cls, id: UUID) -> bool:
        """Whether the person asked to be forgotten: what an event brings about them is not kept."""
        return bool(this_service().db.session.scalar(sa.select(cls.erased).where(cls.id == id)))

    @classmethod
    def erased_among(cls, ids: Collection[UUID]) -> set[UUID]:
        """Those of the ids that are of people who asked to be forgotten."""
        return set(this_service().db.session.scalars(sa.select(cls.id).where(cls.id.in_(ids), cls.erased)))

    @classmethod
    def refuse_erased(cls, id: UUID) -> None:
        """Let nobody write into a row about an erased person; comes after the lock of that row.

        :raises Erased: they asked to be forgotten
        """
        if cls.is_erased(id):
            raise Erased

    @classmethod
    def merge(cls, data: dict[str, Any], version: int) -> UUID:
        """Remember that a duplicate became part of another client, in whatever order one hears of merges.

        :param data: of the event `ClientsMerged`
        :returns: the client who was kept in the end
        """
        duplicate_id, kept_id = (UUID(str(data[name])) for name in ("duplicate_id", "kept_id"))
        cls.take(data, version)
        # Perhaps nobody has told of the duplicate yet: version 0 is older than whatever they tell.
        row = {"id": duplicate_id, "version": 0, **cls.fields(data), "merged_into": kept_id}
        this_service().db.session.execute(
            insert(this_service().dialect, cls)
            .values(row)
            .on_conflict_do_update(index_elements=["id"], set_={"merged_into": kept_id})
        )
        return cls.kept(kept_id)


@cache
def _held(model: type[ClientRow]) -> sa.Select[Any]:
    """The query of `held`, which is made for every batch of events."""
    wanted = sa.and_(model.id.in_(sa.bindparam("ids", expanding=True)), model.merged_into.is_(None))
    return sa.select(model.id, model.erased).where(wanted).order_by(model.id).with_for_update(read=True)


def keep_read_models(
    handlers: Handlers,
    *,
    person: type[PersonRow] | None = None,
    branch: type[BranchRow] | None = None,
    client: type[ClientRow] | None = None,
    team: type[TeamRow] | None = None,
    moved: Callable[[UUID, UUID], None] = lambda _duplicate_id, _kept_id: None,
    erased: Callable[[UUID], None] = lambda _client_id: None,
    handed_over: Callable[[UUID, UUID], None] = lambda _from_id, _to_id: None,
) -> None:
    """Keep the read models in step with the events of their owners.

    :param moved: gives the service's own rows about a duplicate (the first id) to the client kept (the second);
        many at once, and `record_all` tells of them
    :param erased: blanks what the service's own rows tell about a client; ids, days and chains stay
    :param handed_over: gives all open work of a person (the first id) to another; called again, it finds none
    """
    if person:
        handlers.on("UserCreated", "UserUpdated")(_keeper(person))
        _follow_hand_overs(handlers, person, handed_over)
    if branch:
        handlers.on("BranchCreated", "BranchUpdated")(_keeper(branch))
    if team:
        handlers.on("TeamUpdated")(_keeper(team))
    if client:
        kinds = ("ClientCreated", "ClientUpdated", "ClientConverted", "ClientPromoted", "ClientLinked")
        handlers.together(*kinds)(_keeper_of_all(client))
        _follow_merges(handlers, client, moved, erased)


def _follow_hand_overs(
    handlers: Handlers, person: type[PersonRow], handed_over: Callable[[UUID, UUID], None]
) -> None:
    @handlers.on("WorkHandedOver")
    def take_over(event: Event) -> None:
        from_id, to_id = UUID(str(event.data["from_id"])), UUID(str(event.data["to_id"]))
        person.succeed(from_id, to_id, event.time)
        # Only told again, it does not take what somebody who came back has got since.
        if not event.announced:
            handed_over(from_id, person.in_charge(to_id))

    @handlers.on("UserCreated", "UserUpdated", "WorkHandedOver")
    def forward(event: Event) -> None:
        for from_id, to_id in person.forwarded(event.subject):
            handed_over(from_id, to_id)


def _follow_merges(
    handlers: Handlers,
    client: type[ClientRow],
    moved: Callable[[UUID, UUID], None],
    erased: Callable[[UUID], None],
) -> None:
    @handlers.on("ClientsMerged")
    def merge(event: Event) -> None:
        kept_id = client.merge(event.data, event.sequence)
        moved(UUID(str(event.data["duplicate_id"])), kept_id)
        if client.is_erased(kept_id):
            erased(kept_id)

    @handlers.on("ClientErased")
    def erase(event: Event) -> None:
        client.take(event.data, event.sequence)
        erased(client.kept(event.subject))
        blank_mentions([event.subject])

    handlers.erased_among = client.erased_among


def _keeper(model: type[ReadModel]) -> Any:
    def keep(event: Event) -> None:
        model.take(event.data, event.sequence)

    return keep


def _keeper_of_all(model: type[ReadModel]) -> Any:
    def keep_all(events: Sequence[Event]) -> None:
        model.take_all((event.data, event.sequence) for event in events)

    return keep_all
