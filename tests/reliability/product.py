"""A product under test: real processes that can be found, killed and given orders."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from shared.ports import free_port, is_free
from shared.testing.guard import guard
from shared.testing.processes import descendants, is_alive
from shared.testing.servers import Server
from tests.e2e.conftest import ROOT, Product
from tests.reliability.databases import Databases
from tests.reliability.pace import until

PLANTED = Path(__file__).with_name("planted")


class Running(Product):
    """`crm up` as people run it, but that each of its processes first looks for orders of the test."""

    # Not through the shell script: it would set PYTHONPATH, and orders would not be looked for.
    command = (sys.executable, "-m", "cli")
    twilio_token = "el-token-de-la-cuenta"

    def __init__(self, folder: Path, database: Server | None = None, broker: Server | None = None) -> None:
        self.database, self.broker = database, broker
        # How many events were planted that nobody can handle.
        self.poison = 0
        self._orders = folder / "orders"
        self._orders.mkdir()
        urls = {"CRM_DATABASE_URL": database.url, "CRM_AMQP_URL": broker.url} if database and broker else {}
        super().__init__(
            folder,
            **urls,
            CRM_DATA=str(folder / "data"),
            CRM_RATE_LIMIT="10000",
            CRM_TWILIO_AUTH_TOKEN=self.twilio_token,
            RELIABILITY_ORDERS=str(self._orders),
            PYTHONPATH=f"{PLANTED}{os.pathsep}{ROOT}",
            PYTHONSAFEPATH="1",
        )
        self.databases = Databases(folder / "data", database.url if database else None)

    @property
    def mode(self) -> str:
        return "full" if self.broker else "embedded"

    def kill(self) -> None:
        """Kill the whole of it, as the end of a machine would."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        guard().release("group", self._process.pid)
        assert self._process.stdout
        self._process.stdout.close()
        until(lambda: is_free("127.0.0.1", self.port))

    def pids(self, *words: str) -> list[int]:
        """The processes of a command of the product, by what `ps` says of them, parents first."""
        titles = re.compile(rf"(?:gunicorn: \w+ \[)?(?:crm )?{re.escape(' '.join(words))}]?$")
        return sorted(pid for pid in descendants(self._process.pid) if titles.match(_title(pid)))

    def kill_processes(self, *words: str, only_last: bool = False) -> None:
        """Kill processes by the end of their command line, and see them dead.

        :param only_last: the youngest of them only, e.g. the worker of a gunicorn
        """
        pids = until(lambda: self.pids(*words))
        for pid in pids[-1:] if only_last else pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            until(lambda: not is_alive(pid))  # noqa: B023 - called at once

    def order(self, process: str, *orders: dict[str, Any]) -> None:
        """What the next starts of a process shall do, one each: `CRM_…` variables and `bugs`."""
        (self._orders / process).write_text("".join(f"{json.dumps(each)}\n" for each in orders), encoding="utf-8")

    def has_carried_out_its_orders(self) -> bool:
        """Whether every order was taken, and the processes that took the last ones have died of it."""
        return not any(each.read_text(encoding="utf-8") for each in self._orders.iterdir())

    @contextmanager
    def more_workers(self, service: str, number: int) -> Iterator[None]:
        """More worker processes of a service, beside the one that is supervised."""
        ports = [free_port() for _ in range(number)]
        command = [sys.executable, "-m", "cli", "work", service]
        with self.log.open("a") as log:
            workers = [
                subprocess.Popen(
                    command, env=self.environment | {"CRM_HEALTH_PORT": str(port)}, stdout=log, stderr=log
                )
                for port in ports
            ]
        try:
            until(lambda: not any(is_free("127.0.0.1", port) for port in ports), 30)
            yield
        finally:
            for worker in workers:
                worker.terminate()
            assert [worker.wait(30) for worker in workers] == [0] * number


def _title(pid: int) -> str:
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").rstrip("\0").replace("\0", " ")
    return ""
