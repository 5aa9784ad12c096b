"""The embedded bus: the outboxes are the log, and every subscriber keeps its place in each of them.

A subscriber saves its place in the transaction of the effect, in its own file: whenever the process dies,
nothing is lost and nothing happens twice. An event that cannot be handled steps aside, so that the others
go on, and comes back a few times before it is parked.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from time import monotonic
from typing import Any

import sqlalchemy as sa

from shared import clock
from shared.bus.tap import BATCH, Tap, after, last
from shared.db import reading
from shared.events import CATALOGUE, Unreadable, unseal
from shared.inbox import TryLater, apply, insert
from shared.service import Service
from shared.telemetry import CONSUMED, cause, log

ATTEMPTS = 5
# Seconds until the outboxes are looked at without being woken.
POLL = 1.0
_PRUNE_EVERY = timedelta(minutes=1)


def back_off(attempts: int) -> timedelta:
    """How long an event rests after so many failed attempts."""
    return timedelta(seconds=min(60.0, 0.2 * 3 ** (attempts - 1)))


class LocalBus:
    """Carries events between the services of one process."""

    def __init__(self, services: Sequence[Service]) -> None:
        self._services = services
        self._sources = {each.name: [source for source in services if _hears(each, source)] for each in services}
        self._news = threading.Condition()
        # How often each outbox has grown; a subscriber looks only where it has not looked since.
        self._grown = {each.name: 1 for each in services}
        self._stopping = threading.Event()
        self._taps: list[Tap] = []
        self._threads = [
            threading.Thread(target=self._follow, args=(each,), name=f"bus-{each.name}", daemon=True)
            for each in services
        ]
        for each in services:
            each.committed = partial(self.wake, each.name)

    def tap(self, tap: Tap) -> None:
        """Let somebody hear of what is published from the start on."""
        sources = [each for each in self._services if any(CATALOGUE[kind].service == each.name for kind in tap.kinds)]
        tap.begin(sources)
        self._taps.append(tap)
        self._threads.append(threading.Thread(target=self._pour, args=(tap, sources), name="bus-tap", daemon=True))

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stopping.set()
        with self._news:
            self._news.notify_all()
        for thread in self._threads:
            thread.join(timeout=10)

    def wake(self, source: str) -> None:
        with self._news:
            self._grown[source] += 1
            self._news.notify_all()

    def _follow(self, service: Service) -> None:
        subscriber = _Subscriber(service)
        looked: dict[str, int] = {}
        prune_at = clock.now() + _PRUNE_EVERY
        while not self._stopping.is_set():
            grown = dict(self._grown)
            try:
                for source in self._sources[service.name]:
                    if looked.get(source.name) != grown[source.name]:
                        subscriber.take(source)
                        looked[source.name] = grown[source.name]
                rest = subscriber.take_again()
                if clock.now() >= prune_at:
                    self._prune(service)
                    prune_at = clock.now() + _PRUNE_EVERY
            except TryLater:
                rest = 0.1
            except Exception as error:  # noqa: BLE001 - the other events must go on
                log.error("bus failed", service=service.name, error=cause(error))
                rest = POLL
            with self._news:
                if grown == self._grown and not self._stopping.is_set() and not self._news.wait(rest):
                    # A command in another process wakes nobody: look everywhere.
                    looked.clear()

    def _pour(self, tap: Tap, sources: Sequence[Service]) -> None:
        looked: dict[str, int] = {}
        while not self._stopping.is_set():
            grown = dict(self._grown)
            try:
                for source in sources:
                    if looked.get(source.name) != grown[source.name]:
                        tap.take(source)
                        looked[source.name] = grown[source.name]
            except Exception as error:  # noqa: BLE001 - the database may be busy; the place is kept
                log.error("bus failed", part="tap", error=cause(error))
            with self._news:
                if grown == self._grown and not self._stopping.is_set() and not self._news.wait(POLL):
                    looked.clear()

    def _prune(self, source: Service) -> None:
        """Forget what every subscriber has passed; of what nobody hears, everything."""
        subscribers = [each for each in self._services if source in self._sources[each.name]]
        taps = (tap.places[source.name] for tap in self._taps if source.name in tap.places)
        passed = min([*(place(each, source.name) for each in subscribers), *taps], default=last(source))
        outbox = source.tables.outbox
        with transaction(source) as session:
            session.execute(sa.delete(outbox).where(outbox.c.seq <= passed))

    def idle(self) -> bool:
        """Whether every subscriber has taken every event there is."""
        heard = ((each, source) for each in self._services for source in self._sources[each.name])
        return all(place(each, source.name) >= last(source) for each, source in heard)


@contextmanager
def transaction(service: Service) -> Iterator[Any]:
    with service.app.app_context():
        yield service.db.session
        service.db.session.commit()


def _hears(subscriber: Service, source: Service) -> bool:
    return any(CATALOGUE[kind].service == source.name for kind in subscriber.handlers.kinds)


def place(subscriber: Service, source: str) -> int:
    """How far a subscriber has come in a source's outbox."""
    cursors = subscriber.tables.cursors
    with subscriber.app.app_context(), reading():
        query = sa.select(cursors.c.seq).where(cursors.c.source == source)
        return subscriber.db.session.scalar(query) or 0


class _Subscriber:
    """One service's way through the outboxes; used by one thread."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._places: dict[str, int] = {}
        # When, by the monotonic clock, an event that stepped aside may have rested.
        self._again_at = 0.0

    def take(self, source: Service) -> None:
        """Take all that is new in one outbox.

        :raises TryLater: the database cannot take it now
        """
        if source.name not in self._places:
            self._places[source.name] = place(self._service, source.name)
        more = True
        while more:
            with source.app.app_context(), reading():
                wanted = after(source.tables.outbox)
                rows = source.db.session.execute(wanted, {"place": self._places[source.name]}).all()
            if rows:
                self._take_batch(source.name, rows)
                self._places[source.name] = rows[-1].seq
            more = len(rows) == BATCH

    def _take_batch(self, source: str, rows: Sequence[Any]) -> None:
        wanted = [row for row in rows if row.type in self._service.handlers.kinds]
        try:
            events = [unseal(row.body) for row in wanted]
            apply(self._service, events, also=_save_place(self._service, source, rows[-1].seq))
        except TryLater:
            raise
        except Exception:  # noqa: BLE001 - whichever event it was is found below
            for row in wanted:
                self._take_alone(row, _save_place(self._service, source, row.seq))
            with transaction(self._service):
                _save_place(self._service, source, rows[-1].seq)()

    def _take_alone(self, row: Any, save_place: Callable[[], None]) -> None:
        try:
            apply(self._service, [unseal(row.body)], also=save_place)
        except TryLater:
            raise
        except Exception as error:  # noqa: BLE001 - it steps aside
            with transaction(self._service):
                save_place()
                _set_aside(self._service, row, attempts=1, error=error)
            self._again_at = 0.0

    def take_again(self) -> float:
        """Try the events that stepped aside and have rested.

        :returns: the seconds until the next one has rested, at most POLL
        """
        if self._again_at <= monotonic():
            self._again_at = monotonic() + self._take_rested()
        return max(0.0, self._again_at - monotonic())

    def _take_rested(self) -> float:
        parked = self._service.tables.parked
        with self._service.app.app_context(), reading():
            waiting = self._service.db.session.execute(
                sa.select(parked).where(parked.c.retry_at.is_not(None)).order_by(parked.c.retry_at).limit(BATCH)
            ).all()
        for row in waiting:
            rest = (row.retry_at - clock.now()).total_seconds()
            if rest > 0:
                return min(POLL, rest)
            self._retry(row)
        return POLL

    def _retry(self, row: Any) -> None:
        parked = self._service.tables.parked

        def forget() -> None:
            self._service.db.session.execute(sa.delete(parked).where(parked.c.event_id == row.event_id))

        try:
            apply(self._service, [unseal(row.body)], also=forget)
        except TryLater:
            raise
        except Exception as error:  # noqa: BLE001 - it steps aside again
            with transaction(self._service):
                _set_aside(self._service, row, attempts=row.attempts + 1, error=error)


def _save_place(subscriber: Service, source: str, seq: int) -> Callable[[], None]:
    def save() -> None:
        statement = insert(subscriber.dialect, subscriber.tables.cursors).values(source=source, seq=seq)
        subscriber.db.session.execute(statement.on_conflict_do_update(index_elements=["source"], set_={"seq": seq}))

    return save


def _set_aside(subscriber: Service, row: Any, *, attempts: int, error: Exception) -> None:
    """Let an event of an outbox, or one that stands aside, come back after a rest, or park it.

    One that cannot be read is parked at once, as another attempt is pointless.
    """
    parks = attempts >= ATTEMPTS or isinstance(error, Unreadable)
    retry_at = None if parks else clock.now() + back_off(attempts)
    result = "parked" if parks else "retry"
    CONSUMED.labels(subscriber.name, row.type, result).inc()
    log.error(
        "event failed",
        service=subscriber.name,
        kind=row.type,
        id=str(row.event_id),
        attempts=attempts,
        result=result,
        error=cause(error),
    )
    note = {"attempts": attempts, "error": cause(error), "retry_at": retry_at}
    statement = insert(subscriber.dialect, subscriber.tables.parked).values(
        event_id=row.event_id, type=row.type, body=row.body, **note
    )
    subscriber.db.session.execute(statement.on_conflict_do_update(index_elements=["event_id"], set_=note))
