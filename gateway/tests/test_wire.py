"""The wire: answers as they may come, and as they must not."""

import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

from gateway.exchange import Outgoing
from gateway.tests.conftest import on_a_raw_socket, take_request
from gateway.wire import Broken, Wire, connected_to_any

SMALL = Outgoing("GET", "/", [])


def saying(answer: bytes, step: int = 65536) -> Callable[[socket.socket], None]:
    """Answers with these bytes, `step` at a time, and closes."""

    def behave(connection: socket.socket) -> None:
        take_request(connection)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for start in range(0, len(answer), step):
            connection.sendall(answer[start : start + step])

    return behave


def ask(answer: bytes, step: int = 65536, method: str = "GET") -> tuple[int, list[tuple[str, str]], bytes, bool]:
    with on_a_raw_socket(saying(answer, step)) as url:
        wire = Wire(urlsplit(url))
        try:
            wire.send(Outgoing(method, "/", []))
            status, headers, _, blocks = wire.receive()
            return status, headers, b"".join(blocks), wire.reusable
        finally:
            wire.close()


HEADED = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
ANSWERS = {
    "of told length": (HEADED + b"Content-Length: 5\r\n\r\nhello", b"hello", True),
    "empty": (HEADED + b"Content-Length: 0\r\n\r\n", b"", True),
    "in chunks": (
        HEADED + b"Transfer-Encoding: chunked\r\n\r\n2;a=b\r\nhe\r\n3\r\nllo\r\n0\r\nTrailer: x\r\n\r\n",
        b"hello",
        True,
    ),
    "until it closes": (HEADED + b"\r\nhello", b"hello", False),
    "of an old server": (b"HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello", b"hello", False),
    "that ends the connection": (HEADED + b"Connection: close\r\nContent-Length: 5\r\n\r\nhello", b"hello", False),
    "without content": (b"HTTP/1.1 204 No Content\r\n\r\n", b"", True),
}


@pytest.mark.parametrize("kind", ANSWERS)
@pytest.mark.parametrize("step", [1, 7, 65536])
def test_an_answer_is_understood_however_it_is_cut_up(kind: str, step: int) -> None:
    answer, body, reusable = ANSWERS[kind]

    status, _, read, kept = ask(answer, step)

    assert (status, read, kept) == (int(answer[answer.rfind(b"HTTP/1") + 9 :][:3]), body, reusable)


def test_headers_come_in_order_and_as_often_as_they_stand() -> None:
    answer = b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nX-Name:  Jos\xe9\r\nSet-Cookie: b=2\r\nContent-Length: 0\r\n\r\n"

    assert ask(answer)[1][:3] == [("Set-Cookie", "a=1"), ("X-Name", "José"), ("Set-Cookie", "b=2")]


def test_the_answer_to_head_has_no_body_whatever_length_it_tells() -> None:
    assert ask(HEADED + b"Content-Length: 5\r\n\r\n", method="HEAD")[2] == b""


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        HEADED + b"Content-Length: 5\r\n\r\nhel",
        HEADED + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhel",
        HEADED + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        HEADED + b"Transfer-Encoding: chunked\r\n\r\n3\r\nhello\r\n0\r\n\r\n",
        HEADED + b"Transfer-Encoding: chunked\r\n\r\nx\r\nhello\r\n0\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
        b"HTTP/1.1 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X-Long: " + b"x" * 200_000,
    ],
)
def test_what_is_no_whole_answer_is_never_taken_for_one(answer: bytes) -> None:
    with pytest.raises((Broken, ConnectionResetError)):
        ask(answer)


def test_a_line_break_never_gets_into_a_head() -> None:
    with on_a_raw_socket(saying(b"")) as url:
        wire = Wire(urlsplit(url))
        with pytest.raises(ValueError):
            wire.send(Outgoing("GET", "/", [("X-Name", "a\r\nX-User-Id: 1")]))
        wire.close()


def test_of_several_addresses_of_a_name_each_is_taken_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    """127.0.0.1 and 127.0.0.2 are the replicas; a third is gone, which only means to try another."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        port = one.getsockname()[1]
        with socket.create_server(("127.0.0.2", port)) as other:
            names = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"127.0.0.{last}", port)) for last in (1, 2, 3)]
            monkeypatch.setattr(socket, "getaddrinfo", resolving({"contacts": names}))

            taken = set()
            for _ in range(50):
                with connected_to_any(("contacts", port), 1.0) as connection:
                    taken.add(connection.getpeername()[0])

            assert taken == {one.getsockname()[0], other.getsockname()[0]}


def resolving(names: dict[str, list[Any]]) -> Callable[..., list[Any]]:
    system = socket.getaddrinfo
    return lambda host, *rest, **options: names.get(host) or system(host, *rest, **options)
