"""Passes a stream of another process on, without a thread and without keeping anything of it back."""

import asyncio
import socket
from collections.abc import Iterator
from functools import partial

from flask import Flask, Response, request

from gateway import headers
from gateway.composing import only
from gateway.connections import Rest
from gateway.exchange import Outgoing
from gateway.proxy import as_response
from gateway.stream.loop import Loop, room
from gateway.stream.view import PATH
from gateway.upstream import Upstream
from shared.leaving import going_on
from shared.problems import Unavailable

# Seconds that a client has for taking the rest once the stream has ended.
LAST_SECONDS = 10.0


class Relay:
    """Connections of clients, each with one to the stream."""

    def __init__(self) -> None:
        self._loop = Loop("relay")
        self._room = room(1)
        self._ends: set[End] = set()

    @property
    def has_room(self) -> bool:
        return len(self._ends) + 2 <= self._room

    def join(self, client: socket.socket, head: bytes, rest: Rest) -> None:
        """Send a client the head of an answer, and then the rest as it comes."""
        begun, stream = rest.leave()
        near, far = End(self._ends, first=head + begun), End(self._ends)
        near.source, far.target = far, near
        self._loop.adopt(client, near)
        self._loop.adopt(stream, far)


class End(asyncio.Protocol):
    """One end of a connection that is passed on.

    What a client says after its request is nothing that the stream wants to hear.

    :param kept: where it stands while it is open
    :param first: what is sent first
    :ivar target: the end at which what arrives here is sent
    :ivar source: the end whose arrivals are sent here
    """

    def __init__(self, kept: "set[End]", first: bytes = b"") -> None:
        self._kept, self._waiting = kept, first
        self.target: End | None = None
        self.source: End | None = None
        self._transport: asyncio.Transport | None = None
        self._over = False

    def send(self, raw: bytes) -> None:
        if self._transport:
            self._transport.write(raw)
        else:
            self._waiting += raw

    def hold(self, held: bool) -> None:
        """Let arrivals wait, or take them again."""
        if self._transport and not self._transport.is_closing():
            (self._transport.pause_reading if held else self._transport.resume_reading)()

    def close(self) -> None:
        """End this side once all is sent."""
        self._over = True
        if self._transport:
            self._transport.close()
            if self._transport.get_write_buffer_size():
                asyncio.get_running_loop().call_later(LAST_SECONDS, self._transport.abort)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._kept.add(self)
        self.send(self._waiting)
        if self._over:
            self.close()

    def data_received(self, data: bytes) -> None:
        if self.target:
            self.target.send(data)

    def pause_writing(self) -> None:
        if self.source:
            self.source.hold(True)

    def resume_writing(self) -> None:
        if self.source:
            self.source.hold(False)

    def connection_lost(self, error: Exception | None) -> None:
        self._kept.discard(self)
        for other in (self.target, self.source):
            if other:
                other.close()


def relay_stream(app: Flask, stream: Upstream) -> None:
    """Let people listen to the stream of another process."""
    relay = Relay()

    @app.get(PATH)
    def streamed() -> Response:
        only()
        if not relay.has_room:
            raise Unavailable("stream")
        answer = stream.send(Outgoing(request.method, PATH, headers.to_service(request.environ)))
        rest = answer.body
        if answer.status != 200 or not isinstance(rest, Rest):
            return as_response(answer)
        return going_on(partial(relay.join, rest=rest), partial(_held, rest))


def _held(rest: Rest) -> Iterator[bytes]:
    """The stream, where the server cannot do without the thread."""
    try:
        yield from rest
    finally:
        rest.close()
