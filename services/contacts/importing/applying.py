"""Rows become clients, many in one statement; what has changed since they were checked is checked again."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import accumulate
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.contacts.importing.known import Clients, clients_by_key, tags_named
from services.contacts.models import finder, keys
from services.contacts.models.base import db, sort_name
from services.contacts.models.clients import BORN_AS, Client
from services.contacts.models.imports import (
    COUNT_OF,
    DONE,
    DUPLICATE,
    NEW,
    UPDATE,
    Import,
    ImportRow,
)
from services.contacts.models.keys import ClientKey, keys_in
from services.contacts.models.tags import ClientTag
from shared.folding import fold
from shared.inbox import insert
from shared.many import insert_all
from shared.service import this_service

AT_ONCE = 500
# PostgreSQL has one table of locks for all databases, with some 6,400 places where nothing else is set.
_MOST_KEYS = 2_000
_CHANGED = "changed-since-check"
_FOUND_BY = {"phone", "email", "other_phones", "other_emails"}
_SEEN = _FOUND_BY | {"first_name", "last_name"}


def apply(job: Import, *, at: datetime) -> int:
    """Let the next rows become clients.

    :returns: how many rows there were
    """
    rows = _first_of(next_rows(job, NEW, UPDATE))
    wanted = {key for row in rows for key in keys_in(row.values)}
    if wanted:
        keys.claim(job.branch_id, wanted)
    updates = [row for row in rows if row.outcome == UPDATE]
    # Who was merged or erased while they are waited for is not found by a key any more.
    clients = Clients.load([row.client_id for row in updates if row.client_id], lock=True)
    taken = clients_by_key(job.branch_id, wanted)
    _read_again(job, rows)
    tags = tags_named(name for row in rows for name in row.values.get("tags", []))
    free, known = [], []
    for row in rows:
        found = {id for key in keys_in(row.values) for id in taken.get(key, ())}
        if row.outcome == NEW and row.values and not found:
            free.append(row)
        elif row.outcome == UPDATE and found == {row.client_id} and row.client_id in clients.by_id:
            known.append(row)
        else:
            _leave_out(job, row)
    _create(job, free, tags, at)
    _update(known, clients, tags, at)
    passed(job, rows)
    return len(rows)


def _first_of(rows: list[ImportRow]) -> list[ImportRow]:
    """The first row, and those after it that together have no more phones and e-mails than can be claimed at once."""
    keys = accumulate(len(keys_in(row.values)) for row in rows)
    return [row for row, many in zip(rows, keys, strict=True) if many <= _MOST_KEYS] or rows[:1]


def _read_again(job: Import, rows: Sequence[ImportRow]) -> None:
    """Rows whose person was erased since they were read are blank; who is erased later has just been found."""
    if rows:
        these = ImportRow.number.between(rows[0].number, rows[-1].number)
        wanted = sa.select(ImportRow).where(ImportRow.import_id == job.id, these)
        db.session.scalars(wanted.execution_options(populate_existing=True)).all()


def next_rows(job: Import, *outcomes: str, **also: Any) -> list[ImportRow]:
    """The next rows of an import with these outcomes."""
    wanted = sa.select(ImportRow).where(
        ImportRow.import_id == job.id, ImportRow.number > job.position, ImportRow.outcome.in_(outcomes)
    )
    return list(db.session.scalars(wanted.filter_by(**also).order_by(ImportRow.number).limit(AT_ONCE)))


def passed(job: Import, rows: Sequence[ImportRow]) -> None:
    """Note how far the work at hand has come."""
    if rows:
        job.position = rows[-1].number
        job.done += len(rows)


def _leave_out(job: Import, row: ImportRow) -> None:
    """Somebody else was quicker: what was promised is not what would happen now."""
    for outcome, step in ((row.outcome, -1), (DUPLICATE, 1)):
        count = COUNT_OF[outcome]
        setattr(job, count, getattr(job, count) + step)
    row.outcome = DUPLICATE
    row.messages = row.messages | {"client": [_CHANGED]}


def _create(job: Import, rows: Sequence[ImportRow], tags: dict[str, UUID], at: datetime) -> None:
    if not rows:
        return
    insert_all(db.session, Client.__table__, [_client(job, row, at) for row in rows])
    known_by = [(row.client_id, key) for row in rows for key in keys_in(row.values)]
    _let_be_known(job.branch_id, known_by)
    ids = [row.client_id for row in rows if row.client_id]
    finder.index(Client, ids)
    tagged = [(row.client_id, tags.get(fold(name))) for row in rows for name in row.values.get("tags", [])]
    _tag(tagged)
    # Recorded in their order, as if they had been given one by one.
    Client.record_all([(id, 1) for id in ids], "ClientCreated")
    _note(job.id, [row.number for row in rows], state=DONE, client_version=1)


def _client(job: Import, row: ImportRow, at: datetime) -> dict[str, Any]:
    values = row.values
    first_name, last_name = values["first_name"], values.get("last_name", "")
    return {
        "id": row.client_id,
        "version": 1,
        "first_name": first_name,
        "last_name": last_name,
        "sort_name": sort_name(first_name, last_name),
        "phone": values.get("phone"),
        "other_phones": values.get("other_phones", []),
        "email": values.get("email"),
        "other_emails": values.get("other_emails", []),
        **{name: values.get(name, default) for name, default in BORN_AS.items()},
        "notes": values.get("notes", ""),
        "branch_id": job.branch_id,
        "created_at": at,
        "updated_at": at,
    }


def _update(rows: Sequence[ImportRow], clients: Clients, tags: dict[str, UUID], at: datetime) -> None:
    changed: dict[UUID, dict[str, Any]] = {}
    for row in rows:
        assert row.client_id
        row.changes, newer = _still_wanted(row, clients)
        if newer:
            row.messages = row.messages | {name: [_CHANGED] for name in newer}
        if row.changes:
            changed[row.client_id] = {name: to for name, (_, to) in row.changes.items()}
        row.state = DONE
        row.client_version = clients.by_id[row.client_id].version + bool(row.changes)
    put(changed, clients, at)
    _tag((id, tags.get(fold(name))) for id, values in changed.items() for name in values.get("tags", []))


def _still_wanted(row: ImportRow, clients: Clients) -> tuple[dict[str, Any], list[str]]:
    """The changes that the report promised, without those of fields that somebody has changed since."""
    assert row.client_id
    kept, newer = {}, []
    for name, (was, to) in clients.changes(row.client_id, row.values).items():
        promised = row.changes.get(name)
        if promised and promised[0] == was:
            kept[name] = [was, to]
        else:
            newer.append(name)
    return kept, newer


def put(changed: dict[UUID, dict[str, Any]], clients: Clients, at: datetime) -> None:
    """Let locked clients have other values, whatever these are."""
    if not changed:
        return
    rows = [_changed(clients.by_id[id], values, at) for id, values in changed.items()]
    db.session.execute(sa.update(Client), rows)
    known = [row for row in rows if changed[row["id"]].keys() & _FOUND_BY]
    if known:
        gone = sa.delete(ClientKey).where(ClientKey.client_id.in_([row["id"] for row in known]))
        db.session.execute(gone)
        branch_id = clients.by_id[known[0]["id"]].branch_id
        _let_be_known(branch_id, [(row["id"], key) for row in known for key in keys_in(row)])
    seen = [id for id, values in changed.items() if values.keys() & _SEEN]
    if seen:
        finder.index(Client, seen)
    Client.record_all([(row["id"], row["version"]) for row in rows], "ClientUpdated")


def _changed(client: Any, values: dict[str, Any], at: datetime) -> dict[str, Any]:
    """All columns that an import can change, so that one statement does for all clients."""
    names = ("first_name", "last_name", "type", "source", "status", "notes", *sorted(_FOUND_BY))
    row = {name: values.get(name, getattr(client, name)) for name in names}
    # A phone or e-mail may have become nothing again.
    row |= {name: values[name] for name in ("phone", "email") if name in values}
    named = sort_name(row["first_name"], row["last_name"])
    return row | {"id": client.id, "version": client.version + 1, "updated_at": at, "sort_name": named}


def _let_be_known(branch_id: UUID, known_by: Sequence[tuple[UUID | None, keys.Key]]) -> None:
    rows = [{"client_id": id, "branch_id": branch_id, "kind": key.kind, "value": key.value} for id, key in known_by]
    insert_all(db.session, ClientKey.__table__, rows)


def _tag(tagged: Iterable[tuple[UUID | None, UUID | None]]) -> None:
    rows = [{"client_id": client_id, "tag_id": tag_id} for client_id, tag_id in dict.fromkeys(tagged) if tag_id]
    if rows:
        statement = insert(this_service().dialect, ClientTag).on_conflict_do_nothing()
        db.session.execute(statement, rows)


def _note(import_id: UUID, numbers: Sequence[int], **values: Any) -> None:
    noted = sa.update(ImportRow).where(ImportRow.import_id == import_id, ImportRow.number.in_(numbers))
    db.session.execute(noted.values(**values), execution_options={"synchronize_session": False})
