"""One kept HTTP connection to a service, by the standard library's client.

Every request of the product passes here: `requests` takes about five times its processor time, urllib3 twice.
"""

import random
import select
import socket
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import SplitResult

from gateway.exchange import Outgoing

CONNECT_SECONDS = 1.0
BLOCK = 64 * 1024


class Broken(ConnectionError):
    """The other side closed the connection too early, or does not speak HTTP."""


class Wire:
    """A connection.

    :param url: the service's
    :param opened_at: when; whoever keeps it decides by what clock
    :raises OSError: it cannot be reached
    """

    def __init__(self, url: SplitResult, opened_at: float = 0.0) -> None:
        kind = HTTPSConnection if url.scheme == "https" else HTTPConnection
        self._connection = kind(url.hostname or "", url.port, timeout=CONNECT_SECONDS)
        # The library has no other place for it.
        self._connection._create_connection = connected_to_any  # type: ignore[attr-defined]  # noqa: SLF001
        self._connection.connect()
        self._socket: socket.socket = self._connection.sock
        self._response: HTTPResponse | None = None
        self.opened_at = opened_at
        self.reusable = True

    def send(self, outgoing: Outgoing) -> None:
        """Send a request.

        :raises OSError: the connection broke; `TimeoutError` when nobody takes what is sent
        """
        self._connection.sock.settimeout(outgoing.seconds)
        self._connection.putrequest(outgoing.method, outgoing.target, skip_accept_encoding=True)
        for name, value in outgoing.headers:
            self._connection.putheader(name, value)
        self._connection.endheaders(outgoing.body or None, encode_chunked=outgoing.chunked)

    def receive(self) -> tuple[int, list[tuple[str, str]], int | None, Iterator[bytes]]:
        """Take the answer to a request.

        :returns: status, headers, the length of the body where it is told, and the body, block by block
        :raises OSError: the connection broke; `TimeoutError` when nothing came in time
        """
        try:
            self._response = response = self._connection.getresponse()
        except HTTPException as error:
            raise Broken(str(error)) from error
        # The library takes the end of the connection for the end of the head, too.
        if response.headers.defects:
            raise Broken("closed too early")
        self.reusable = not response.will_close
        return response.status, response.getheaders(), response.length, _blocks(response)

    def is_stale(self) -> bool:
        """Whether something arrived that nobody asked for: the end of the connection, as a rule."""
        poll = select.poll()
        poll.register(self._connection.sock, select.POLLIN)
        return bool(poll.poll(0))

    def leave(self) -> tuple[bytes, socket.socket]:
        """What has arrived already of an answer that ends with its connection, and the connection itself."""
        assert self._response
        self._socket.setblocking(False)
        begun = self._response.fp.peek()
        mine = self._socket.dup()
        self.close()
        return begun, mine

    def close(self) -> None:
        # An answer that ends with its connection has taken it over.
        if self._response:
            self._response.close()
        self._connection.close()


def connected_to_any(address: tuple[str, int], timeout: float, _source: object = None) -> socket.socket:
    """Connect to one of the addresses that a name stands for, each as likely as the other.

    The system sorts them, and may put the same first every time: of two replicas one would do all the work.

    :raises OSError: none can be reached
    """
    name, port = address
    found = list({str(each[4][0]) for each in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)})
    random.shuffle(found)
    for number, each in enumerate(found, 1):
        try:
            return socket.create_connection((each, port), timeout)
        except OSError:
            if number == len(found):
                raise
    raise OSError(f"{name} has no address")


def _blocks(response: HTTPResponse) -> Iterator[bytes]:
    try:
        while block := response.read(BLOCK):
            yield block
    except HTTPException as error:
        raise Broken(str(error)) from error
    # Reading by blocks, the library takes the end of the connection for the end of the body.
    if response.length:
        raise Broken("closed too early")
