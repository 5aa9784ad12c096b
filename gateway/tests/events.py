"""Events as the services publish them, and people who listen."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from shared.events import Event, Trace, seal, unseal
from shared.ids import new_id
from shared.testing.fixtures import CENTRAL, PEOPLE
from shared.tokens import Role, User

NOW = datetime(2026, 3, 2, 18, tzinfo=UTC)


def event(kind: str, branch_id: UUID | None = CENTRAL, *, announced: bool = False, **data: Any) -> Event:
    body = {"branch_id": branch_id, **data}
    _, raw = seal(kind, new_id(), 1, body, NOW, Trace("r-1", "00-0-0-01"), announced=announced)
    return unseal(raw)


def bell(recipient: UUID, branch_id: UUID = CENTRAL, channel: str = "in_app") -> Event:
    return event("NotificationSent", branch_id, channel=channel, recipient={"id": recipient, "name": "Alguien"})


def user(id: UUID) -> User:
    person = PEOPLE[id]
    return User(id, person["name"], Role[person["role"].upper()], tuple(person["branch_ids"]))
