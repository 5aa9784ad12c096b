"""When messages rest: quiet hours and holidays, as clocks on the wall and calendars go."""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from shared import clock

MINUTE = timedelta(minutes=1)
# Hours that leave no minute of a year free are not heeded.
_HORIZON_DAYS = 366


class Hours(NamedTuple):
    """From a time of day to another, which is not part of it; perhaps past midnight."""

    start: time
    end: time

    def hold(self, at: time) -> bool:
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


class Rest(NamedTuple):
    """When messages rest, in a time zone."""

    zone: str
    hours: tuple[Hours, ...]
    holidays: Collection[date]

    def allows(self, at: datetime) -> bool:
        local = at.astimezone(clock.zone(self.zone))
        return local.date() not in self.holidays and not any(each.hold(local.time()) for each in self.hours)

    def over(self, at: datetime) -> datetime:
        """The first instant from `at` on at which messages do not rest; `at` itself, if they never stop to."""
        if self.allows(at):
            return at
        day = clock.day_of(at, self.zone)
        for _ in range(_HORIZON_DAYS):
            for each in sorted(self._turns(day)):
                if each > at and self.allows(each):
                    return each
            day = clock.next_day(day)
        return at

    def _turns(self, day: date) -> Iterator[datetime]:
        """The instants of a day at which a rest may end: its first, the ends of hours, and a change of the clocks."""
        first, last = clock.start_of(day, self.zone), clock.start_of(clock.next_day(day), self.zone)
        yield first
        yield from self._change_between(first, last)
        for each in self.hours:
            # Where clocks are set back a time of day comes twice.
            for fold in (0, 1):
                there = datetime.combine(day, each.end.replace(fold=fold), clock.zone(self.zone))
                yield there.astimezone(UTC)

    def _change_between(self, first: datetime, last: datetime) -> Iterator[datetime]:
        zone = clock.zone(self.zone)

        def offset(at: datetime) -> timedelta | None:
            return at.astimezone(zone).utcoffset()

        before = offset(first)
        if before == offset(last):
            return
        while last - first > MINUTE:
            middle = first + (last - first) // MINUTE // 2 * MINUTE
            first, last = (middle, last) if offset(middle) == before else (first, middle)
        yield last
