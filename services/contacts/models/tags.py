"""Tags: coloured words by which the house sorts its clients. They belong to all branches."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from services.contacts.models.base import SORTED_LENGTH, Folded, Model, claim, db, differences
from shared.db import Json
from shared.folding import fold
from shared.ids import new_id
from shared.problems import Invalid, Refused
from shared.resources import Rendered, Resource
from shared.schemas import NAME_LENGTH


class NameTaken(Refused):
    """Another tag has the name; case and accents make no difference."""

    status, name = 409, "name-taken"


class Tag(Resource, Model):
    """A word with a colour, e.g. «Interesado en salto»."""

    __tablename__ = "tags"

    name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))
    # The name as it is compared and sorted.
    folded: Mapped[str] = mapped_column(Folded, unique=True)
    color: Mapped[str] = mapped_column(sa.String(7))

    @classmethod
    def rows(cls) -> sa.Select[Any]:
        return sa.select(cls.id, cls.name, cls.color, cls.version)

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered:
        return {"id": row.id, "name": row.name, "color": row.color, "version": row.version}

    @classmethod
    def visible(cls) -> sa.ColumnElement[bool]:
        return sa.true()

    @classmethod
    def create(cls, values: Rendered) -> Self:
        """A new tag.

        :raises NameTaken: another one has the name
        """
        tag = cls(id=new_id())
        tag._take(values)
        db.session.add(tag)
        tag.record("TagUpdated")
        return tag

    def change(self, values: Rendered) -> None:
        """Take another name or color, which its clients show at once.

        :raises NameTaken: another one has the name
        """
        changed = differences(self, values)
        if changed:
            self._take(changed)
            self.record("TagUpdated")

    def delete(self) -> None:
        """Remove the tag, from its clients too."""
        self.record("TagDeleted", self.rendered() | {"version": self.version + 1})
        db.session.execute(sa.delete(ClientTag).where(ClientTag.tag_id == self.id))
        db.session.delete(self)

    def _take(self, values: Rendered) -> None:
        if "name" in values:
            self.folded = self._free_name(values["name"])
        for name, value in values.items():
            setattr(self, name, value)

    def _free_name(self, name: str) -> str:
        folded = fold(name)[:SORTED_LENGTH]
        claim(["tag", folded])
        if db.session.scalar(sa.select(Tag.id).where(Tag.folded == folded, Tag.id != self.id)):
            raise NameTaken
        return folded


class ClientTag(Model):
    """A client has this tag."""

    __tablename__ = "client_tags"
    __table_args__ = (sa.Index(None, "tag_id", "client_id"),)

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"), primary_key=True)
    tag_id: Mapped[UUID] = mapped_column(sa.ForeignKey("tags.id"), primary_key=True)


class Gathered(FunctionElement[Any]):
    """The objects made of the names and columns given, of all rows of a group, in one JSON list."""

    type = Json
    name = "gathered"
    inherit_cache = True


@compiles(Gathered, "sqlite")
def _on_sqlite(element: Gathered, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_group_array(json_object({compiler.process(element.clauses, **options)}))"


@compiles(Gathered, "postgresql")
def _on_postgresql(element: Gathered, compiler: SQLCompiler, **options: Any) -> str:
    return f"jsonb_agg(jsonb_build_object({compiler.process(element.clauses, **options)}))"


def tags_of(client_id: Any) -> sa.ScalarSelect[Any]:
    """The tags of the client of a row, for `rows()`; `shown_tags` puts them in order."""
    parts: list[sa.ColumnElement[Any]] = []
    for name in ("id", "name", "color"):
        parts += [sa.literal_column(f"'{name}'"), Tag.__table__.c[name]]
    theirs = sa.select(Gathered(*parts)).join_from(ClientTag, Tag).where(ClientTag.client_id == client_id)
    return theirs.scalar_subquery()


def shown_tags(found: list[Rendered] | None) -> list[Rendered]:
    """Tags as a client shows them, by name."""
    if not found:
        return []
    return sorted(({**tag, "id": UUID(tag["id"])} for tag in found), key=lambda tag: fold(tag["name"]))


def having_any(client_id: Any, tag_ids: Collection[UUID]) -> sa.ColumnElement[bool]:
    """The condition for clients with at least one of the tags."""
    return client_id.in_(sa.select(ClientTag.client_id).where(ClientTag.tag_id.in_(tag_ids)))


def ids_of(client_id: UUID) -> set[UUID]:
    return set(db.session.scalars(sa.select(ClientTag.tag_id).where(ClientTag.client_id == client_id)))


class Tagged:
    """What has tags: a client. To get or lose one is a change of it."""

    id: Mapped[UUID]

    def _changed(self, kind: str, at: datetime) -> None:
        raise NotImplementedError

    def tag(self, tag_ids: Collection[UUID], *, at: datetime) -> None:
        """Give it tags; those that it has already are no change.

        :raises Invalid: of the field `tag_ids`: one is unknown
        """
        self._retag(on=set(tag_ids), off=set(), at=at)

    def untag(self, tag_id: UUID, *, at: datetime) -> None:
        """Take a tag off; where it does not have it there is nothing to do."""
        self._retag(on=set(), off={tag_id}, at=at)

    def set_tags(self, tag_ids: Collection[UUID], *, at: datetime) -> None:
        """Let it have these tags and no others.

        :raises Invalid: of the field `tag_ids`: one is unknown
        """
        self._retag(on=set(tag_ids), off=ids_of(self.id).difference(tag_ids), at=at)

    def _retag(self, *, on: set[UUID], off: set[UUID], at: datetime) -> None:
        present = ids_of(self.id)
        new, old = on - present, off & present
        if new:
            put_on(self.id, new)
        if old:
            take_off(self.id, old)
        if new or old:
            self._changed("ClientUpdated", at)


def put_on(client_id: UUID, tag_ids: Collection[UUID]) -> None:
    """Give these tags to a client that does not have them.

    :raises Invalid: of the field `tag_ids`: one is unknown
    """
    # Held against being deleted meanwhile.
    known = sa.select(Tag.id).where(Tag.id.in_(tag_ids)).with_for_update(read=True, key_share=True)
    if len(db.session.scalars(known).all()) < len(tag_ids):
        raise Invalid(tag_ids="unknown")
    db.session.execute(sa.insert(ClientTag), [{"client_id": client_id, "tag_id": each} for each in tag_ids])


def hand_on(duplicate_id: UUID, client_id: UUID) -> None:
    """Give the tags of one client to another one."""
    # Held against being deleted meanwhile.
    theirs = sa.select(Tag.id).join(ClientTag).where(ClientTag.client_id == duplicate_id)
    found = set(db.session.scalars(theirs.with_for_update(read=True, key_share=True, of=Tag)))
    take_off(duplicate_id, found)
    new = found - ids_of(client_id)
    if new:
        db.session.execute(sa.insert(ClientTag), [{"client_id": client_id, "tag_id": each} for each in new])


def take_off(client_id: UUID, tag_ids: Collection[UUID]) -> None:
    db.session.execute(sa.delete(ClientTag).where(ClientTag.client_id == client_id, ClientTag.tag_id.in_(tag_ids)))
