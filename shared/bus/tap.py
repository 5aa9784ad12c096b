"""Hearing the embedded bus without keeping a place in it for the time after."""

from collections.abc import Callable, Collection, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa

from shared.db import reading
from shared.events import Event, unseal
from shared.service import Service

BATCH = 100


class Tap:
    """Somebody who hears of what is published while they are there.

    :param hear: called with the events of these kinds; it must be quick and not fail
    :ivar places: how far it has come in each outbox
    """

    def __init__(self, kinds: Collection[str], hear: Callable[[Sequence[Event]], None]) -> None:
        self.kinds, self._hear = frozenset(kinds), hear
        self.places: dict[str, int] = {}

    def begin(self, sources: Sequence[Service]) -> None:
        """What is there already is not news."""
        self.places = {source.name: last(source) for source in sources}

    def take(self, source: Service) -> None:
        """Hear of all that is new in one outbox."""
        more = True
        while more:
            with source.app.app_context(), reading():
                wanted = after(source.tables.outbox)
                rows = source.db.session.execute(wanted, {"place": self.places[source.name]}).all()
            events = [unseal(row.body) for row in rows if row.type in self.kinds]
            if events:
                self._hear(events)
            if rows:
                self.places[source.name] = rows[-1].seq
            more = len(rows) == BATCH


def last(source: Service) -> int:
    """The place of the newest event in an outbox."""
    with source.app.app_context(), reading():
        return source.db.session.scalar(sa.select(sa.func.max(source.tables.outbox.c.seq))) or 0


@cache
def after(outbox: sa.Table) -> sa.Select[Any]:
    """The next events of an outbox after `:place`."""
    return sa.select(outbox).where(outbox.c.seq > sa.bindparam("place")).order_by(outbox.c.seq).limit(BATCH)
