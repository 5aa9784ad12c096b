"""Hours of people's days, for the tests of the agenda, its feeds and the reports."""

from typing import Any
from uuid import UUID

from services.tasks.tests.people import MANOLO, SALES, a_client, a_team, planned
from shared.ids import new_id
from shared.testing.fixtures import ANA, CENTRAL, Bench


def hear_of_manolo(bench: Bench, name: str = "Manolo Gil", sequence: int = 1) -> None:
    bench.hear("ClientUpdated", a_client(MANOLO, name), sequence)


def hear_of_team(bench: Bench, *members: UUID, branch_id: UUID = CENTRAL) -> None:
    bench.hear("TeamUpdated", a_team(SALES, branch_id, members))


def hear_of_branch(bench: Bench, zone: str) -> UUID:
    """A branch of a time zone."""
    branch = {"id": new_id(), "name": zone, "time_zone": zone, "phone_region": "MX", "pack": "gym"}
    bench.hear("BranchCreated", branch)
    return branch["id"]


def at_work(bench: Bench, when: str, *, by: UUID = ANA, **fields: Any) -> dict[str, Any]:
    """A task of half an hour (of its planner, unless told otherwise) at an instant, or on a whole day."""
    time = {"planned_at": when} if "T" in when else {"due_on": when}
    return planned(bench, by, **({"operator_id": by, "duration_minutes": 30} | time | fields))
