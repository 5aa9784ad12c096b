"""Answers that go on for hours, and leave the thread that began them."""

import socket
from collections.abc import Callable, Iterable, Iterator

from flask import Response, request
from werkzeug.http import http_date

TYPE = "text/event-stream"

Take = Callable[[socket.socket, bytes], None]


class Leaves(OSError):
    """The connection is taken over. An OSError, because gunicorn lets them pass while an answer is made.

    :param take: what takes it over
    :param head: the head of the answer, of which nothing has been sent
    """

    def __init__(self, take: Take, head: bytes) -> None:
        super().__init__("the connection is taken over")
        self._take, self._head = take, head

    def take(self, connection: socket.socket) -> None:
        self._take(connection, self._head)


def going_on(take: Take, otherwise: Callable[[], Iterable[bytes]]) -> Response:
    """An answer with server-sent events, which goes on without its thread where the server can let it.

    `cli.serve.DrainingWorker` can. Its body ends with the connection, so that all that passes it on can do so as
    it is, whichever version of HTTP the next one speaks.

    :param otherwise: what any other server sends
    """
    leaves = "gunicorn.socket" in request.environ

    def body() -> Iterator[bytes]:
        if leaves:
            raise Leaves(take, _head(response))
        yield from otherwise()

    response = Response(body(), content_type=TYPE)
    response.headers["Cache-Control"] = "no-store, no-transform"
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _head(response: Response) -> bytes:
    fields = [("Connection", "close"), ("Date", http_date()), *response.headers.items()]
    lines = [f"HTTP/1.1 {response.status}", *(f"{name}: {value}" for name, value in fields)]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")
