"""How the people of the tests sign in."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from werkzeug.test import TestResponse

from services.identity.models import Team, db
from shared.ids import new_id
from shared.testing.fixtures import ANA, CENTRAL, PEOPLE, Bench, Caller

NOON = datetime(2026, 3, 9, 18, tzinfo=UTC)
PASSWORD = "caballo batería grapa"
WEB = {"X-CRM-Client": "web"}


def email_of(user_id: UUID) -> str:
    return f"{PEOPLE[user_id]['name'].split()[0].lower()}@example.com"


def login(
    bench: Bench, user_id: UUID = ANA, password: str = PASSWORD, address: str = "203.0.113.7", **headers: str
) -> TestResponse:
    """Try to sign in from an address, as the gateway tells it."""
    body = {"email": email_of(user_id), "password": password}
    return bench.as_(None).post("/auth/login", body, headers=_from(address) | headers)


def refresh(bench: Bench, token: str, address: str = "203.0.113.7", agent: str = "movil/1") -> TestResponse:
    headers = _from(address) | {"User-Agent": agent}
    return bench.as_(None).post("/auth/refresh", {"refresh_token": token}, headers=headers)


def signed_in(bench: Bench, user_id: UUID = ANA, **options: Any) -> dict[str, Any]:
    answer = login(bench, user_id, **options)
    assert answer.status_code == 200, answer.text
    return answer.json


def bearing(bench: Bench, token: str) -> "Bearing":
    return Bearing(bench, token)


class Bearing(Caller):
    """Calls the service with a token of its own making."""

    def __init__(self, bench: Bench, token: str) -> None:
        super().__init__(bench.app, None)
        self._headers["Authorization"] = f"Bearer {token}"


def a_team(bench: Bench, name: str = "Recepción", branch_id: UUID = CENTRAL) -> UUID:
    with bench.app.app_context():
        team = Team(id=new_id(), name=name, branch_id=branch_id, version=1)
        db.session.add(team)
        db.session.commit()
        return team.id


def _from(address: str) -> dict[str, str]:
    return {"X-Forwarded-For": address}
