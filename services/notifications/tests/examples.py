"""Follow-ups as followups publishes them, a provider to send by, and what people then see."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from services.notifications.channels import CHANNELS, Channel, Message
from services.notifications.sending import Sender
from shared import clock
from shared.testing.fixtures import ANA, CENTRAL, PEOPLE, Bench

MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
FOLLOW_UP = UUID("01900000-0000-7000-8000-00000000f001")
JUAN = {"id": UUID("01900000-0000-7000-8000-00000000e001"), "name": "Juan Pérez", "phone": "+525512345678"}


class Always:
    """Chance that always has it the longest."""

    def random(self) -> float:
        return 1.0


def send(bench: Bench, at: datetime) -> int:
    """Let a sender of each channel send what is due, until nothing is: what one gives up another may take over.

    :returns: how many deliveries were dealt with
    """
    dealt_with = 0
    with clock.stopped(at), bench.app.app_context():
        while claimed := sum(_send_all(name) for name in CHANNELS):
            dealt_with += claimed
    return dealt_with


def _send_all(channel: str) -> int:
    sender, dealt_with = Sender(channel), 0
    while claimed := sender.round():
        dealt_with += claimed
    sender.finish()
    return dealt_with


class Provider(Channel):
    """A provider outside, which fails as often as it is told to."""

    provider = "provider"

    def __init__(self, *errors: BaseException) -> None:
        self.errors = list(errors)
        self.asked: list[Message] = []

    def send(self, message: Message) -> str:
        self.asked.append(message)
        if self.errors:
            raise self.errors.pop(0)
        return f"SM{len(self.asked)}"


def a_follow_up(**changes: Any) -> dict[str, Any]:
    """Ana should have called Juan Pérez on Friday."""
    return {
        "id": FOLLOW_UP,
        "client": JUAN,
        "interaction_id": None,
        "due_on": "2026-11-20",
        "due_time": None,
        "assigned_to": reference(ANA),
        "state": "overdue",
        "days_overdue": 3,
        "notes": "Pidió que la llamen",
        "branch_id": CENTRAL,
        "version": 1,
    } | changes


def reference(id: UUID) -> dict[str, Any]:
    return {"id": id, "name": PEOPLE[id]["name"]}


def bell_of(bench: Bench, user_id: UUID, **params: Any) -> list[dict[str, Any]]:
    answer = bench.as_(user_id).get("/notifications", **params)
    assert answer.status_code == 200, answer.text
    return answer.json["items"]


def deliveries(bench: Bench, user_id: UUID = ANA, **params: Any) -> list[dict[str, Any]]:
    answer = bench.as_(user_id).get("/deliveries", **params)
    assert answer.status_code == 200, answer.text
    return answer.json["items"]


def a_client(**changes: Any) -> dict[str, Any]:
    """Juan, as contacts tells of him."""
    known = {"version": 1, "type": "lead", "status": "active", "branch_id": CENTRAL, "email": "juan@perez.example"}
    return JUAN | known | changes


def mail(bench: Bench) -> dict[str, Any]:
    [found] = deliveries(bench, channel="email")
    return found


def use(bench: Bench, provider: Provider) -> Provider:
    bench.app.extensions["channels"]["email"] = provider
    return provider
