"""The event stream as a web process serves it, and as the gateway passes it on: no thread waits for a listener."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPResponse
from time import monotonic
from uuid import UUID

import orjson
import pytest

from gateway.tests.events import event
from shared.events import Event
from shared.ports import free_port
from shared.testing.fixtures import ANA, LUIS, NORA, PEOPLE, _public, token_of
from shared.testing.waiting import until

PATH = "/api/v1/stream"
# More than the threads of both processes together.
MANY = 60


class Web:
    """The process of the stream, and the gateway before it."""

    def __init__(self) -> None:
        self.stream, self.gateway = free_port(), free_port()
        self._open: list[HTTPConnection] = []
        self.processes = [
            self._start(self.stream, "cli.tests.stream_server", orjson.dumps(_public).decode()),
            self._start(
                self.gateway, "cli", "serve", "gateway", CRM_SERVICE_URLS=f"stream=http://127.0.0.1:{self.stream}"
            ),
        ]
        until(lambda: self._is_ready(self.gateway), seconds=60)

    def _start(self, port: int, *module: str, **more: str) -> "subprocess.Popen[bytes]":
        environment = {**os.environ, "CRM_PORT": str(port), "PYTHONPATH": ".", **more}
        return subprocess.Popen([sys.executable, "-m", *module], env=environment, stderr=subprocess.DEVNULL)

    def _is_ready(self, port: int) -> bool:
        try:
            return self.ask(port, "/readyz").status == 200
        except OSError:
            return False

    def ask(self, port: int, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> HTTPResponse:
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        self._open.append(connection)
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        return connection.getresponse()

    def happens(self, what: Event) -> None:
        assert self.ask(self.stream, "/hear", "POST", what.raw).status == 200

    def close(self) -> None:
        for each in self._open:
            each.close()
        for process in self.processes:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def web() -> Iterator[Web]:
    web = Web()
    yield web
    web.close()


Begin = Callable[..., HTTPResponse]


@pytest.fixture(params=["stream", "gateway"])
def begin(web: Web, request: pytest.FixtureRequest) -> Iterator[Begin]:
    """Begins to listen: at the process of the stream itself, and through the gateway."""
    begun: list[HTTPResponse] = []

    def listen(token: str, **headers: str) -> HTTPResponse:
        begun.append(web.ask(getattr(web, request.param), PATH, Authorization=f"Bearer {token}", **headers))
        return begun[-1]

    yield listen
    for each in begun:
        each.close()


def block(of: HTTPResponse) -> list[str]:
    """The next event, heartbeat or beginning of a stream, by lines."""
    lines = []
    while (line := of.readline()) not in {b"\n", b""}:
        lines.append(line.decode().rstrip("\n"))
    return lines


def test_what_happens_is_heard_at_once(web: Web, begin: Begin) -> None:
    listener = begin(token_of(ANA))
    block(listener)
    happened = event("FollowUpScheduled")

    began = monotonic()
    web.happens(happened)
    kind, _, data = block(listener)

    assert monotonic() - began < 1
    assert kind == "event: follow_up"
    assert orjson.loads(data.removeprefix("data: ")) == {"id": str(happened.subject), "change": "FollowUpScheduled"}


def test_the_answer_says_what_it_is_and_that_nobody_may_keep_it_back(begin: Begin) -> None:
    listener = begin(token_of(ANA), X_Request_Id="r-77")

    assert listener.status == 200
    assert listener.getheader("Content-Type") == "text/event-stream"
    assert listener.getheader("Cache-Control") == "no-store, no-transform"
    assert listener.getheader("X-Accel-Buffering") == "no"
    assert listener.headers.get_all("X-Request-Id") == ["r-77"]
    assert listener.headers.get_all("Connection") == ["close"]
    assert listener.getheader("Transfer-Encoding") is None


def test_many_listen_and_there_are_threads_left_for_everything_else(
    web: Web, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = _more_people(MANY // 20)
    for person in people:
        monkeypatch.setitem(PEOPLE, person, PEOPLE[ANA])
    listeners = [begin(token_of(person)) for person in people for _ in range(20)]
    for listener in listeners:
        block(listener)

    assert web._is_ready(web.stream)
    assert web._is_ready(web.gateway)
    web.happens(happened := event("ClientUpdated"))
    assert all(str(happened.subject) in str(block(listener)) for listener in listeners)


def _more_people(number: int) -> list[UUID]:
    return [UUID(int=ANA.int + 0x100 + each) for each in range(number)]


def test_after_a_break_nothing_is_missing(web: Web, begin: Begin) -> None:
    listener = begin(token_of(ANA))
    place = block(listener)[1].removeprefix("id: ")
    listener.close()
    web.happens(happened := event("ClientUpdated"))

    again = begin(token_of(ANA), Last_Event_ID=place)

    assert block(again)[1] == f"id: {place}"
    assert str(happened.subject) in str(block(again))


def test_of_another_branch_nothing_is_heard(web: Web, begin: Begin) -> None:
    nora, luis = begin(token_of(NORA)), begin(token_of(LUIS))
    block(nora)
    block(luis)
    norte = PEOPLE[NORA]["branch_ids"][0]
    web.happens(theirs := event("ClientUpdated", norte))
    web.happens(ours := event("ClientUpdated"))

    assert str(theirs.subject) in str(block(nora))
    assert str(ours.subject) in str(block(luis))


def test_it_ends_when_the_token_does(begin: Begin) -> None:
    listener = begin(token_of(ANA, exp=datetime.now(UTC) + timedelta(seconds=1.5)))

    block(listener)
    assert listener.read() == b""


@pytest.mark.parametrize("token", ["", "not.a.token", "expired"])
def test_without_a_good_token_nobody_listens(begin: Begin, token: str) -> None:
    # Others would still take this one, since clocks differ.
    expired = token_of(ANA, exp=datetime.now(UTC) - timedelta(seconds=5))

    refused = begin(expired if token == "expired" else token)

    assert refused.status == 401
    assert refused.getheader("Content-Type") == "application/problem+json"
    assert orjson.loads(refused.read())["type"] == "/problems/unauthorized"


def test_who_listens_too_often_is_told_so(begin: Begin) -> None:
    for _ in range(20):
        assert begin(token_of(LUIS)).status == 200

    def refused() -> HTTPResponse | None:
        answer = begin(token_of(LUIS))
        return answer if answer.status == 429 else None

    assert int(until(refused).getheader("Retry-After") or 0) > 0


def test_what_the_stream_does_not_take_is_refused(web: Web, begin: Begin) -> None:
    refused = web.ask(web.gateway, f"{PATH}?branch_id=1", Authorization=f"Bearer {token_of(ANA)}")

    assert refused.status == 422


def test_an_old_proxy_gets_the_same_stream(web: Web, begin: Begin) -> None:
    with socket.create_connection(("127.0.0.1", web.gateway), 10) as proxy:
        proxy.sendall(f"GET {PATH} HTTP/1.0\r\nAuthorization: Bearer {token_of(ANA)}\r\n\r\n".encode())
        with proxy.makefile("rb") as said:
            assert said.readline().startswith(b"HTTP/1.1 200")
            while said.readline().strip():
                """The head."""
            assert said.readline().startswith(b"retry: ")
