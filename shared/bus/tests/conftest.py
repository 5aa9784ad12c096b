"""The small service on real servers: its database empty, its queues new."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import Any

import pytest

from shared.bus.tests import counters
from shared.events import CATALOGUE
from shared.service import Service
from shared.testing.servers import Server


class Process(subprocess.Popen[bytes]):
    """A worker of the small service, and what it says."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self._log = log
        with log.open("wb") as said:
            argv = [sys.executable, "-m", "shared.bus.tests.counters"]
            super().__init__(argv, env=environment, stdout=said, stderr=said)

    def has_said(self, words: str) -> bool:
        return words in self._log.read_text()


@pytest.fixture
def catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    """The events of the small service exist."""
    for name, kind in counters.KINDS.items():
        monkeypatch.setitem(CATALOGUE, name, kind)


@pytest.fixture
def service(catalogue: None, postgresql: Server, rabbitmq: Server) -> Iterator[Service]:
    """The small service, its tables and queues empty."""
    service = counters.on_servers(postgresql.url, rabbitmq.url)
    yield service
    with service.app.app_context():
        service.db.engine.dispose()


@pytest.fixture
def mortal_broker(service: Service, rabbitmq: Server) -> Server:
    """The broker, when it can be killed without harm: 3.10 loses a queue that is not a second old."""
    sleep(2)
    return rabbitmq


@pytest.fixture
def running() -> Callable[..., Any]:
    """Runs a part of the bus in a thread, until the end of the block."""

    @contextmanager
    def run(part: Any) -> Iterator[None]:
        stop = threading.Event()
        thread = threading.Thread(target=part.run, args=(stop,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join(timeout=20)
            assert not thread.is_alive()

    return run


@pytest.fixture
def start_worker(service: Service, tmp_path: Path) -> Iterator[Callable[..., Process]]:
    """Start the worker process of the small service, with more variables in its environment."""
    started: list[Process] = []

    def start(**more: str) -> Process:
        settings = service.settings
        urls = {"CRM_DATABASE_URL": str(settings.database_url), "CRM_AMQP_URL": str(settings.amqp_url)}
        environment = {**os.environ, **urls, "PYTHONPATH": ".", **more}
        process = Process(environment, tmp_path / f"worker-{len(started)}.log")
        started.append(process)
        return process

    yield start
    for each in started:
        each.kill()
        each.wait()
