"""Events in: a table of reactions, and their effect exactly once however often an event arrives."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

from shared import clock, tracing
from shared.db import is_away, rows_changed
from shared.events import CATALOGUE, Event
from shared.many import insert_all
from shared.telemetry import CONSUMED, EVENT_AGE, caused_by

if TYPE_CHECKING:
    from shared.service import Service

Handler = Callable[[Event], None]
BatchHandler = Callable[[Sequence[Event]], None]

# An event that comes again later than this would happen again; no broker keeps one for so long unnoticed.
REMEMBERED_FOR = timedelta(days=30)
_FORGET_AT_ONCE = 10_000


class Handlers:
    """What a service does when the others have news."""

    def __init__(self) -> None:
        self._table: dict[str, list[tuple[Handler, bool]]] = defaultdict(list)
        self._together: list[tuple[set[str], BatchHandler]] = []
        # Which of some ids are those of people who asked to be forgotten.
        self.erased_among: Callable[[Collection[UUID]], set[UUID]] = lambda _ids: set()

    def on(self, *kinds: str, announced: bool = True) -> Callable[[Handler], Handler]:
        """Call the function for events of these kinds.

        :param announced: also for present states published again, which are news to read models only
        """
        _check(kinds)

        def register(handler: Handler) -> Handler:
            for kind in kinds:
                self._table[kind].append((handler, announced))
            return handler

        return register

    def together(self, *kinds: str) -> Callable[[BatchHandler], BatchHandler]:
        """Call the function once for all events of these kinds in a batch, of which no two are about one subject.

        It saves a query for each. What it does for one of them it does inside `caused_by` that event.
        """
        _check(kinds)

        def register(handler: BatchHandler) -> BatchHandler:
            self._together.append((set(kinds), handler))
            return handler

        return register

    @property
    def kinds(self) -> set[str]:
        return set(self._table).union(*(kinds for kinds, _ in self._together))

    def dispatch(self, events: Sequence[Event]) -> None:
        """Call the functions for events of which no two are about one subject."""
        for event in events:
            handlers = self._table.get(event.type, ())
            if handlers:
                with caused_by(event):
                    for handler, announced in handlers:
                        if announced or not event.announced:
                            handler(event)
        for kinds, handle_all in self._together:
            theirs = [event for event in events if event.type in kinds]
            if theirs:
                handle_all(theirs)


def _check(kinds: Iterable[str]) -> None:
    unknown = set(kinds) - CATALOGUE.keys()
    if unknown:
        raise ValueError(f"no such events: {unknown}")


class TryLater(Exception):
    """The database is away or busy; the events are as good as before."""


def apply(service: "Service", events: Sequence[Event], *, also: Callable[[], object] = lambda: None) -> None:
    """Let the service react to events, in one transaction with the note that it has.

    :param also: what else belongs into the transaction
    :raises TryLater: the database could not take them now; nothing was kept
    """
    with service.app.app_context():
        session = service.db.session
        try:
            with _part(events):
                fresh = _not_seen(service, events)
                for group in _distinct_subjects(fresh):
                    service.handlers.dispatch(group)
                    session.flush()
                also()
                session.commit()
        except DBAPIError as error:
            session.rollback()
            if is_away(error):
                raise TryLater from error
            raise
        except BaseException:
            session.rollback()
            raise
    _count(service, fresh, len(events))


def _part(events: Sequence[Event]) -> AbstractContextManager[tracing.Part]:
    what = events[0].type if len(events) == 1 else f"{len(events)} events"
    return tracing.part(f"process {what}", "consumer", causes=[each.traceparent for each in events])


def _not_seen(service: "Service", events: Sequence[Event]) -> list[Event]:
    inbox = service.tables.inbox
    wanted = {event.id: event for event in events if event.type in service.handlers.kinds}
    if not wanted:
        return []
    now = clock.now()
    rows = [{"event_id": event_id, "received_at": now} for event_id in wanted]
    fresh = set(
        insert_all(service.db.session, inbox, rows, else_="ON CONFLICT (event_id) DO NOTHING", returning="event_id")
    )
    return [event for event_id, event in wanted.items() if event_id in fresh]


def _distinct_subjects(events: Iterable[Event]) -> Iterator[list[Event]]:
    """Cut a batch where a subject comes again, so that each part can be written at once."""
    group: list[Event] = []
    seen: set[object] = set()
    for event in events:
        if event.subject in seen:
            yield group
            group, seen = [], set()
        group.append(event)
        seen.add(event.subject)
    if group:
        yield group


def insert(dialect: str, table: sa.Table | type) -> "postgresql.Insert | sqlite.Insert":
    """An INSERT that knows ON CONFLICT, in the dialect at hand."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def _count(service: "Service", fresh: list[Event], total: int) -> None:
    now, age = clock.now(), EVENT_AGE.labels(service.name)
    for kind, times in Counter(event.type for event in fresh).items():
        CONSUMED.labels(service.name, kind, "applied").inc(times)
    for event in fresh:
        if not event.announced:
            age.observe(max(0.0, (now - event.time).total_seconds()))
    if total > len(fresh):
        CONSUMED.labels(service.name, "any", "known").inc(total - len(fresh))


def forget_old_events(now: datetime) -> int:
    """Forget the ids of events that nobody will send again; a sweep of every service.

    :returns: how many
    """
    service: Service = current_app.extensions["crm"]
    inbox, session = service.tables.inbox, service.db.session
    old = sa.select(inbox.c.event_id).where(inbox.c.received_at < now - REMEMBERED_FOR).limit(_FORGET_AT_ONCE)
    forgotten = session.execute(sa.delete(inbox).where(inbox.c.event_id.in_(old.scalar_subquery())))
    session.commit()
    return rows_changed(forgotten)
