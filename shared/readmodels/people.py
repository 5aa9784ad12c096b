"""Users of identity, and who does the work of those who left."""

from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from shared.problems import Invalid
from shared.readmodels.base import ReadModel
from shared.schemas import NAME_LENGTH
from shared.service import this_service
from shared.tokens import ADMIN, current_user


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
