"""What all tables of this service share."""

from sqlalchemy.orm import DeclarativeBase

from shared.db import COLUMN_TYPES, create_db, new_metadata
from shared.plumbing import plumbing


class Model(DeclarativeBase):
    """The tables of this service."""

    metadata = new_metadata()
    type_annotation_map = COLUMN_TYPES


db = create_db()
tables = plumbing(Model.metadata)
