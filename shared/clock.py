"""What time it is. Only the doors (requests, events, sweeps, commands) ask; rules are told."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

_read: Callable[[], datetime] = lambda: datetime.now(UTC)  # noqa: E731


def now() -> datetime:
    """The present instant, in UTC."""
    return _read()


@cache
def zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def day_of(at: datetime, zone_name: str) -> date:
    """The day that the instant `at` falls on in the time zone."""
    return at.astimezone(zone(zone_name)).date()


def instant_of(day: date, zone_name: str, at: time = time(12)) -> datetime:
    """The instant of a wall-clock time in the time zone; by default noon, which every day has."""
    return datetime.combine(day, at, zone(zone_name)).astimezone(UTC)


def start_of(day: date, zone_name: str) -> datetime:
    """The first instant of a day in the time zone; not always at 00:00, where clocks change at midnight."""
    first = instant_of(day, zone_name, time(0))
    # A midnight that a change of the clocks skips is read as an instant of the day before.
    return first if day_of(first, zone_name) == day else first + timedelta(hours=1)


def next_day(day: date) -> date:
    return day + timedelta(days=1)


@contextmanager
def stopped(at: datetime) -> Iterator[None]:
    """Stop the clock of this process at an instant; for tests."""
    global _read
    before, _read = _read, lambda: at
    try:
        yield
    finally:
        _read = before
