"""The product as users start it: `crm up`, as a process of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from time import monotonic

from bench import tied
from bench.house import EMAIL, PASSWORD
from cli.client import Person
from cli.dotenv import ROOT
from shared.ports import free_port

READY_WITHIN = 180.0
STOP_WITHIN = 60.0
# One user of the benchmarks asks more than all people of a house; sweeps come when they are measured.
_FOR_MEASURING = {"CRM_RATE_LIMIT": "1000000", "CRM_SWEEP_SECONDS": "86400"}


class NotReady(Exception):
    """The product did not start; the message ends with its last words."""


def environment(data: Path, database_url: str | None, amqp_url: str | None) -> dict[str, str]:
    """What the processes of the product find in their environment: no setting of whoever runs the benchmarks."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("CRM_")}
    servers = {"CRM_DATABASE_URL": database_url, "CRM_AMQP_URL": amqp_url}
    return {
        **inherited,
        "PYTHONPATH": str(ROOT),
        "PYTHONSAFEPATH": "1",
        "CRM_DATA": str(data),
        "CRM_ADMIN_EMAIL": "admin@medidas.example",
        "CRM_ADMIN_PASSWORD": PASSWORD,
        **_FOR_MEASURING,
        **{name: url for name, url in servers.items() if url},
    }


class Product:
    """A running product."""

    def __init__(self, data: Path, env: Mapping[str, str]) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._log = data / "log"
        began = monotonic()
        with self._log.open("ab") as log:
            argv = tied.command(
                sys.executable, "-m", "cli", "up", "--no-web", "--port", str(port), "--data", str(data)
            )
            self._process = subprocess.Popen(argv, env=dict(env), cwd=data, stdout=subprocess.PIPE, stderr=log)
        self._wait_until_ready(began + READY_WITHIN)
        self.ready_after = monotonic() - began

    @property
    def pid(self) -> int:
        return self._process.pid

    def person(self) -> Person:
        """Somebody who works in the first branch."""
        return Person(self.url, EMAIL.format(0, 0), PASSWORD)

    def stop(self) -> None:
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_WITHIN)
        finally:
            self._process.kill()
            self._process.communicate()

    def _wait_until_ready(self, deadline: float) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            if line.startswith(b"Ready: "):
                return
            if monotonic() > deadline:
                break
        self._process.kill()
        self._process.wait()
        words = self._log.read_text(encoding="utf-8", errors="replace").splitlines()[-5:]
        raise NotReady("\n".join(["the product did not become ready", *words]))
