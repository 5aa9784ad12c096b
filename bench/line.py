"""A kept HTTP/1.1 connection that costs the load tool next to nothing: what it takes is missing to the product."""

import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

_ANSWER_WITHIN = 30.0
_BLOCK = 256 * 1024
_END = b"\r\n\r\n"

Headers = Iterable[tuple[str, str]]


def request(method: str, target: str, headers: Headers = (), body: bytes = b"") -> bytes:
    """A request as it goes over the wire."""
    given = [*headers, ("Content-Length", str(len(body)))] if body else headers
    lines = [f"{method} {target} HTTP/1.1", "Host: bench", *(f"{name}: {value}" for name, value in given)]
    return "\r\n".join([*lines, "", ""]).encode() + body


class Line:
    """A connection to one address, made anew where it broke."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._address = parts.hostname or "127.0.0.1", parts.port or 80
        self._socket: socket.socket | None = None
        self._read = b""

    def ask(self, raw: bytes) -> tuple[int, bytes]:
        """Ask and read the answer.

        :returns: status and body; status 0 where there is no answer
        """
        try:
            self._connected().sendall(raw)
            head = self._up_to(_END).lower()
            return int(head[9:12]), self._body(head)
        except (OSError, ValueError):
            self.close()
            return 0, b""

    def close(self) -> None:
        if self._socket:
            self._socket.close()
        self._socket, self._read = None, b""

    def _connected(self) -> socket.socket:
        if self._socket is None:
            self._socket = socket.create_connection(self._address, _ANSWER_WITHIN)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._socket

    def _body(self, head: bytes) -> bytes:
        if b"\r\ntransfer-encoding: chunked" in head:
            whole = b""
            while size := int(self._up_to(b"\r\n"), 16):
                whole += self._sized(size + 2)[:-2]
            self._up_to(b"\r\n")
            return whole
        _, told, rest = head.partition(b"\r\ncontent-length: ")
        return self._sized(int(rest.partition(b"\r\n")[0])) if told else b""

    def _up_to(self, mark: bytes) -> bytes:
        while mark not in self._read:
            self._read += self._more()
        found, _, self._read = self._read.partition(mark)
        return found

    def _sized(self, size: int) -> bytes:
        blocks, there = [self._read], len(self._read)
        while there < size:
            blocks.append(self._more())
            there += len(blocks[-1])
        whole = b"".join(blocks)
        self._read = whole[size:]
        return whole[:size]

    def _more(self) -> bytes:
        block = self._connected().recv(_BLOCK)
        if not block:
            raise ConnectionError("closed too early")
        return block
