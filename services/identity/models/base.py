"""The database of this service."""

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase

from shared.db import COLUMN_TYPES, create_db, new_metadata
from shared.plumbing import plumbing
from shared.service import this_service


class Model(DeclarativeBase):
    """The tables of this service."""

    metadata = new_metadata()
    type_annotation_map = COLUMN_TYPES


db = create_db()
tables = plumbing(Model.metadata)


def queue_for(what: str) -> None:
    """Wait until no other transaction has queued for the same, and hold the place until the commit.

    Transactions that write do so by themselves on SQLite.
    """
    if this_service().dialect == "postgresql":
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(f"identity {what}"))))
