"""Imports: lists of clients from files, row by row, and how far their work has gone."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import IO, Any, Self
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.contacts.models.base import Model, Person, db, full_name
from services.contacts.models.clients import Client
from services.contacts.models.keys import Key, keys_in
from services.contacts.models.registry import EMAIL_LENGTH
from shared.ids import new_id
from shared.problems import Refused, language
from shared.resources import Rendered, Resource, among
from shared.schemas import client_ref, person
from shared.service import this_service
from shared.texts import field_message

CHECKING, READY, APPLYING, APPLIED = "checking", "ready", "applying", "applied"
REVERTING, REVERTED, FAILED = "reverting", "reverted", "failed"
STATUSES = (CHECKING, READY, APPLYING, APPLIED, REVERTING, REVERTED, FAILED)
AT_WORK = (CHECKING, APPLYING, REVERTING)

OUTCOMES = NEW, UPDATE, DUPLICATE, ERROR = "new", "update", "duplicate", "error"
STATES = PENDING, DONE, TAKEN_BACK, KEPT = "pending", "applied", "reverted", "kept"

# The rows tell of people: they go when nobody will look at them any more. The file goes as soon as it was checked.
ROWS_KEPT_FOR = timedelta(days=30)
# How long a worker that says nothing keeps others from going on with its import.
HELD_FOR = timedelta(seconds=10)
_PART = 1024 * 1024


class NotReady(Refused):
    """An import is applied once, when it is ready."""

    status, name = 409, "import-not-ready"


class NotApplied(Refused):
    """What was not applied cannot be reverted."""

    status, name = 409, "import-not-applied"


class RowsForgotten(Refused):
    """Its rows were forgotten after their time."""

    status, name = 409, "import-forgotten"


class Import(Resource, Model):
    """A file with clients, from the check of its rows to what became of them."""

    __tablename__ = "imports"
    __table_args__ = (sa.Index(None, "created_at", "id"), sa.Index(None, "status", "held_until"))

    branch_id: Mapped[UUID] = mapped_column(index=True)
    created_by_id: Mapped[UUID]
    # Who asked for the work at hand: the one behind the changes that come of it.
    acting_id: Mapped[UUID]
    file_name: Mapped[str] = mapped_column(sa.String(200))
    size: Mapped[int]
    kind: Mapped[str] = mapped_column(sa.String(10))
    mapping: Mapped[dict[str, Any]]
    # Of each column its heading and the field that it is taken for.
    columns: Mapped[list[Any]]
    status: Mapped[str] = mapped_column(sa.String(20))
    # Why it failed: a key of the catalogue's `[fields]`, with its value.
    reason: Mapped[str | None] = mapped_column(sa.String(400))
    total: Mapped[int]
    new: Mapped[int]
    updates: Mapped[int]
    duplicates: Mapped[int]
    errors: Mapped[int]
    done: Mapped[int]
    kept: Mapped[int]
    # The number of the last row that the work at hand has passed.
    position: Mapped[int]
    # How often in a row that work went wrong.
    failures: Mapped[int]
    holder: Mapped[UUID | None]
    held_until: Mapped[datetime | None]
    rows_forgotten: Mapped[bool]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]

    @classmethod
    def rows(cls) -> sa.Select[Any]:
        named = sa.select(*sa.inspect(cls).columns, Person.name.label("created_by_name"))
        return named.outerjoin(Person, Person.id == cls.created_by_id)

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered:
        return {
            "id": row.id,
            "file_name": row.file_name,
            "size": row.size,
            "branch_id": row.branch_id,
            "created_by": person(row.created_by_id, row.created_by_name),
            "status": row.status,
            "reason": row.reason and field_message(row.reason, language()),
            "columns": row.columns,
            "rows": {name: getattr(row, name) for name in COUNTS},
            "created_at": row.created_at,
            "updated_at": row.updated_at,
            "applied_at": row.applied_at,
            "rows_kept_until": None if row.rows_forgotten else row.updated_at + ROWS_KEPT_FOR,
            "version": row.version,
        }

    @classmethod
    def begin(
        cls, file: IO[bytes], *, name: str, kind: str, mapping: Rendered, branch_id: UUID, by: UUID, at: datetime
    ) -> Self:
        """Keep a file, to be checked."""
        made = cls(id=new_id(), version=1, branch_id=branch_id, created_by_id=by, acting_id=by, file_name=name)
        made.kind, made.mapping, made.columns, made.status = kind, mapping, [], CHECKING
        for count in (*COUNTS, "position", "failures"):
            setattr(made, count, 0)
        made.rows_forgotten = False
        made.created_at = made.updated_at = at
        made.size = file.seek(0, 2)
        db.session.add(made)
        db.session.flush()
        made._keep(file)
        return made

    def _keep(self, file: IO[bytes]) -> None:
        """Keep the file in parts, so that nobody ever has to hold all of it."""
        file.seek(0)
        number = 0
        while content := file.read(_PART):
            part = {"import_id": self.id, "number": number, "content": content}
            db.session.execute(sa.insert(ImportPart), [part])
            number += 1

    def apply(self, *, by: UUID, at: datetime) -> None:
        """Let the rows become clients; the worker does it.

        :raises NotReady: it was not checked to its end, or was applied before
        """
        if self.status != READY:
            raise NotReady
        self._refuse_without_rows()
        self.applied_at = at
        self._start(APPLYING, by, at)

    def revert(self, *, by: UUID, at: datetime) -> None:
        """Take back what was applied; the worker does it. What came between half and whole is taken back, too.

        :raises NotApplied: there is nothing to take back
        """
        if self.status != APPLIED and not (self.status == FAILED and self.applied_at):
            raise NotApplied
        self._refuse_without_rows()
        self._start(REVERTING, by, at)

    def _refuse_without_rows(self) -> None:
        if self.rows_forgotten:
            raise RowsForgotten

    def _start(self, status: str, by: UUID, at: datetime) -> None:
        self.acting_id = by
        self.done = 0
        self._become(status, at)

    def end(self, *, at: datetime) -> None:
        """The work at hand is through."""
        self._become({CHECKING: READY, APPLYING: APPLIED, REVERTING: REVERTED}[self.status], at)
        self.forget_file()

    def fail(self, reason: str, *, at: datetime) -> None:
        """Stop for good; what was applied stays, and can be reverted."""
        self.reason = reason[:400]
        self._become(FAILED, at)
        self.forget_file()

    def _become(self, status: str, at: datetime) -> None:
        self.status, self.updated_at = status, at
        self.version += 1
        self.position = self.failures = 0
        self.holder = self.held_until = None

    def forget_file(self) -> None:
        """Nobody needs it any more: what it says stands in the rows."""
        db.session.execute(sa.delete(ImportPart).where(ImportPart.import_id == self.id))
        db.session.execute(sa.delete(ImportKey).where(ImportKey.import_id == self.id))

    @classmethod
    def take(cls, id: UUID, holder: UUID, *, at: datetime) -> Self | None:
        """The import, locked, if this worker still has its work; None if another one has."""
        wanted = sa.select(cls).where(cls.id == id, cls.status.in_(AT_WORK), _free(holder, at))
        locked = wanted.with_for_update(skip_locked=True).execution_options(populate_existing=True)
        found = db.session.scalars(locked).one_or_none()
        if found is not None:
            found.holder, found.held_until = holder, at + HELD_FOR
        return found

    @classmethod
    def next_at_work(cls, holder: UUID, *, at: datetime) -> Any:
        """What an import is that waits to be gone on with; the one that has waited longest."""
        waiting = sa.select(*sa.inspect(cls).columns).where(cls.status.in_(AT_WORK), _free(holder, at))
        return db.session.execute(waiting.order_by(cls.held_until.nulls_first(), cls.id).limit(1)).one_or_none()


_ORDER = (
    "first_name", "last_name", "phone", "other_phones", "email", "other_emails", "type", "source", "status", "notes",
    "tags",
)  # fmt: skip


def _in_order(changes: Rendered) -> list[tuple[str, Any]]:
    """PostgreSQL keeps the fields of an object in an order of its own."""
    return [(field, changes[field]) for field in _ORDER if field in changes]


COUNTS = ("total", "new", "updates", "duplicates", "errors", "done", "kept")
COUNT_OF = {NEW: "new", UPDATE: "updates", DUPLICATE: "duplicates", ERROR: "errors"}


def _free(holder: UUID, at: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(Import.held_until.is_(None), Import.held_until <= at, Import.holder == holder)


class ImportPart(Model):
    """A piece of a file that has still to be checked."""

    __tablename__ = "import_parts"

    import_id: Mapped[UUID] = mapped_column(sa.ForeignKey("imports.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes]


def write_file(import_id: UUID, file: IO[bytes]) -> None:
    """Put a kept file together again."""
    numbers = sa.select(ImportPart.number).where(ImportPart.import_id == import_id).order_by(ImportPart.number)
    for number in db.session.scalars(numbers).all():
        wanted = sa.select(ImportPart.content).filter_by(import_id=import_id, number=number)
        file.write(db.session.scalars(wanted).one())


class ImportKey(Model):
    """Which row of a file was the first with a phone, an e-mail or a client; kept while the file is checked."""

    __tablename__ = "import_keys"

    import_id: Mapped[UUID] = mapped_column(sa.ForeignKey("imports.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(10), primary_key=True)
    value: Mapped[str] = mapped_column(sa.String(EMAIL_LENGTH), primary_key=True)
    number: Mapped[int]


class ImportRow(Model):
    """A row of a file: what it says, what is to become of it, and what has.

    :ivar messages: of each field, keys of the catalogue's `[fields]` with their values
    :ivar values: what stands in its cells, as a client has it
    :ivar changes: of an update: of each field what it was, and what it becomes
    :ivar client_id: whom it means: the client that it changes, or the one that it becomes
    :ivar client_version: of the client, once the row was applied
    :ivar touched: whether something happened with the client elsewhere since
    """

    __tablename__ = "import_rows"
    __table_args__ = (sa.Index(None, "client_id"),)

    import_id: Mapped[UUID] = mapped_column(sa.ForeignKey("imports.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    outcome: Mapped[str] = mapped_column(sa.String(10))
    state: Mapped[str] = mapped_column(sa.String(10))
    messages: Mapped[dict[str, Any]]
    values: Mapped[dict[str, Any]]
    changes: Mapped[dict[str, Any]]
    client_id: Mapped[UUID | None]
    client_version: Mapped[int | None]
    touched: Mapped[bool]

    @classmethod
    def rows_of(cls, import_id: UUID) -> sa.Select[Any]:
        """The rows of an import, each with the client it means."""
        named = (Client.first_name, Client.last_name, Client.phone, Client.id.label("known_id"))
        joined = sa.select(*sa.inspect(cls).columns, *named).outerjoin(Client, Client.id == cls.client_id)
        return joined.where(cls.import_id == import_id)

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered:
        name = full_name(row.first_name, row.last_name) if row.known_id else None
        spoken = language()
        return {
            "number": row.number,
            "outcome": row.outcome,
            "state": row.state,
            "messages": {
                field: [field_message(message, spoken) for message in messages]
                for field, messages in row.messages.items()
            },
            "values": row.values,
            "changes": [{"field": field, "from": was, "to": to} for field, (was, to) in _in_order(row.changes)],
            "client": client_ref(row.known_id, name, row.phone),
        }


def touch_all(client_ids: Collection[UUID]) -> None:
    """Something happened with clients elsewhere: who came by an import does not go with it any more."""
    db.session.execute(_touched(this_service().dialect), {"ids": list(client_ids)})


@cache
def _touched(dialect: str) -> sa.Update:
    theirs = sa.update(ImportRow).where(among(ImportRow.client_id, dialect), ImportRow.outcome == NEW)
    return theirs.values(touched=True).execution_options(synchronize_session=False)


def forget_client(client_id: UUID, known_by: Collection[Key]) -> None:
    """Blank what the rows of imports tell of a person; for the erasure of one.

    :param known_by: their phones and e-mails: a row that is nobody's may be about them. Blank, it is never applied
    """
    blank = sa.update(ImportRow).values(values={}, changes={}, messages={})
    db.session.execute(blank.where(ImportRow.client_id == client_id))
    for import_id, number in _of_nobody(known_by):
        db.session.execute(blank.where(ImportRow.import_id == import_id, ImportRow.number == number))


def _of_nobody(known_by: Collection[Key]) -> Iterator[tuple[UUID, int]]:
    """The rows that tell of one of these, and were left out, not applied yet or taken back."""
    text = sa.cast(ImportRow.values, sa.Text())
    told = sa.or_(sa.false(), *(text.contains(_as_written(key), autoescape=True) for key in known_by))
    columns = (ImportRow.import_id, ImportRow.number, ImportRow.values)
    left_out = ImportRow.outcome.in_((DUPLICATE, ERROR))
    of_nobody = sa.or_(left_out, ~sa.exists().where(Client.id == ImportRow.client_id))
    for import_id, number, values in db.session.execute(sa.select(*columns).where(of_nobody, told)):
        if not keys_in(values).isdisjoint(known_by):
            yield import_id, number


def _as_written(key: Key) -> str:
    """What stands in the JSON of a row with this key; of the variants of a phone the last digits are the same."""
    return key.value[-8:] if key.kind == "phone" else orjson.dumps(key.value).decode()[1:-1]
