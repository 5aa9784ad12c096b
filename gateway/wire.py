"""One HTTP/1.1 connection to a service: RFC 9112 as far as a gateway needs it.

Every request of the product passes here: `requests` would take ten times the processor time of these lines,
urllib3 four times, `http.client` twice. The other side is always one of our own services.
"""

import select
import socket
import ssl
from collections.abc import Iterator
from urllib.parse import SplitResult

from gateway.exchange import Outgoing

CONNECT_SECONDS = 1.0
BLOCK = 64 * 1024
HEAD_LIMIT = 64 * 1024
_VERSIONS = {"HTTP/1.1", "HTTP/1.0"}
_NO_BODY = {204, 304}


class Broken(ConnectionError):
    """The other side closed the connection too early, or does not speak HTTP."""


class Wire:
    """A connection.

    :param url: the service's
    :raises OSError: it cannot be reached
    """

    def __init__(self, url: SplitResult) -> None:
        port = url.port or (443 if url.scheme == "https" else 80)
        self._host = url.netloc
        self._sock = socket.create_connection((url.hostname or "", port), CONNECT_SECONDS)
        self._sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if url.scheme == "https":
            self._sock = ssl.create_default_context().wrap_socket(self._sock, server_hostname=url.hostname)
        self._buffer = b""
        self.reusable = True

    def send(self, outgoing: Outgoing) -> None:
        """Send a request.

        :raises OSError: the connection broke; `TimeoutError` when nobody takes what is sent
        """
        self._sock.settimeout(outgoing.seconds)
        head = _head(outgoing, self._host)
        if isinstance(outgoing.body, bytes):
            self._sock.sendall(head + outgoing.body)
            return
        self._sock.sendall(head)
        for block in outgoing.body:
            self._sock.sendall(b"%x\r\n%b\r\n" % (len(block), block) if outgoing.chunked else block)
        if outgoing.chunked:
            self._sock.sendall(b"0\r\n\r\n")

    def receive(self, method: str) -> tuple[int, list[tuple[str, str]], int | None, Iterator[bytes]]:
        """Take the answer to a request.

        :returns: status, headers, the length of the body where it is told, and the body, block by block
        :raises OSError: the connection broke; `TimeoutError` when nothing came in time
        """
        version, status, headers = self._answer()
        while status < 200:
            version, status, headers = self._answer()
        told = {name.lower(): value.lower() for name, value in headers}
        self.reusable = version == "HTTP/1.1" and told.get("connection") != "close"
        if method == "HEAD" or status in _NO_BODY:
            return status, headers, 0, iter(())
        if "transfer-encoding" in told:
            return status, headers, None, self._chunks()
        if "content-length" in told:
            length = _number(told["content-length"], 10)
            return status, headers, length, self._sized(length)
        self.reusable = False
        return status, headers, None, self._until_closed()

    def is_stale(self) -> bool:
        """Whether something arrived that nobody asked for: the end of the connection, as a rule."""
        poll = select.poll()
        poll.register(self._sock, select.POLLIN)
        return bool(self._buffer or poll.poll(0))

    def close(self) -> None:
        self._sock.close()

    def _answer(self) -> tuple[str, int, list[tuple[str, str]]]:
        first, *lines = self._up_to(b"\r\n\r\n").decode("latin-1").split("\r\n")
        version, _, rest = first.partition(" ")
        if version not in _VERSIONS:
            raise Broken("this is not HTTP/1")
        pairs = (line.partition(":") for line in lines)
        return version, _number(rest[:3], 10), [(name, value.strip()) for name, _, value in pairs]

    def _up_to(self, mark: bytes) -> bytes:
        while mark not in self._buffer:
            if len(self._buffer) > HEAD_LIMIT:
                raise Broken("a head without an end")
            self._buffer += self._more()
        found, _, self._buffer = self._buffer.partition(mark)
        return found

    def _more(self) -> bytes:
        block = self._sock.recv(BLOCK)
        if not block:
            raise Broken("closed too early")
        return block

    def _sized(self, length: int) -> Iterator[bytes]:
        while length:
            block = self._buffer or self._more()
            self._buffer = block[length:]
            block = block[:length]
            length -= len(block)
            yield block

    def _chunks(self) -> Iterator[bytes]:
        while length := _number(self._up_to(b"\r\n").partition(b";")[0].decode("latin-1"), 16):
            yield from self._sized(length)
            if self._up_to(b"\r\n"):
                raise Broken("a chunk of another length")
        while self._up_to(b"\r\n"):
            """Trailers are of no use to anybody."""

    def _until_closed(self) -> Iterator[bytes]:
        block, self._buffer = self._buffer, b""
        while block or (block := self._sock.recv(BLOCK)):
            yield block
            block = b""


def _head(outgoing: Outgoing, host: str) -> bytes:
    lines = [f"{outgoing.method} {outgoing.target} HTTP/1.1", f"Host: {host}"]
    lines += [f"{name}: {value}" for name, value in outgoing.headers]
    text = "\r\n".join([*lines, "", ""])
    if not text.count("\r") == text.count("\n") == len(lines) + 1:
        raise ValueError("a line break within a header")
    return text.encode("latin-1")


def _number(text: str, base: int) -> int:
    try:
        number = int(text, base)
    except ValueError as error:
        raise Broken("a length or status that is no number") from error
    if number < 0:
        raise Broken("a negative length")
    return number
