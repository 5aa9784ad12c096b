"""The bulkhead: who waits for a service that hangs does not stand in the way of those who ask another one."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from time import monotonic
from typing import Any

import pytest
from flask import Flask

from gateway import bulkhead
from gateway.bulkhead import PLACES, Bulkhead
from gateway.tests.conftest import Clock, Gateway, echo, on_a_socket
from gateway.tests.standins import StandIn, a_list
from shared.problems import Unavailable
from shared.testing.waiting import until

MakeGateway = Callable[..., Gateway]
CLIENT = "01900000-0000-7000-8000-00000000aaaa"
# As many as the gateway has.
THREADS = 16


class Hanging:
    """A service that answers nobody until it is let go."""

    def __init__(self) -> None:
        self.asked = 0
        self.let_go = threading.Event()
        self.app = Flask("hanging")

        @self.app.get("/api/v1/<path:rest>")
        def answer(rest: str) -> dict[str, str]:
            self.asked += 1
            self.let_go.wait(10)
            return {}


@contextmanager
def hanging() -> Iterator[tuple[Hanging, str]]:
    service = Hanging()
    with on_a_socket(service.app) as url:
        try:
            yield service, url
        finally:
            service.let_go.set()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulkhead, "PATIENCE", 0.1)


def test_a_service_that_hangs_does_not_take_the_others_along(gateway: MakeGateway, impatient: None) -> None:
    with hanging() as (service, url), on_a_socket(echo("followups")) as other, ThreadPoolExecutor(THREADS) as threads:
        house = gateway(service_urls={"contacts": url, "followups": other})
        asked = [threads.submit(house.client.get, "/api/v1/clients") for _ in range(2 * THREADS)]
        until(lambda: service.asked == PLACES)

        began = monotonic()
        answer: Any = threads.submit(house.client.get, "/api/v1/follow-ups").result()
        took = monotonic() - began
        service.let_go.set()
        statuses = sorted(each.result().status_code for each in asked)

    assert answer.status_code == 200
    assert took < 1
    assert statuses == [200] * PLACES + [503] * (2 * THREADS - PLACES)


def test_while_it_hangs_others_are_sent_away_at_once(gateway: MakeGateway, impatient: None) -> None:
    with hanging() as (service, url), ThreadPoolExecutor(THREADS) as threads:
        house = gateway(service_urls={"contacts": url})
        for _ in range(PLACES):
            threads.submit(house.client.get, "/api/v1/clients")
        until(lambda: service.asked == PLACES)
        assert house.client.get("/api/v1/clients").status_code == 503

        began = monotonic()
        refused = [house.client.get("/api/v1/clients") for _ in range(20)]
        took = monotonic() - began
        service.let_go.set()

    assert {answer.status_code for answer in refused} == {503}
    assert {answer.headers["Retry-After"] for answer in refused} == {"2"}
    assert took < 1


@pytest.mark.parametrize("path", ["panel", f"clients/{CLIENT}/profile", "search?q=perez"])
def test_a_page_goes_without_a_service_that_hangs(
    gateway: MakeGateway, impatient: None, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr("gateway.composing.SECONDS", 0.2)
    contacts = StandIn().says(f"clients/{CLIENT}", {"id": CLIENT}).says("clients", a_list({"id": CLIENT}))
    with hanging() as (_, url), on_a_socket(contacts.says("clients/stats", {"total": 7}).app) as other:
        house = gateway(service_urls={"contacts": other, "followups": url})
        with ThreadPoolExecutor(THREADS) as threads:
            answers = list(threads.map(lambda _: house.client.get(f"/api/v1/{path}"), range(THREADS)))
        pages = [answer.get_json() for answer in answers]

    assert [page["degraded"] for page in pages] == [["followups"]] * THREADS
    assert all(CLIENT in str(page) or page["clients"]["total"] == 7 for page in pages)


def test_a_service_that_is_only_busy_turns_nobody_away() -> None:
    busy = Bulkhead("contacts")

    def work() -> None:
        with busy.place():
            threading.Event().wait(0.01)

    with ThreadPoolExecutor(4 * PLACES) as threads:
        for done in [threads.submit(work) for _ in range(8 * PLACES)]:
            done.result()


def test_a_place_that_is_given_back_is_free_for_the_next(clock: Clock) -> None:
    hung = Bulkhead("contacts", clock)
    with ExitStack() as inside:
        for _ in range(PLACES):
            inside.enter_context(hung.place())
        clock.pass_(bulkhead.PATIENCE)
        with pytest.raises(Unavailable), hung.place():
            """Nobody gets here."""
    with hung.place():
        """They have all gone."""
