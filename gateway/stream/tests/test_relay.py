"""A stream of another process, passed on: nothing is kept back, and nobody waits for who reads slowly."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from gateway.stream.relay import Relay
from gateway.tests.conftest import Gateway, closed_port, on_a_socket
from shared.testing.waiting import until

MakeGateway = Callable[..., Gateway]


class Left:
    """An answer that a connection is left of."""

    def __init__(self, begun: bytes, connection: socket.socket) -> None:
        self.leave = lambda: (begun, connection)


@pytest.fixture
def relay() -> Iterator[Relay]:
    relay = Relay()
    yield relay
    until(lambda: not relay._ends)
    relay._loop.stop()


@contextmanager
def joined(relay: Relay) -> Iterator[tuple[socket.socket, socket.socket]]:
    """A client and a stream, joined by the relay."""
    near, client = socket.socketpair()
    far, stream = socket.socketpair()
    for each in (client, stream):
        each.settimeout(5)
    with client, stream:
        relay.join(near, b"head ", Left(b"begun ", far))  # type: ignore[arg-type]
        yield client, stream


def test_what_has_come_already_and_all_that_comes_is_passed_on(relay: Relay) -> None:
    with joined(relay) as (client, stream):
        stream.sendall(b"news")
        heard = b""
        while b"news" not in heard:
            heard += client.recv(100)

    assert heard == b"head begun news"


def test_the_end_of_the_stream_is_the_end_for_the_client(relay: Relay) -> None:
    with joined(relay) as (client, stream):
        stream.sendall(b"last")
        stream.close()
        with client.makefile("rb") as said:
            assert said.read() == b"head begun last"


def test_when_the_client_goes_the_stream_hears_of_it(relay: Relay) -> None:
    with joined(relay) as (client, stream):
        client.close()

        assert stream.recv(1) == b""


def test_what_a_slow_client_does_not_take_waits_at_the_stream(relay: Relay) -> None:
    size = 64 * 1024 * 1024
    with joined(relay) as (_, slow), joined(relay) as (client, stream):
        slow.settimeout(0.2)
        taken = 0
        with suppress(TimeoutError):
            while taken < size:
                taken += slow.send(b"x" * 65536)
        assert taken < size / 8
        stream.sendall(b"news")
        heard = b""
        while b"news" not in heard:
            heard += client.recv(100)


def test_without_a_stream_it_is_said_to_be_away(gateway: MakeGateway) -> None:
    answer = gateway(service_urls={"stream": closed_port()}).client.get("/api/v1/stream")

    assert (answer.status_code, answer.get_json()["service"]) == (503, "stream")


def test_an_installation_without_one_has_no_stream(gateway: MakeGateway) -> None:
    assert gateway().client.get("/api/v1/stream").status_code == 404


def test_what_the_stream_refuses_is_handed_on(gateway: MakeGateway) -> None:
    def refuses(environ: dict[str, Any], start: Any) -> list[bytes]:
        start("401 UNAUTHORIZED", [("Content-Length", "2"), ("WWW-Authenticate", "Bearer")])
        return [b"{}"]

    with on_a_socket(refuses) as url:
        answer = gateway(service_urls={"stream": url}).client.get("/api/v1/stream")

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_a_server_that_cannot_let_go_of_connections_passes_it_on_as_well(gateway: MakeGateway) -> None:
    def streams(environ: dict[str, Any], start: Any) -> Iterator[bytes]:
        start("200 OK", [("Content-Type", "text/event-stream")])
        yield b"retry: 1\n\n"
        yield b"event: client\n\n"

    with on_a_socket(streams) as url:
        answer = gateway(service_urls={"stream": url}).client.get("/api/v1/stream")

        assert answer.content_type == "text/event-stream"
        assert answer.data == b"retry: 1\n\nevent: client\n\n"
