"""Records of a test's own, made as somebody of the sample house would make them."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from cli.client import Person
from cli.demo import PASSWORD
from shared import clock
from tests.e2e.conftest import Product

Record = dict[str, Any]
_numbers = count(1000)


def as_(house: Product, name: str) -> Person:
    return Person(house.url, f"{name}@aldia.example", PASSWORD)


def a_client(person: Person, name: str) -> Record:
    first, _, last = name.partition(" ")
    phone = f"+52 55 7700 {next(_numbers)}"
    made: Record = person.post("clients", {"first_name": first, "last_name": last, "phone": phone})
    return made


def a_follow_up(person: Person, client: Record, *, days: int, notes: str = "") -> Record:
    """One that is due so many days after today."""
    due_on = (date.fromisoformat(today_of(person)) + timedelta(days=days)).isoformat()
    made: Record = person.post("follow-ups", {"client_id": client["id"], "due_on": due_on, "notes": notes})
    return made


def a_talk(person: Person, client: Record, notes: str, **fields: Any) -> Record:
    made: Record = person.post(
        "interactions",
        {
            "contact": {"client_id": client["id"]},
            "method": "call",
            "occurred_at": today_of(person),
            "notes": notes,
            **fields,
        },
    )
    return made


def today_of(person: Person) -> str:
    """Which day it is in the first branch of somebody."""
    return clock.day_of(clock.now(), person.user["branches"][0]["time_zone"]).isoformat()
