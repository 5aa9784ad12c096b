"""What is there before anybody has changed it: with defaults, as version 1."""

from typing import Any, Self

import sqlalchemy as sa

from services.notifications.models.base import db
from shared import clock
from shared.resources import Rendered, Resource


class Document(Resource):
    """A resource of which there is always exactly one, stored once somebody has changed it."""

    @classmethod
    def stored(cls, *which: sa.ColumnElement[bool], locked: bool = False) -> Self | None:
        """The row, if somebody has changed it before.

        :param locked: nobody else changes it until the commit
        """
        query = sa.select(cls).where(*which)
        if locked:
            query = query.with_for_update().execution_options(populate_existing=True)
        return db.session.scalars(query).one_or_none()

    def keep(self, **fields: Any) -> None:
        """Change it, as its next version."""
        for name, value in fields.items():
            setattr(self, name, value)
        self.version += 1
        db.session.add(self)

    def rendered(self) -> Rendered:
        return self.shown(self, clock.now())
