"""The day of a follow-up is its branch's, wherever that is and whatever its clocks do."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest

from services.followups.tests.people import a_client
from shared import clock
from shared.ids import new_id
from shared.testing.fixtures import OLGA, Bench

# Where clocks change at midnight, by half an hour, or where the day is far from the day of Greenwich.
STRANGE = (
    "America/Santiago", "America/Havana", "Asia/Beirut", "Africa/Cairo", "America/Asuncion", "Pacific/Kiritimati",
    "Pacific/Pago_Pago", "Pacific/Apia", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Mexico_City",
    "America/Tijuana", "America/Argentina/Buenos_Aires", "Europe/Madrid", "Atlantic/Azores",
)  # fmt: skip
# Days on which clocks change: in the United States and Cuba, in Europe and Lebanon, and at midnight in Chile.
CHANGES = (date(2026, 3, 8), date(2026, 3, 29), date(2026, 9, 6))


def zones() -> list[str]:
    """The strange ones, and some of all the others."""
    others = sorted(name for name in available_timezones() if "/" in name and name not in STRANGE)
    return [*STRANGE, *Random(20_26).sample(others, 15)]


def instants(around: date) -> Iterator[datetime]:
    """One a few hours after the other, and the last second before and the first of some local days."""
    noon = datetime.combine(around, time(12), UTC)
    found = [noon + timedelta(hours=hours) for hours in range(-40, 41, 16)]
    for zone in STRANGE[:6]:
        midnight = datetime.combine(around, time(0), ZoneInfo(zone)).astimezone(UTC)
        found += [midnight - timedelta(seconds=1), midnight]
    yield from sorted(found)


def branches(bench: Bench) -> dict[str, str]:
    """A branch with a client in each zone: the zones by the client."""
    found = {}
    for zone in zones():
        branch, client = new_id(), new_id()
        place = {"id": branch, "version": 1, "name": zone, "time_zone": zone, "phone_region": "MX", "pack": "clinic"}
        bench.hear("BranchCreated", place)
        bench.hear("ClientCreated", a_client(client, zone, branch))
        found[str(client)] = zone
    return found


@pytest.mark.requirement("F5")
def test_states_and_sweeps_agree_with_the_calendar_of_the_branch(bench: Bench) -> None:
    places = branches(bench)
    for around in CHANGES:
        due: dict[str, tuple[date, str]] = {}
        with clock.stopped(datetime.combine(around - timedelta(days=5), time(12), UTC)):
            for client, zone in places.items():
                for day in (around - timedelta(days=1), around, around + timedelta(days=1)):
                    body = {"client_id": client, "due_on": str(day)}
                    made = bench.as_(OLGA).post("/follow-ups", body)
                    assert made.status_code == 201, made.text
                    due[made.json["id"]] = (day, zone)
        for at in instants(around):
            with clock.stopped(at):
                expected = {id: word(day, at.astimezone(ZoneInfo(zone)).date()) for id, (day, zone) in due.items()}
                assert shown(bench, around) == expected
                assert len(shown(bench, around, "overdue")) == list(expected.values()).count("overdue")
                while bench.sweep(at):
                    pass
                late = {id for id, state in expected.items() if state == "overdue"}
                assert announced(bench) & due.keys() == late


def word(day: date, today: date) -> str:
    return "overdue" if day < today else "today" if day == today else "upcoming"


def shown(bench: Bench, around: date, *states: str) -> dict[str, str]:
    wanted: dict[str, Any] = {"due_from": str(around - timedelta(days=1)), "due_to": str(around + timedelta(days=1))}
    items = bench.as_(OLGA).get("/follow-ups", limit=200, **wanted, **({"state": states} if states else {})).json
    assert items["next_cursor"] is None
    return {each["id"]: each["state"] for each in items["items"]}


def announced(bench: Bench) -> set[str]:
    told = [str(event.subject) for event in bench.published("FollowUpOverdue")]
    assert len(told) == len(set(told))
    return set(told)


# What asks for days that are past, or today, of branches in several zones.
ASKS: dict[str, Callable[[Bench], object]] = {
    "overdue": lambda bench: bench.as_(OLGA).get("/follow-ups", state="overdue"),
    "today": lambda bench: bench.as_(OLGA).get("/follow-ups", state="today"),
    "sweep": lambda bench: bench.sweep(datetime.now(UTC)),
}


# SQLite tells by which columns it searches an index.
@pytest.mark.parametrize("bench", ["sqlite"], indirect=True)
@pytest.mark.parametrize("asks", ASKS)
def test_the_days_that_are_still_to_come_are_not_looked_through(bench: Bench, asks: str) -> None:
    found = plans_of(bench, lambda: ASKS[asks](bench))

    assert [plan for plan in found if "due_on<" in plan], found


def plans_of(bench: Bench, work: Callable[[], object]) -> list[str]:
    """How the database goes about what some work asks of days."""
    asked = bench.asked("due_on", work)
    with bench.app.app_context(), bench.service.db.engine.connect() as connection:
        return [
            "\n".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters))
            for statement, parameters in asked
        ]
