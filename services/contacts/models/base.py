"""What all tables of this service share, and what it knows of people and branches."""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import DeclarativeBase

from shared.db import COLUMN_TYPES, create_db, new_metadata
from shared.folding import fold
from shared.plumbing import plumbing
from shared.readmodels.people import PersonRow
from shared.readmodels.places import BranchRow
from shared.tokens import User

# Names are sorted by their first letters, which also keeps them short enough for an index.
SORTED_LENGTH = 200
# Sorted by code point on both databases, so that a range of names is a range of the index.
Folded = sa.String(SORTED_LENGTH).with_variant(sa.String(SORTED_LENGTH, collation="C"), "postgresql")


class Model(DeclarativeBase):
    """The tables of this service."""

    metadata = new_metadata()
    type_annotation_map = COLUMN_TYPES


db = create_db()
tables = plumbing(Model.metadata)


class Person(PersonRow, Model):
    __tablename__ = "people"


class Branch(BranchRow, Model):
    __tablename__ = "branches"

    @classmethod
    def by_zone(cls, user: User, among: Sequence[UUID] | None) -> dict[str, list[UUID]]:
        """The branches of a user, or those of them that a filter names, by their time zone."""
        mine = sa.select(cls.time_zone, cls.id).where(user.in_branches(cls.id))
        found: dict[str, list[UUID]] = defaultdict(list)
        for zone, id in db.session.execute(mine.where(cls.id.in_(among)) if among else mine):
            found[zone].append(id)
        return found


def plain(text: str) -> str:
    """The words of a text as people compare them: without case, accents and punctuation."""
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


def full_name(first_name: str, last_name: str) -> str:
    return f"{first_name} {last_name}".rstrip()


def sort_name(first_name: str, last_name: str) -> str:
    return plain(full_name(first_name, last_name))[:SORTED_LENGTH]


def claim(*names: Sequence[object]) -> None:
    """Wait until nobody else holds what these words name; then nobody else can, until the commit.

    On SQLite a transaction that writes is alone anyway.
    """
    if db.engine.dialect.name != "postgresql":
        return
    # Always in the same order, so that two never wait for each other.
    wanted = sorted(" ".join(map(str, words)) for words in names)
    db.session.execute(_CLAIM, {"names": wanted})


_CLAIM = sa.text("SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest(:names) AS name").bindparams(
    sa.bindparam("names", type_=ARRAY(sa.Text()))
)


def differences(row: Any, values: dict[str, Any]) -> dict[str, Any]:
    """Those of the values that the row does not have yet."""
    return {name: value for name, value in values.items() if getattr(row, name) != value}
