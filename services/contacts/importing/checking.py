"""What is to become of the rows of a file; nothing is changed yet."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.contacts.importing.cells import Read
from services.contacts.importing.known import Clients, clients_by_key, look_up, may_be_one, tags_named
from services.contacts.models.base import db
from services.contacts.models.imports import (
    COUNT_OF,
    DUPLICATE,
    ERROR,
    NEW,
    PENDING,
    UPDATE,
    Import,
    ImportKey,
    ImportRow,
)
from services.contacts.models.keys import Key, keys_in
from shared.folding import fold
from shared.ids import new_id

_CLIENT = "client"
Row = dict[str, Any]


def check(job: Import, numbered: Sequence[tuple[int, Read]]) -> None:
    """Keep rows of the file with what is to become of them."""
    checked = _Check(job, [read for _, read in numbered])
    rows = [checked.row(number, read) for number, read in numbered]
    if rows:
        db.session.execute(sa.insert(ImportRow), rows)
    if checked.firsts:
        db.session.execute(sa.insert(ImportKey), checked.firsts)
    for row in rows:
        count = COUNT_OF[row["outcome"]]
        setattr(job, count, getattr(job, count) + 1)
    job.total += len(rows)
    job.done += len(rows)


class _Check:
    """Some rows of a file, beside the clients that there are and the rows before them.

    :ivar firsts: the keys that stand here for the first time, as they are kept
    """

    def __init__(self, job: Import, reads: Sequence[Read]) -> None:
        self._job = job
        keys = {key for read in reads for key in keys_in(read.values)}
        self._clients = clients_by_key(job.branch_id, keys)
        found = {id for ids in self._clients.values() for id in ids}
        self._known = Clients.load(found)
        self._tags = tags_named({name for read in reads for name in read.values.get("tags", [])})
        self._earlier = _earlier(job.id, keys | {Key(_CLIENT, id.hex) for id in found})
        self.firsts: list[Row] = []

    def row(self, number: int, read: Read) -> Row:
        """A row as it is kept."""
        values, notes = self._with_known_tags(read.values)
        keys = keys_in(values)
        outcome, client_id, messages = self._outcome(read, keys)
        if outcome in {NEW, UPDATE}:
            client = {Key(_CLIENT, client_id.hex)} if client_id else set()
            self._take(keys | client, number)
        return {
            "import_id": self._job.id,
            "number": number,
            "outcome": outcome,
            "state": PENDING,
            "messages": {**notes, **messages},
            "values": values,
            "changes": self._known.changes(client_id, values) if outcome == UPDATE and client_id else {},
            "client_id": new_id() if outcome == NEW else client_id,
            "touched": False,
        }

    def _outcome(self, read: Read, keys: set[Key]) -> tuple[str, UUID | None, dict[str, list[str]]]:
        if read.errors:
            return ERROR, None, read.errors
        found = {id for key in keys for id in self._clients.get(key, ())}
        for key in sorted(keys | {Key(_CLIENT, id.hex) for id in found}, reverse=True):
            if key in self._earlier:
                return DUPLICATE, None, {key.kind: [f"same-as-row|{self._earlier[key]}"]}
        if len(found) > 1:
            return DUPLICATE, None, {_CLIENT: [f"several-clients|{len(found)}"]}
        return self._of_one(read, keys, next(iter(found))) if found else _of_nobody(read)

    def _of_one(self, read: Read, keys: set[Key], id: UUID) -> tuple[str, UUID | None, dict[str, list[str]]]:
        """A row that means one client. With another name it may be somebody of the same family."""
        shared = {key.kind for key in keys if id in self._clients.get(key, ())}
        if len(shared) == 1 and not may_be_one(read.values, self._known.by_id[id]):
            return DUPLICATE, id, {_CLIENT: ["other-name"]}
        return UPDATE, id, {}

    def _take(self, keys: set[Key], number: int) -> None:
        for key in keys:
            self._earlier[key] = number
            self.firsts.append({"import_id": self._job.id, "kind": key.kind, "value": key.value, "number": number})

    def _with_known_tags(self, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, list[str]]]:
        """The values with those tags that there are, and a note of the others."""
        given = values.get("tags", [])
        unknown = [name for name in given if fold(name) not in self._tags]
        if not unknown:
            return values, {}
        known = {"tags": [name for name in given if name not in unknown]}
        return values | known, {"tags": [f"unknown-tags|{', '.join(unknown)}"]}


def _of_nobody(read: Read) -> tuple[str, UUID | None, dict[str, list[str]]]:
    if not read.values.get("first_name"):
        return ERROR, None, {"first_name": ["required"]}
    return NEW, None, {}


def _earlier(import_id: UUID, keys: set[Key]) -> dict[Key, int]:
    """The first row of each key, of the rows before."""
    found: dict[Key, int] = {}
    for kind in {key.kind for key in keys}:
        values = [key.value for key in keys if key.kind == kind]
        here = (ImportKey.import_id == import_id, ImportKey.kind == kind)
        rows = look_up(ImportKey.value, values, ImportKey.number, *here)
        found |= {Key(kind, value): number for value, number in rows}
    return found
