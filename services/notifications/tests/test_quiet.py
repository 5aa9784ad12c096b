"""Quiet hours and holidays move a message to the next minute that is allowed, and no further."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from services.notifications.quiet import MINUTE, Hours, Rest

ZONES = ["America/Mexico_City", "Europe/Madrid", "America/Santiago", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]
NIGHT = Hours(time(21), time(8))


def local(zone: str, *when: int, fold: int = 0) -> datetime:
    return datetime(*when, tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("at", "moved_to"),
    [
        ((2026, 11, 23, 12, 0), (2026, 11, 23, 12, 0)),
        ((2026, 11, 23, 20, 59), (2026, 11, 23, 20, 59)),
        ((2026, 11, 23, 21, 0), (2026, 11, 24, 8, 0)),
        ((2026, 11, 24, 7, 59), (2026, 11, 24, 8, 0)),
        ((2026, 12, 24, 21, 30), (2026, 12, 26, 8, 0)),
        ((2026, 12, 25, 12, 0), (2026, 12, 26, 8, 0)),
    ],
)
def test_a_message_of_the_night_or_a_holiday_waits_for_the_morning(
    at: tuple[int, ...], moved_to: tuple[int, ...]
) -> None:
    rest = Rest("America/Mexico_City", (NIGHT,), {date(2026, 12, 25)})

    assert rest.over(local(rest.zone, *at)) == local(rest.zone, *moved_to)


def test_the_zone_decides_when_it_is_night() -> None:
    at = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)

    assert Rest("Europe/Madrid", (NIGHT,), ()).over(at) == local("Europe/Madrid", 2026, 11, 23, 8)
    assert Rest("Asia/Tokyo", (NIGHT,), ()).over(at) == at


def test_where_clocks_jump_over_the_end_the_rest_ends_with_the_jump() -> None:
    rest = Rest("Europe/Madrid", (Hours(time(22), time(2, 30)),), ())

    assert rest.over(local(rest.zone, 2026, 3, 29, 1, 0)) == local(rest.zone, 2026, 3, 29, 3, 0)


def test_hours_that_leave_no_minute_are_not_heeded() -> None:
    rest = Rest("UTC", (Hours(time(8), time(20)), Hours(time(20), time(8))), ())
    at = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)

    assert rest.over(at) == at


times = st.times().map(lambda each: each.replace(second=0, microsecond=0, fold=0))
hours = st.builds(Hours, times, times).filter(lambda each: each.start != each.end)
instants = st.integers(0, 5 * 365 * 1440).map(lambda each: datetime(2024, 1, 1, tzinfo=UTC) + each * MINUTE)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(ZONES), instants, st.lists(hours, max_size=2), st.sets(st.integers(0, 2), max_size=2))
@example("Europe/Madrid", datetime(2026, 10, 25, 0, 45, tzinfo=UTC), [Hours(time(2, 30), time(5))], set())
@example("Australia/Lord_Howe", datetime(2026, 4, 4, 14, 50, tzinfo=UTC), [Hours(time(1, 40), time(1, 50))], set())
@example("America/Santiago", datetime(2026, 9, 6, 3, 30, tzinfo=UTC), [Hours(time(22), time(0, 30))], {0})
def test_it_is_the_first_minute_that_is_allowed(zone: str, at: datetime, quiet: list[Hours], off: set[int]) -> None:
    today = at.astimezone(ZoneInfo(zone)).date()
    rest = Rest(zone, tuple(quiet), {today + timedelta(days=each) for each in off})

    moved = rest.over(at)

    assert moved >= at
    if not rest.allows(moved):
        assert moved == at
        assert not any(rest.allows(at + minute * MINUTE) for minute in range(0, 5 * 1440, 7))
        return
    between = (moved - at) // MINUTE
    assert not any(rest.allows(at + minute * MINUTE) for minute in range(between))
