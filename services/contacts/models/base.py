"""What all tables of this service share, and what it knows of people and branches."""

import re
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase

from shared.db import COLUMN_TYPES, create_db, new_metadata
from shared.folding import fold
from shared.plumbing import plumbing
from shared.readmodels import BranchRow, PersonRow

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


def plain(text: str) -> str:
    """The words of a text as people compare them: without case, accents and punctuation."""
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


def full_name(first_name: str, last_name: str) -> str:
    return f"{first_name} {last_name}".rstrip()


def sort_name(first_name: str, last_name: str) -> str:
    return plain(full_name(first_name, last_name))[:SORTED_LENGTH]


def differences(row: Any, values: dict[str, Any]) -> dict[str, Any]:
    """Those of the values that the row does not have yet."""
    return {name: value for name, value in values.items() if getattr(row, name) != value}
