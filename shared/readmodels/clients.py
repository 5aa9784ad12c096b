"""Clients of contacts, who are merged and erased at any time."""

from collections.abc import Collection
from functools import cache
from typing import Any, NamedTuple, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from shared.folding import digits, fold
from shared.inbox import insert
from shared.problems import Refused
from shared.readmodels.base import ReadModel
from shared.schemas import NAME_LENGTH
from shared.service import this_service


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
