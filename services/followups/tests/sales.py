"""What tests of sales do again and again."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from werkzeug.test import TestResponse

from services.followups.tests.people import JUAN
from shared.ids import new_id
from shared.testing.fixtures import ANA, Bench

NOON = datetime(2026, 3, 9, 18, tzinfo=UTC)  # noon in Mexico City
TODAY = "2026-03-09"
PEPE, ROSA = new_id(), new_id()


def opened(bench: Bench, by: UUID = ANA, **fields: Any) -> dict[str, Any]:
    answer = bench.as_(by).post("/sales", {"title": "Plan anual", "client_id": str(JUAN)} | fields)
    assert answer.status_code == 201, answer.text
    return answer.json


def followed(bench: Bench, sale: dict[str, Any], due_on: str = TODAY, **fields: Any) -> dict[str, Any]:
    answer = bench.as_(ANA).post(f"/sales/{sale['id']}/follow-ups", {"due_on": due_on} | fields)
    assert answer.status_code == 201, answer.text
    return answer.json


def seen(bench: Bench, sale: dict[str, Any]) -> dict[str, Any]:
    return bench.as_(ANA).get(f"/sales/{sale['id']}").json


def act(bench: Bench, sale: dict[str, Any], verb: str, body: Any = None, by: UUID = ANA) -> TestResponse:
    return bench.as_(by).post(f"/sales/{sale['id']}/{verb}", body)


def told(details: str = "Aceptó la oferta") -> dict[str, Any]:
    return {"result": {"details": details}}


def state_of(bench: Bench, follow_up: dict[str, Any]) -> str:
    return bench.as_(ANA).get(f"/follow-ups/{follow_up['id']}").json["state"]
