"""The compose stack, built from this tree and started once for all tests, with secrets and a port of its own."""

import json
import secrets
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
import requests

from cli import env
from cli.dotenv import variables
from shared.ports import free_port
from shared.testing.engine import clean_environment, docker, inspected, what_is_missing
from shared.testing.plugin import cannot_run, uses
from shared.testing.waiting import until

READY_WITHIN = 240.0


class Stack:
    """A running stack."""

    def __init__(self, folder: Path) -> None:
        self._project = f"crm-test-{secrets.token_hex(3)}"
        self._file = folder / ".env"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        env.write(self._file)
        with self._file.open("a") as file:
            file.write(f"CRM_PORT={self.port}\nCRM_SWEEP_SECONDS=1\n")
        self.secrets = dict(variables(self._file.read_text()))

    def compose(self, *arguments: str) -> str:
        options = ("--project-name", self._project, "--env-file", str(self._file))
        return docker("compose", *options, *arguments, env=clean_environment())

    def change(self, name: str, value: str) -> None:
        """Write another value into `.env`; it counts from the next `up` on."""
        self._file.write_text(self._file.read_text().replace(f"{name}={self.secrets[name]}\n", f"{name}={value}\n"))
        self.secrets = dict(variables(self._file.read_text()))

    def build(self) -> None:
        self.compose("build", "--quiet")

    def start(self) -> float:
        """Start all from nothing.

        :returns: the seconds until the gateway was ready
        """
        began = monotonic()
        self.compose("up", "--detach")
        until(self._ready, seconds=READY_WITHIN)
        return monotonic() - began

    def stop(self) -> None:
        # The engine may still hold on to a network whose containers are gone.
        until(self._is_down, seconds=60)

    def _is_down(self) -> bool:
        try:
            self.compose("down", "--volumes", "--timeout", "20")
        except AssertionError as error:
            if "active endpoints" not in str(error):
                raise
            return False
        return True

    def containers(self, *services: str) -> list[dict[str, Any]]:
        """The running containers: all, or those of some services."""
        return inspected(*self.compose("ps", "--quiet", *services).split())

    def asks(self, service: str, *command: str, index: int = 1) -> str:
        """What a command says inside a container of a service."""
        return self.compose("exec", "-T", "--index", str(index), service, *command)

    def is_healthy(self, *services: str) -> bool:
        found = self.containers(*services)
        return bool(found) and all(each["State"].get("Health", {}).get("Status") == "healthy" for each in found)

    def names(self) -> list[str]:
        """The services whose processes go on, so not the jobs."""
        services = json.loads(self.compose("config", "--format", "json"))["services"]
        return sorted(name for name, each in services.items() if each["restart"] == "unless-stopped")

    def _ready(self) -> bool:
        try:
            return requests.get(f"{self.url}/readyz", timeout=2).status_code == 200
        except requests.RequestException:
            sleep(0.2)
            return False


@pytest.fixture(scope="session")
def stack(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    missing = what_is_missing()
    if missing:
        cannot_run(pytestconfig, "the product in containers (tests/deploy)", missing)
    stack = Stack(tmp_path_factory.mktemp("stack"))
    stack.build()
    try:
        seconds = stack.start()
        uses(pytestconfig, f"docker compose (ready {seconds:.0f} s after a cold start)")
        yield stack
    finally:
        stack.stop()
