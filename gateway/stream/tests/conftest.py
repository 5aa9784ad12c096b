"""A hub, and people who listen to it on real sockets."""

import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from uuid import UUID

import pytest

from gateway.stream.hub import Hub
from gateway.tests.conftest import gateway
from gateway.tests.events import user
from shared.testing.waiting import until

__all__ = ["gateway"]


class Ear:
    """The other end of a listener's connection."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._connection.settimeout(0.02)
        self.heard = b""

    def listen(self) -> bytes:
        """All that has come so far."""
        with suppress(TimeoutError):
            while block := self._connection.recv(1 << 20):
                self.heard += block
        return self.heard

    def hears(self, words: str) -> bool:
        """Whether they come soon."""
        return bool(until(lambda: words.encode() in self.listen(), seconds=5))

    @property
    def place(self) -> str:
        """What would be sent as Last-Event-ID."""
        return self.listen().decode().rpartition("\nid: ")[2].split("\n")[0]

    @property
    def ended(self) -> bool:
        self.listen()
        try:
            return self._connection.recv(1, socket.MSG_PEEK) == b""
        except TimeoutError:
            return False
        except ConnectionResetError:
            return True

    def close(self) -> None:
        self._connection.close()


Listen = Callable[..., Ear]


@pytest.fixture
def hub() -> Iterator[Hub]:
    hub = Hub()
    hub.begin()
    yield hub
    hub.stop()


@pytest.fixture
def listen(hub: Hub) -> Iterator[Listen]:
    ears: list[Ear] = []

    def begin(who: UUID, place: str | None = None, seconds: float = 900.0) -> Ear:
        near, far = socket.socketpair()
        hub.welcome(near, b"HTTP/1.1 200 OK\r\n\r\n", user(who), seconds, place)
        ears.append(Ear(far))
        assert ears[-1].hears("\n\n")
        return ears[-1]

    yield begin
    for ear in ears:
        ear.close()
