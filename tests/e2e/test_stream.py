"""The event stream of a running product: a colleague's change is seen at once, and a break loses nothing."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any

import orjson
import pytest
import requests

from cli.client import Person
from cli.demo import EMAIL, PASSWORD
from shared.testing.processes import descendants
from shared.testing.waiting import until
from tests.e2e.conftest import Product

COLLEAGUE = "contraseña de prueba"


class Listener:
    """Somebody who listens, as a browser does."""

    def __init__(self, product: Product, token: str, place: str | None) -> None:
        headers = {"Authorization": f"Bearer {token}"} | ({"Last-Event-ID": place} if place else {})
        self._answer = requests.get(f"{product.url}/api/v1/stream", headers=headers, stream=True, timeout=30)
        assert self._answer.status_code == 200, self._answer.text
        self._lines = self._answer.iter_lines(chunk_size=1)
        self.place = ""
        self.next()

    def next(self) -> dict[str, Any]:
        """The next block: `event`, and what `data` holds."""
        fields: dict[str, str] = {}
        for line in self._lines:
            if not line:
                break
            name, _, value = line.decode().partition(": ")
            fields[name] = value
        else:
            raise requests.ConnectionError("the stream has ended")
        self.place = fields.get("id", self.place)
        return {"event": fields.get("event"), **orjson.loads(fields.get("data", "{}"))}

    def until(self, **wanted: Any) -> list[dict[str, Any]]:
        """All that comes, to what is wanted."""
        heard = []
        while not heard or wanted.items() - heard[-1].items():
            heard.append(self.next())
        return heard

    def close(self) -> None:
        self._answer.close()


@contextmanager
def listening(product: Product, person: Person, place: str | None = None) -> Iterator[Listener]:
    listener = Listener(product, token(person), place)
    try:
        yield listener
    finally:
        listener.close()


def token(person: Person) -> str:
    return str(person._session.headers["Authorization"]).removeprefix("Bearer ")


@pytest.fixture(scope="module")
def olga(product: Product) -> Person:
    return Person(product.url, EMAIL, PASSWORD)


def hired(product: Product, olga: Person, name: str, branch_id: str) -> Person:
    email = f"{name.lower()}@aldia.example"
    body = {"name": name, "email": email, "role": "operator", "branch_ids": [branch_id], "password": COLLEAGUE}
    olga.post("users", body)
    return Person(product.url, email, COLLEAGUE)


@pytest.fixture(scope="module")
def central(olga: Person) -> str:
    return str(olga.get("branches")["items"][0]["id"])


@pytest.fixture(scope="module")
def ana(product: Product, olga: Person, central: str) -> Person:
    return hired(product, olga, "Ana", central)


@pytest.fixture(scope="module")
def luis(product: Product, olga: Person, central: str) -> Person:
    return hired(product, olga, "Luis", central)


def new_client(by: Person, name: str) -> dict[str, Any]:
    def made() -> Any:
        with suppress(Exception):  # until the news of who works where have arrived
            return by.post("clients", {"first_name": name, "last_name": "Corriente"})

    client: dict[str, Any] = until(made, seconds=5)
    return client


def test_a_colleague_s_change_is_heard_within_a_second(product: Product, ana: Person, luis: Person) -> None:
    client = new_client(luis, "Uno")
    with listening(product, ana) as ear:
        began = monotonic()
        luis.patch(f"clients/{client['id']}", {"notes": "Cambió de horario"})
        ear.until(event="client", id=client["id"], change="ClientUpdated")

    assert monotonic() - began < 1


def test_all_that_follows_from_an_interaction_is_heard(product: Product, ana: Person, luis: Person) -> None:
    client = new_client(luis, "Dos")
    with listening(product, ana) as ear:
        now = datetime.now(UTC)
        call = {"contact": {"client_id": client["id"]}, "method": "call", "occurred_at": now.isoformat()}
        interaction = luis.post("interactions", call | {"follow_up_on": now.date().isoformat()})
        heard = ear.until(event="follow_up", change="FollowUpScheduled")

    assert {"event": "interaction", "id": interaction["id"], "change": "InteractionCreated"} in heard


def test_after_a_break_nothing_is_lost(product: Product, ana: Person, luis: Person) -> None:
    with listening(product, ana) as ear:
        first = new_client(luis, "Tres")
        ear.until(id=first["id"])
        place = ear.place
    missed = [new_client(luis, f"Perdido{number}")["id"] for number in range(5)]

    with listening(product, ana, place) as again:
        last = new_client(luis, "Último")["id"]
        heard = again.until(id=last)

    clients = [each["id"] for each in heard if each["change"] == "ClientCreated"]
    assert clients == [*missed, last]


def test_of_another_branch_nothing_is_heard(product: Product, olga: Person, ana: Person, luis: Person) -> None:
    norte = olga.post(
        "branches", {"name": "Norte", "time_zone": "America/Tijuana", "phone_region": "MX", "pack": "gym"}
    )
    nora = hired(product, olga, "Nora", norte["id"])
    with listening(product, ana) as of_ana, listening(product, nora) as of_nora:
        theirs = new_client(nora, "Ajena")
        of_nora.until(id=theirs["id"])
        ours = new_client(luis, "Nuestra")
        heard = of_ana.until(id=ours["id"])

    assert theirs["id"] not in {each["id"] for each in heard}


def test_the_bell_rings_for_its_person_alone(product: Product, ana: Person, luis: Person) -> None:
    client = new_client(luis, "Vencida")
    with listening(product, ana) as of_ana, listening(product, luis) as of_luis:
        luis.post("follow-ups", {"client_id": client["id"], "due_on": "2026-01-02"})
        rung = of_luis.until(event="notification")[-1]
        last = new_client(luis, "Después")
        heard = of_ana.until(id=last["id"])

    assert rung["change"] == "NotificationSent"
    assert rung["id"] in {each["id"] for each in luis.get("notifications")["items"]}
    assert "notification" not in {each["event"] for each in heard}


def test_a_place_of_before_is_answered_with_reset(product: Product, ana: Person) -> None:
    with listening(product, ana, "0123456789ab-5") as ear:
        assert ear.next() == {"event": "reset"}
        assert ear.place


def test_many_listen_and_the_product_goes_on(product: Product, ana: Person, luis: Person) -> None:
    ears = [Listener(product, token(person), None) for person in (ana, luis) for _ in range(15)]
    client = new_client(luis, "Muchos")
    for ear in ears:
        ear.until(id=client["id"])
        ear.close()


def test_a_stream_that_was_killed_is_started_again_and_tells_everybody_to_look_again(
    product: Product, ana: Person, luis: Person
) -> None:
    with listening(product, ana) as ear:
        place = ear.place
        killed = [pid for pid in descendants(product._process.pid) if _serves_the_stream(pid)]
        assert killed
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        with suppress(requests.RequestException):
            ear.until(event="never")

    def again() -> Listener | None:
        with suppress(requests.RequestException, AssertionError):
            return Listener(product, token(ana), place)
        return None

    ear = until(again, seconds=60)
    assert ear.next() == {"event": "reset"}
    client = new_client(luis, "Renacida")
    ear.until(id=client["id"])
    ear.close()


def _serves_the_stream(pid: int) -> bool:
    with suppress(FileNotFoundError, ProcessLookupError):
        title = Path(f"/proc/{pid}/cmdline").read_bytes()
        return b"crm serve stream" in title or b"cli.embedded:create_app()" in title
    return False
