"""What the database knows of the people in some rows, asked for all of them at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from services.contacts.importing.repair import put_right
from services.contacts.likeness import likeness
from services.contacts.models.base import db, full_name
from services.contacts.models.clients import Client
from services.contacts.models.keys import ClientKey, Key, keys_of
from services.contacts.models.tags import ClientTag, Tag
from services.contacts.names import read
from shared.folding import fold

Values = dict[str, Any]
Changes = dict[str, list[Any]]
PLAIN = ("first_name", "last_name", "type", "source", "status", "notes")


def look_up_by_index() -> None:
    """While tables grow by the thousand PostgreSQL's statistics are old, and it would rather read all of a table."""
    if db.engine.dialect.name == "postgresql":
        off = (sa.func.set_config(f"enable_{way}", "off", True) for way in ("seqscan", "hashjoin", "mergejoin"))
        db.session.execute(sa.select(*off))


def look_up(column: Any, values: Collection[str], told: Any, *conditions: Any) -> sa.Result[Any]:
    """Rows that have one of many values in a column: the value, and what another column tells.

    PostgreSQL is made to look each value up by the index: by its old statistics it would rather compare every
    row with every value.
    """
    if db.engine.dialect.name != "postgresql":
        return db.session.execute(sa.select(column, told).where(*conditions, column.in_(values)))
    given = sa.bindparam("given", list(values), type_=ARRAY(sa.Text()))
    wanted = sa.func.unnest(given).table_valued("value").render_derived(name="wanted")
    each = (
        sa.select(column, told).where(*conditions, column == wanted.c.value).offset(sa.literal_column("0")).lateral()
    )
    return db.session.execute(sa.select(*each.c).select_from(sa.join(wanted, each, sa.true())))


def clients_by_key(branch_id: UUID, keys: Collection[Key]) -> dict[Key, set[UUID]]:
    """The clients of the branch that have one of these."""
    found: dict[Key, set[UUID]] = defaultdict(set)
    for kind in {key.kind for key in keys}:
        values = [key.value for key in keys if key.kind == kind]
        here = (ClientKey.branch_id == branch_id, ClientKey.kind == kind)
        for value, client_id in look_up(ClientKey.value, values, ClientKey.client_id, *here):
            found[Key(kind, value)].add(client_id)
    return found


def tags_named(names: Iterable[str]) -> dict[str, UUID]:
    """The tags that there are, by their name without case and accents; they cannot be deleted until the commit."""
    folded = {fold(name) for name in names}
    wanted = sa.select(Tag.folded, Tag.id).where(Tag.folded.in_(folded))
    locked = wanted.with_for_update(read=True, key_share=True)
    return {row.folded: row.id for row in db.session.execute(locked)} if folded else {}


@dataclass
class Clients:
    """Clients, with the names of their tags."""

    by_id: dict[UUID, Any] = field(default_factory=dict)
    tags: dict[UUID, list[str]] = field(default_factory=dict)

    @classmethod
    def load(cls, ids: Collection[UUID], *, lock: bool = False) -> "Clients":
        if not ids:
            return cls()
        wanted = sa.select(*sa.inspect(Client).columns).where(Client.id.in_(ids)).order_by(Client.id)
        found = db.session.execute(wanted.with_for_update() if lock else wanted)
        tagged = sa.select(ClientTag.client_id, Tag.name).join(Tag, Tag.id == ClientTag.tag_id)
        names: dict[UUID, list[str]] = defaultdict(list)
        for client_id, name in db.session.execute(tagged.where(ClientTag.client_id.in_(ids)).order_by(Tag.folded)):
            names[client_id].append(name)
        return cls({row.id: row for row in found}, names)

    def name_of(self, id: UUID) -> str:
        row = self.by_id[id]
        return full_name(row.first_name, row.last_name)

    def value_of(self, id: UUID, name: str) -> Any:
        return self.tags.get(id, []) if name == "tags" else getattr(self.by_id[id], name)

    def changes(self, id: UUID, values: Values) -> Changes:
        """What a row would change of a client: what it was, and what it becomes. Empty cells change nothing."""
        row = self.by_id[id]
        wanted = {name: values[name] for name in PLAIN if values.get(name)}
        whole = full_name(wanted.get("first_name", row.first_name), wanted.get("last_name", row.last_name))
        if _same(_name_in_a_file(row), whole):
            # Who split the name otherwise meant the same.
            wanted = {name: value for name, value in wanted.items() if not name.endswith("_name")}
        found = {
            name: [getattr(row, name), value]
            for name, value in wanted.items()
            if not _same(getattr(row, name), value)
        }
        found |= _more("phone", row, values)
        found |= _more("email", row, values)
        return found | self._more_tags(id, values)

    def _more_tags(self, id: UUID, values: Values) -> Changes:
        present = self.tags.get(id, [])
        folded = {fold(name) for name in present}
        more = [name for name in values.get("tags", []) if fold(name) not in folded]
        return {"tags": [present, present + more]} if more else {}


def _same(known: str, given: str) -> bool:
    """Whether a text that is known would come out of a file as the given one."""
    return " ".join(put_right(known).split()) == " ".join(given.split())


def _name_in_a_file(client: Any) -> str:
    """The name of a client as it would come out of a file, which is put right cell by cell."""
    return full_name(put_right(client.first_name), put_right(client.last_name))


def _more(name: str, row: Any, values: Values) -> Changes:
    """A phone or e-mail that a client did not have becomes its own; what else is new is added to its others."""

    def same(value: str) -> Key:
        [key] = keys_of([value], []) if name == "phone" else keys_of([], [value])
        return key

    own, others = getattr(row, name), getattr(row, f"other_{name}s")
    known = {same(value) for value in [own, *others] if value}
    given, more = values.get(name), values.get(f"other_{name}s", [])
    if not given:
        return {}
    changes: Changes = {}
    if same(given) not in known:
        changes[name] = [own, given]
        # The one it had stays, if the row has it too.
        kept = [own] if own and same(own) in {same(value) for value in more} else []
    else:
        kept = []
    added = kept + [value for value in more if same(value) not in known]
    if added:
        changes[f"other_{name}s"] = [others, others + added]
    return changes


def may_be_one(one: Values, other: Any) -> bool:
    """Whether the name in a row could be a client's; one that the row does not tell could be."""
    first_name, last_name = one.get("first_name", ""), one.get("last_name", "")
    if _same(_name_in_a_file(other), full_name(first_name, last_name)):
        return True
    told = read(first_name, last_name)
    return not told.words or likeness(told, read(other.first_name, other.last_name)).value > 0
