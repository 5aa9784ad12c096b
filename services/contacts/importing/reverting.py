"""An import is taken back as a whole; only what somebody has changed since stays, and is told."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.contacts.importing.applying import next_rows, passed, put
from services.contacts.importing.known import Clients, tags_named
from services.contacts.models.base import db
from services.contacts.models.clients import Client
from services.contacts.models.finder import ContactIndex
from services.contacts.models.imports import DONE, KEPT, NEW, TAKEN_BACK, UPDATE, Import, ImportRow
from services.contacts.models.keys import ClientKey
from services.contacts.models.tags import ClientTag
from shared.folding import fold

_CHANGED = "changed-since-import"
# What the others are told of somebody who is gone.
_BLANK: dict[str, Any] = {
    "name": "", "first_name": "", "last_name": "", "phone": None, "email": None, "other_phones": [],
    "other_emails": [], "notes": "", "tags": [],
}  # fmt: skip


def revert(job: Import, *, at: datetime) -> int:
    """Take back the next rows.

    :returns: how many there were
    """
    rows = next_rows(job, NEW, UPDATE, state=DONE)
    clients = Clients.load([row.client_id for row in rows if row.client_id], lock=True)
    _remove([row for row in rows if row.outcome == NEW], clients, job, at)
    _put_back([row for row in rows if row.outcome == UPDATE], clients, job, at)
    passed(job, rows)
    return len(rows)


def _remove(rows: list[ImportRow], clients: Clients, job: Import, at: datetime) -> None:
    """Clients that came by the import go, unless something has happened with them since."""
    gone: list[UUID] = []
    for row in rows:
        assert row.client_id
        if _is_as_imported(row, clients.by_id.get(row.client_id)):
            gone.append(row.client_id)
            row.state = TAKEN_BACK
        else:
            _keep(job, row, {"client": [_CHANGED]})
    if not gone:
        return
    for table, column in (
        (ClientTag, ClientTag.client_id), (ClientKey, ClientKey.client_id), (ContactIndex, ContactIndex.contact_id),
    ):  # fmt: skip
        db.session.execute(sa.delete(table).where(column.in_(gone)))
    shown = Client.render_all(gone)
    for client in db.session.scalars(sa.select(Client).where(Client.id.in_(gone))):
        client.record("ClientErased", shown[client.id] | _BLANK | {"version": client.version + 1, "erased_at": at})
        db.session.delete(client)


def _is_as_imported(row: ImportRow, client: Any) -> bool:
    if client is None or row.touched or client.merged_into_id:
        return False
    return bool(client.version == row.client_version)


def _keep(job: Import, row: ImportRow, messages: dict[str, list[str]]) -> None:
    row.state = KEPT
    row.messages = row.messages | messages
    job.kept += 1


def _put_back(rows: list[ImportRow], clients: Clients, job: Import, at: datetime) -> None:
    """Fields that are still as the import left them become what they were."""
    changed: dict[UUID, dict[str, Any]] = {}
    for row in rows:
        assert row.client_id
        row.state = TAKEN_BACK
        client = clients.by_id.get(row.client_id)
        if client is None or client.merged_into_id or client.erased_at:
            _keep(job, row, {"client": [_CHANGED]})
            continue
        now = {name: clients.value_of(row.client_id, name) for name in row.changes}
        newer = {name: [_CHANGED] for name, (_, to) in row.changes.items() if now[name] != to}
        back = {name: was for name, (was, _) in row.changes.items() if name not in newer}
        if newer:
            _keep(job, row, newer)
        if back:
            changed[row.client_id] = back
    _untag(rows, changed)
    put(changed, clients, at)


def _untag(rows: list[ImportRow], changed: dict[UUID, dict[str, Any]]) -> None:
    """Take off the tags that the import has put on."""
    given = {
        row.client_id: set(map(fold, row.changes["tags"][1])) - set(map(fold, row.changes["tags"][0]))
        for row in rows
        if row.client_id and "tags" in changed.get(row.client_id, {})
    }
    ids = tags_named(name for names in given.values() for name in names)
    for client_id, names in given.items():
        theirs = [ids[name] for name in names if name in ids]
        db.session.execute(sa.delete(ClientTag).where(ClientTag.client_id == client_id, ClientTag.tag_id.in_(theirs)))
