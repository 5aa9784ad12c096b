"""Clients who are merged or erased while somebody completes a follow-up of theirs and promises the next one."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from services.followups.models import FollowUp
from services.followups.tests.people import JUAN, a_client
from shared import clock
from shared.ids import new_id
from shared.testing.fixtures import ANA, Bench
from shared.testing.halfway import ON_POSTGRESQL, halfway

pytestmark = ON_POSTGRESQL
ANITA = new_id()
ERASED = {"name": "Persona eliminada", "phone": None, "erased_at": "2026-03-09T18:00:00Z"}


@pytest.fixture(autouse=True)
def _it_is_monday_noon() -> Iterator[None]:
    with clock.stopped(datetime(2026, 3, 9, 18, tzinfo=UTC)):
        yield


def promised_while(bench: Bench, patch: pytest.MonkeyPatch, meanwhile: Callable[[], object]) -> dict[str, Any]:
    """What is left of Anita's next follow-up in the end; the service heard of something while it was scheduled."""
    for client in (a_client(), a_client(ANITA, "Anita")):
        bench.hear("ClientCreated", client)
    promised = bench.as_(ANA).post("/follow-ups", {"client_id": str(ANITA), "due_on": "2026-03-13"}).json
    with halfway(bench, patch, FollowUp, "complete", meanwhile):
        following = {"due_on": "2026-03-20", "notes": "Anita lo piensa"}
        answer = bench.as_(ANA).post(f"/follow-ups/{promised['id']}/complete", {"next": following})
    assert answer.status_code == 200, answer.json
    found: dict[str, Any] = bench.as_(ANA).get(f"/follow-ups/{answer.json['next']['id']}").json
    return found


def test_the_next_one_goes_with_a_merge_that_came_in_between(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    merged = a_client(JUAN, kept_id=JUAN, duplicate_id=ANITA)

    following = promised_while(bench, monkeypatch, lambda: bench.hear("ClientsMerged", merged, 2))

    assert following["client"]["id"] == str(JUAN)


def test_the_next_one_is_blanked_by_an_erasure_that_came_in_between(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    erased = a_client(ANITA, **ERASED)

    following = promised_while(bench, monkeypatch, lambda: bench.hear("ClientErased", erased, 2))

    assert (following["state"], following["notes"]) == ("cancelled", "")
