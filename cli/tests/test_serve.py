"""The web process."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from time import monotonic
from typing import Any

import orjson
import pytest

from shared.ports import free_port
from shared.testing.waiting import until


class Web:
    """A web process of its own, and requests to it."""

    def __init__(self) -> None:
        self.port = free_port()
        self._connections: list[HTTPConnection] = []
        environment = {**os.environ, "CRM_PORT": str(self.port), "PYTHONPATH": "."}
        command = [sys.executable, "-m", "cli.tests.slow_server"]
        self.process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)
        until(self.answers, seconds=20)

    def connection(self) -> HTTPConnection:
        self._connections.append(HTTPConnection("127.0.0.1", self.port, timeout=10))
        return self._connections[-1]

    def answers(self) -> bool:
        connection = self.connection()
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False

    def close(self) -> None:
        for each in self._connections:
            each.close()
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def web() -> Iterator[Web]:
    web = Web()
    yield web
    web.close()


def test_told_to_stop_it_finishes_what_it_began_and_takes_nothing_new(web: Web):
    slow = begin_slowly(web)

    web.process.terminate()
    until(lambda: not web.answers())
    with pytest.raises(ConnectionRefusedError):  # and not cut later, when it may have been read
        web.connection().connect()
    answer = slow.getresponse()

    assert (answer.status, answer.read()) == (200, b"done")
    assert web.process.wait(10) == 0


def test_told_to_stop_it_answers_all_who_were_connected(web: Web):
    outcomes: list[object] = []
    people = [threading.Thread(target=ask_until_refused, args=(web, outcomes)) for _ in range(12)]
    for each in people:
        each.start()
    until(lambda: len(outcomes) > 200)
    web.process.terminate()
    for each in people:
        each.join()

    assert set(outcomes) == {200}


def ask_until_refused(web: Web, outcomes: list[object]) -> None:
    while True:
        connection = HTTPConnection("127.0.0.1", web.port, timeout=10)
        with closing(connection):
            try:
                connection.connect()
            except ConnectionRefusedError:
                return
            try:
                connection.request("GET", "/healthz")
                outcomes.append(connection.getresponse().status)
            except OSError as error:
                outcomes.append(type(error))


def test_while_it_stops_it_is_not_ready(web: Web):
    slow, kept = begin_slowly(web), web.connection()
    assert readiness(kept)[0] == 200

    web.process.terminate()
    status, checks = until(lambda: (seen := readiness(kept))[0] != 200 and seen)

    assert status == 503
    assert "stopping" in checks
    assert slow.getresponse().read() == b"done"


def begin_slowly(web: Web) -> HTTPConnection:
    """A connection on which a slow request is being answered."""
    connection = web.connection()
    connection.request("GET", "/slow")
    until(web.answers)  # requests are taken in order
    return connection


def readiness(connection: HTTPConnection) -> tuple[int, Any]:
    connection.request("GET", "/readyz")
    answer = connection.getresponse()
    return answer.status, orjson.loads(answer.read())["checks"]


def test_without_requests_it_stops_at_once(web: Web):
    asked = monotonic()
    web.process.terminate()
    assert web.process.wait(10) == 0
    assert monotonic() - asked < 15


def test_it_logs_json_lines_and_no_requests(web: Web):
    web.process.terminate()
    _, said = web.process.communicate(timeout=10)

    records = [orjson.loads(line) for line in said.splitlines()]
    assert records
    assert all("healthz" not in str(record) for record in records)


def test_as_many_requests_as_there_are_threads_are_answered_at_once(web: Web):
    started = monotonic()
    threads = [threading.Thread(target=ask_slowly, args=(web,)) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert monotonic() - started < 15


def ask_slowly(web: Web) -> None:
    connection = web.connection()
    connection.request("GET", "/slow")
    assert connection.getresponse().read() == b"done"
