"""Days begin where the branch is, also where clocks change at midnight."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import available_timezones

import pytest

from shared import clock

DAYS = [date(2026, month, 1) + timedelta(days=offset) for month in (1, 3, 4, 9, 10, 11) for offset in range(0, 30, 3)]


@pytest.mark.parametrize("zone", sorted(available_timezones())[::7])
def test_a_day_begins_with_its_first_instant(zone: str) -> None:
    for day in DAYS:
        start = clock.start_of(day, zone)

        assert clock.day_of(start, zone) == day
        assert clock.day_of(start - timedelta(microseconds=1), zone) < day


def test_a_midnight_that_the_clocks_skip_is_the_next_hour() -> None:
    # In Santiago the 6th of September 2026 begins at 01:00.
    assert clock.start_of(date(2026, 9, 6), "America/Santiago") == datetime(2026, 9, 6, 4, tzinfo=UTC)
