"""The work of imports, a step at a time: each is one transaction, and the next one may be another process's."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import IO, Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from services.contacts.importing.applying import apply
from services.contacts.importing.cells import read
from services.contacts.importing.checking import check
from services.contacts.importing.known import look_up_by_index
from services.contacts.importing.refusals import BadFile, Numbered
from services.contacts.importing.reverting import revert
from services.contacts.importing.table import Table
from services.contacts.models.base import Branch, db
from services.contacts.models.imports import (
    APPLYING,
    AT_WORK,
    CHECKING,
    REVERTING,
    ROWS_KEPT_FOR,
    Import,
    ImportRow,
    write_file,
)
from shared.crash import crash_point
from shared.db import is_away, reading, rows_changed
from shared.ids import new_id
from shared.telemetry import cause, done_by, log

_ROWS_AT_ONCE = 500
# After so many failures in a row it is not the machine's fault.
_GIVE_UP_AFTER = 5
_FORGOTTEN_AT_ONCE = 10_000


@dataclass
class _Opened:
    """A file that is being read, just after the row with a number."""

    file: IO[bytes]
    table: Table
    rows: Iterator[Numbered]
    position: int


class Workshop:
    """Where one process works on imports. All that it knows stands in the database, too, but for where it reads."""

    def __init__(self) -> None:
        self._me = new_id()
        self._opened: dict[UUID, _Opened] = {}

    def step(self, at: datetime) -> int:
        """Go on with the import that has waited longest.

        :returns: 0 when there is none
        """
        with reading():
            waiting = Import.next_at_work(self._me, at=at)
            db.session.rollback()
        if waiting is None:
            self._close_all()
            return 0
        try:
            with done_by(waiting.acting_id):
                self._STEPS[waiting.status](self, waiting, at)
            db.session.commit()
        except BadFile as bad:
            reason = bad.reason
            self._ended(waiting, at, lambda job: job.fail(reason, at=at))
        except Exception as error:
            db.session.rollback()
            if isinstance(error, DBAPIError) and is_away(error):
                raise
            log.error("import failed", import_id=str(waiting.id), error=cause(error))
            self._ended(waiting, at, lambda job: _failed_again(job, at))
        return 1

    def _check(self, waiting: Any, at: datetime) -> None:
        """Read, and only then write: nobody waits for the file."""
        opened = self._at_position(waiting)
        with reading():
            region = db.session.scalars(sa.select(Branch.phone_region).filter_by(id=waiting.branch_id)).one()
            db.session.rollback()
        meant = [field for _, field in opened.table.columns]
        rows = list(islice(opened.rows, _ROWS_AT_ONCE))
        said = [(number, read(cells, meant, region)) for number, cells in rows]
        look_up_by_index()
        job = Import.take(waiting.id, self._me, at=at)
        if job is None or (job.status, job.position) != (CHECKING, opened.position):
            self._close(waiting.id)
            return
        job.columns = [{"heading": heading, "field": field} for heading, field in opened.table.columns]
        check(job, said)
        if rows:
            job.position = opened.position = rows[-1][0]
        elif not job.total:
            raise BadFile("file-no-rows")
        else:
            job.end(at=at)
            self._close(waiting.id)
        crash_point("import-check")

    def _at_position(self, job: Any) -> _Opened:
        opened = self._opened.get(job.id)
        if opened is None or opened.position != job.position:
            self._close(job.id)
            with ExitStack() as stack:
                file = stack.enter_context(tempfile.TemporaryFile())
                with reading():
                    write_file(job.id, file)
                    db.session.rollback()
                table = Table(file, job.kind, job.mapping)
                stack.pop_all()
            opened = _Opened(file, table, table.rows(job.position), job.position)
            self._opened[job.id] = opened
        return opened

    def _apply(self, waiting: Any, at: datetime) -> None:
        self._move(waiting, at, apply)

    def _revert(self, waiting: Any, at: datetime) -> None:
        self._move(waiting, at, revert)

    def _move(self, waiting: Any, at: datetime, move: Callable[..., int]) -> None:
        look_up_by_index()
        job = Import.take(waiting.id, self._me, at=at)
        if job is None or job.status != waiting.status:
            return
        if not move(job, at=at):
            job.end(at=at)
        crash_point(f"import-{move.__name__}")

    _STEPS = {CHECKING: _check, APPLYING: _apply, REVERTING: _revert}

    def _ended(self, waiting: Any, at: datetime, end: Callable[[Import], None]) -> None:
        """Note that a step went wrong, in a transaction of its own."""
        db.session.rollback()
        self._close(waiting.id)
        job = Import.take(waiting.id, self._me, at=at)
        if job:
            end(job)
        db.session.commit()

    def _close(self, id: UUID) -> None:
        opened = self._opened.pop(id, None)
        if opened:
            opened.file.close()

    def _close_all(self) -> None:
        for id in list(self._opened):
            self._close(id)


def _failed_again(job: Import, at: datetime) -> None:
    job.failures += 1
    if job.failures >= _GIVE_UP_AFTER:
        job.fail("import-stopped", at=at)


def forget_old_rows(at: datetime) -> int:
    """Forget the rows of imports that nobody has worked on for a month: they tell of people.

    :returns: how many
    """
    old = sa.select(Import.id).where(
        ~Import.rows_forgotten, Import.status.not_in(AT_WORK), Import.updated_at < at - ROWS_KEPT_FOR
    )
    import_id = db.session.scalar(old.order_by(Import.updated_at).limit(1))
    if import_id is None:
        db.session.rollback()
        return 0
    numbers = sa.select(ImportRow.number).where(ImportRow.import_id == import_id).limit(_FORGOTTEN_AT_ONCE)
    theirs = sa.delete(ImportRow).where(
        ImportRow.import_id == import_id, ImportRow.number.in_(numbers.scalar_subquery())
    )
    gone = rows_changed(db.session.execute(theirs))
    if gone < _FORGOTTEN_AT_ONCE:
        db.session.execute(sa.update(Import).where(Import.id == import_id).values(rows_forgotten=True))
    db.session.commit()
    return gone + 1
