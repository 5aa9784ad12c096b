"""One row for each resource of another service, never older than what was seen of it."""

from collections.abc import Iterable
from functools import cache
from typing import Any, ClassVar, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from shared.many import keep_newest
from shared.problems import Passed
from shared.service import this_service


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
