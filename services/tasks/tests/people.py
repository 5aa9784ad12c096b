"""What the others would tell this service, and tasks as people plan them."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from shared import clock
from shared.testing.fixtures import ANA, CENTRAL, LUIS, NORA, NORTE, OLGA, Bench

# Monday noon in Mexico City, ten in the morning in Tijuana.
NOON = datetime(2026, 3, 9, 18, tzinfo=UTC)
MANOLO = UUID("01900000-0000-7000-8000-0000000c2001")
NADIA = UUID("01900000-0000-7000-8000-0000000c2002")
SALES = UUID("01900000-0000-7000-8000-0000000d2001")
NORTH = UUID("01900000-0000-7000-8000-0000000d2002")
CITA, LLAMADA, PRESUPUESTO, OTRO = (UUID(f"01900000-0000-7000-8000-000000007a0{n}") for n in (1, 2, 3, 7))


def a_client(
    id: UUID = MANOLO, name: str = "Manolo Ríos", branch_id: UUID = CENTRAL, **fields: Any
) -> dict[str, Any]:
    return {
        "id": id, "version": 1, "name": name, "phone": "+525512345678", "type": "lead", "status": "active",
        "branch_id": branch_id, "erased_at": None, **fields,
    }  # fmt: skip


def a_team(id: UUID = SALES, branch_id: UUID = CENTRAL, members: tuple[UUID, ...] = (ANA, LUIS)) -> dict[str, Any]:
    return {"id": id, "version": 1, "name": "Ventas", "branch_id": branch_id, "member_ids": list(members)}


def hear_of_the_house(bench: Bench) -> None:
    """Two clients and two teams, one of each branch."""
    bench.hear("ClientCreated", a_client())
    bench.hear("ClientCreated", a_client(NADIA, "Nadia Norte", NORTE))
    bench.hear("TeamUpdated", a_team())
    bench.hear("TeamUpdated", a_team(NORTH, NORTE, (NORA,)))


def planned(bench: Bench, by: UUID = ANA, at: datetime = NOON, **fields: Any) -> dict[str, Any]:
    """A task, planned for a day unless the fields say otherwise."""
    when = {} if "planned_at" in fields else {"due_on": "2026-03-10"}
    with clock.stopped(at):
        answer = bench.as_(by).post("/tasks", {"description": "Llamar a Manolo", **when, **_plain(fields)})
    assert answer.status_code == 201, answer.text
    return answer.json


def done(bench: Bench, task: dict[str, Any], by: UUID = ANA, at: datetime = NOON, **closing: Any) -> dict[str, Any]:
    with clock.stopped(at):
        answer = bench.as_(by).post(f"/tasks/{task['id']}/close", {"status": "done", **closing})
    assert answer.status_code == 200, answer.text
    return answer.json


def prioritized(bench: Bench, type_id: UUID = CITA) -> UUID:
    """Let an administrator give a type priority."""
    assert bench.as_(OLGA).patch(f"/task-types/{type_id}", {"priority": True}).status_code == 200
    return type_id


def ids(answer: Any) -> list[str]:
    """The ids of a list, or of the tasks in it."""
    items = answer if isinstance(answer, list) else answer.json["items"]
    return [each["id"] for each in items]


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, UUID) else value for name, value in fields.items()}
