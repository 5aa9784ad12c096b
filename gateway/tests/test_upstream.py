"""A service behind its breaker: asked no more while it is away, asked again soon."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from gateway.breaker import FAILURES, PAUSE_SECONDS, Breaker
from gateway.connections import Connections
from gateway.exchange import ANSWER_SECONDS, Answer, Outgoing
from gateway.tests.conftest import Clock, closed_port, echo, on_a_raw_socket, on_a_socket
from gateway.upstream import Upstream
from shared.problems import Refused

GET = Outgoing("GET", "/readyz", [])


class Switched:
    """A way to a service that can be cut."""

    def __init__(self, url: str) -> None:
        self.there, self.away = Connections("contacts", url), Connections("contacts", closed_port())
        self.is_cut = True
        self.asked = 0

    def exchange(self, outgoing: Outgoing) -> Answer:
        self.asked += 1
        return (self.away if self.is_cut else self.there).exchange(outgoing)

    def close(self) -> None:
        self.there.close()


@pytest.fixture
def way() -> Iterator[Switched]:
    with on_a_socket(echo("contacts")) as url:
        way = Switched(url)
        yield way
        way.close()


def fail(upstream: Upstream, outgoing: Outgoing = GET) -> str:
    with pytest.raises(Refused) as refusal:
        upstream.send(outgoing)
    return refusal.value.name


def test_a_service_that_is_away_is_soon_not_asked_any_more(way: Switched, clock: Clock) -> None:
    upstream = Upstream("contacts", way, Breaker(clock))

    refusals = {fail(upstream) for _ in range(FAILURES + 10)}

    assert refusals == {"service-unavailable"}
    assert way.asked == FAILURES


def test_when_it_is_back_the_next_try_brings_everybody_back(way: Switched, clock: Clock) -> None:
    upstream = Upstream("contacts", way, Breaker(clock))
    for _ in range(FAILURES):
        fail(upstream)
    way.is_cut = False

    fail(upstream)
    clock.pass_(PAUSE_SECONDS)

    assert [upstream.send(GET).status for _ in range(3)] == [200] * 3


def test_a_probe_asks_in_spite_of_the_breaker_and_closes_it(way: Switched, clock: Clock) -> None:
    upstream = Upstream("contacts", way, Breaker(clock))
    for _ in range(FAILURES):
        fail(upstream)
    way.is_cut = False

    assert upstream.probe(GET).status == 200
    assert upstream.send(GET).status == 200


@contextmanager
def hanging() -> Iterator[Connections]:
    def says_nothing(connection: socket.socket) -> None:
        while connection.recv(65536):
            pass

    with on_a_raw_socket(*[says_nothing] * 10) as url:
        yield Connections("contacts", url)


def test_a_service_that_hangs_is_soon_not_waited_for_any_more(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.upstream.ANSWER_SECONDS", 0.02)
    with hanging() as connections:
        upstream = Upstream("contacts", connections, Breaker(clock))

        refusals = [fail(upstream, Outgoing("GET", "/", [], seconds=0.02)) for _ in range(FAILURES + 1)]

    assert refusals == [*["gateway-timeout"] * FAILURES, "service-unavailable"]


def test_who_waits_only_briefly_does_not_shut_the_others_out(clock: Clock) -> None:
    with hanging() as connections:
        upstream = Upstream("contacts", connections, Breaker(clock))

        refusals = {fail(upstream, Outgoing("GET", "/", [], seconds=0.02)) for _ in range(FAILURES + 2)}

    assert ANSWER_SECONDS > 0.02
    assert refusals == {"gateway-timeout"}
