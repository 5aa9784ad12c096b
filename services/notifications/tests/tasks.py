"""Tasks as tasks publishes them."""

from typing import Any
from uuid import UUID

from services.notifications.tests.examples import JUAN, reference
from shared.testing.fixtures import ANA, CENTRAL

TASK = UUID("01900000-0000-7000-8000-00000000d001")
CITA = {
    "id": UUID("01900000-0000-7000-8000-000000007a01"),
    "name": "Cita",
    "priority": False,
    "color": "#475569",
    "reminds_client": True,
}
CALL = CITA | {"name": "Llamada", "reminds_client": False}
URGENT = CALL | {"priority": True}


def a_task(**changes: Any) -> dict[str, Any]:
    """Ana has planned to call Juan Pérez on the 25th at 10:00 in Mexico City."""
    return {
        "id": TASK,
        "client": JUAN,
        "description": "Confirmar presupuesto",
        "type": CALL,
        "tags": [],
        "planned_at": "2026-11-25T16:00:00Z",
        "due_on": None,
        "duration_minutes": 30,
        "operator": reference(ANA),
        "team_id": None,
        "status": "planned",
        "overdue": False,
        "claimed_by": None,
        "reminders": [],
        "created_by": reference(ANA),
        "branch_id": CENTRAL,
        "created_at": "2026-11-23T15:00:00Z",
        "updated_at": "2026-11-23T15:00:00Z",
        "version": 1,
    } | changes


def an_appointment(**changes: Any) -> dict[str, Any]:
    return a_task(**{"type": CITA, "description": "Limpieza dental", **changes})
