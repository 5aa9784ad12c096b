"""Resources: what people and events see of a row, rendered by one query for many of them at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple, Self, cast
from uuid import UUID

import sqlalchemy as sa
from flask import abort, request
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Mapped, Session, mapped_column, scoped_session
from werkzeug.exceptions import PreconditionFailed

from shared import clock, trail
from shared.events import CATALOGUE, Trace, seal
from shared.service import Service, this_service
from shared.telemetry import trace
from shared.tokens import current_user

Rendered = dict[str, Any]
_UUIDS = postgresql.ARRAY(sa.Uuid())


class Recorded(NamedTuple):
    """A fact that waits for the commit of the transaction it belongs to."""

    cls: "type[Resource]"
    id: UUID
    kind: str
    sequence: int
    trace: Trace
    data: Rendered | None = None
    announced: bool = False


class Resource:
    """A stored thing with an id and a version, shown to people and published in events in one shape."""

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=0)

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "rows" in cls.__dict__:
            # To build a query with many joins takes longer than to execute it.
            cls.rows = classmethod(cache(cls.__dict__["rows"].__func__))  # type: ignore[assignment, arg-type]

    @classmethod
    def rows(cls) -> sa.Select[Any]:
        """Select all that a resource shows, embedded names too; the first column is `id`. It is built once."""
        raise NotImplementedError

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered:
        """The resource as people see it, from a row of `rows()`; what depends on time, as of `now`."""
        raise NotImplementedError

    @classmethod
    def visible(cls) -> sa.ColumnElement[bool]:
        """The condition for rows that the signed-in user may see: those of their branches."""
        return current_user().in_branches(cls.branch_id)  # type: ignore[attr-defined]

    @classmethod
    def get_or_404(cls, id: UUID) -> Self:
        """The row, if the signed-in user may see it.

        :raises werkzeug.exceptions.NotFound: there is none, or it is of another branch
        """
        return cls._found(sa.select(cls).where(cls.id == id, cls.visible()))

    @classmethod
    def for_change(cls, id: UUID) -> Self:
        """The row, locked until the commit, if the signed-in user may see it and knows its version.

        :raises werkzeug.exceptions.NotFound: there is none, or it is of another branch
        :raises werkzeug.exceptions.PreconditionFailed: `If-Match` names another version
        """
        # Rows seen before the lock was had may have changed meanwhile.
        row = cls._found(
            sa.select(cls)
            .where(cls.id == id, cls.visible())
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        row.check_if_match()
        return row

    @classmethod
    def _found(cls, query: sa.Select[tuple[Self]]) -> Self:
        return this_service().db.session.scalars(query).one_or_none() or abort(404)

    def check_if_match(self) -> None:
        if request.if_match and not request.if_match.contains(str(self.version)):
            raise PreconditionFailed

    def record(self, kind: str, data: Rendered | None = None, *, announced: bool = False) -> None:
        """Note a fact about this row; it is published if, and only if, the transaction commits.

        :param data: what the event carries, where the row alone does not tell it
        :param announced: whether it was published before, and is told again to those who missed it
        """
        if not CATALOGUE[kind].notice and not announced:
            self.version = (self.version or 0) + 1
        _recorded().append(Recorded(type(self), self.id, kind, self.version, trace(), data, announced))

    @classmethod
    def record_all(cls, versions: Iterable[tuple[UUID, int]], kind: str, *, announced: bool = False) -> None:
        """Note the same fact about many rows, given as (id, version)."""
        now = trace()
        _recorded().extend(Recorded(cls, id, kind, version, now, None, announced) for id, version in versions)

    @classmethod
    def announce(cls, versions: Iterable[tuple[UUID, int]], kind: str) -> None:
        """Publish the present state of rows, given as (id, version), again."""
        cls.record_all(versions, kind, announced=True)

    @classmethod
    def render_all(cls, ids: Collection[UUID]) -> dict[UUID, Rendered]:
        """Resources by id, as of now. Ids without a row are left out."""
        session = this_service().db.session
        session.flush()
        known: dict[tuple[type, UUID], Rendered] = session.info.setdefault("rendered", {})
        missing = [id for id in ids if (cls, id) not in known]
        if missing:
            now = clock.now()
            query = _rows_by_id(cls, this_service().dialect)  # type: ignore[arg-type]
            for row in session.execute(query, {"ids": missing}):
                known[cls, row.id] = cls.shown(row, now)
        return {id: known[cls, id] for id in ids if (cls, id) in known}

    def rendered(self) -> Rendered:
        return self.render_all([self.id])[self.id]


def render(value: Any) -> Any:
    """What the API answers: every resource inside, however deep, as people see it."""
    if isinstance(value, Resource):
        return value.rendered()
    if isinstance(value, dict):
        return {name: render(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [render(each) for each in value]
    return value


@cache
def _rows_by_id(cls: type[Resource], dialect: str) -> sa.Select[Any]:
    """The query of `render_all`: to build it costs more than to execute it."""
    return cls.rows().where(among(cls.id, dialect))


def among(column: Any, dialect: str) -> sa.ColumnElement[bool]:
    """The condition for rows whose column is one of the `ids` that the query is executed with."""
    if dialect == "postgresql":
        # One list is one parameter: the statement is the same for any number of ids, and can stay prepared.
        return cast("sa.ColumnElement[bool]", column == sa.any_(sa.bindparam("ids", type_=_UUIDS)))
    return cast("sa.ColumnElement[bool]", column.in_(sa.bindparam("ids", expanding=True)))


def _recorded() -> list[Recorded]:
    found: list[Recorded] = this_service().db.session.info.setdefault("recorded", [])
    return found


def publish_on_commit(session: scoped_session[Any]) -> None:
    """Write what is recorded in a session into the outbox, in the transaction that it belongs to."""
    if sa.event.contains(session, "before_commit", _write_outbox):
        return
    sa.event.listen(session, "before_commit", _write_outbox)
    sa.event.listen(session, "after_commit", _tell)
    sa.event.listen(session, "after_rollback", _forget)
    sa.event.listen(session, "after_flush", _render_again)


def _write_outbox(session: Session) -> None:
    recorded: list[Recorded] = session.info.pop("recorded", [])
    noted = session.info.pop("noted", [])
    if recorded:
        service, now = this_service(), clock.now()
        facts = _facts(recorded)
        _put(session, service, _sealed(facts, now))
        noted += trail.rows_of(((each.kind, each.id, each.sequence, each.trace, data) for each, data in facts), now)
        session.info["published"] = True
    trail.keep(session, noted)


# All rows as one statement, which wakes the relay too, once the transaction commits.
_INTO = sa.text(
    "WITH put AS (INSERT INTO outbox (event_id, type, body) SELECT * FROM"
    " unnest(CAST(:event_id AS uuid[]), CAST(:type AS varchar[]), CAST(:body AS bytea[])) RETURNING 1)"
    " SELECT pg_notify('crm_outbox', '') FROM put LIMIT 1"
)


def _put(session: Session, service: Service, rows: list[Rendered]) -> None:
    if service.dialect == "postgresql":
        session.execute(_INTO, {name: [row[name] for row in rows] for name in rows[0]})
    else:
        session.execute(sa.insert(service.tables.outbox), rows)


def _tell(session: Session) -> None:
    session.info.pop("rendered", None)
    if session.info.pop("published", False):
        this_service().committed()


def _forget(session: Session) -> None:
    for kept in ("recorded", "noted", "rendered", "published"):
        session.info.pop(kept, None)


def _render_again(session: Session, _context: Any) -> None:
    session.info.pop("rendered", None)


def _facts(recorded: list[Recorded]) -> list[tuple[Recorded, Rendered]]:
    """What was recorded, each with the data of its event."""
    ids: dict[type[Resource], list[UUID]] = defaultdict(list)
    for each in recorded:
        if each.data is None:
            ids[each.cls].append(each.id)
    shown = {cls: cls.render_all(wanted) for cls, wanted in ids.items()}
    return [(each, each.data if each.data is not None else shown[each.cls][each.id]) for each in recorded]


def _sealed(facts: list[tuple[Recorded, Rendered]], now: datetime) -> list[Rendered]:
    rows = []
    for each, data in facts:
        event_id, body = seal(each.kind, each.id, each.sequence, data, now, each.trace, announced=each.announced)
        rows.append({"event_id": event_id, "type": each.kind, "body": body})
    return rows
