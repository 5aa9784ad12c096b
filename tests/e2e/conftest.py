"""The product as people run it: `./crm up`, with a person signed in at its gateway."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import psycopg
import pytest

from cli.demo import EMAIL, PASSWORD
from shared.ports import free_port
from shared.testing.guard import guard

ROOT = Path(__file__).parents[2]
READY_WITHIN = 120.0


class Product:
    """A running product; it ends with the tests, also when these are killed.

    :cvar command: how it is called
    """

    command: ClassVar[tuple[str, ...]] = (str(ROOT / "crm"),)

    def __init__(self, folder: Path, *options: str, port: int | None = None, **variables: str) -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        health_port = free_port()
        self.metrics = f"http://127.0.0.1:{health_port}/metrics"
        self.log = folder / "log"
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("CRM_")}
        self.environment |= {
            "HOME": str(folder), "CRM_SWEEP_SECONDS": "1", "CRM_HEALTH_PORT": str(health_port),
            "CRM_ADMIN_EMAIL": EMAIL, "CRM_ADMIN_PASSWORD": PASSWORD,
        } | variables  # fmt: skip
        self._folder = folder
        self.start(*options)

    def start(self, *options: str) -> None:
        where = ("--port", str(self.port), "--data", str(self._folder / "data"))
        command = [*self.command, "up", "--no-web", *where, *options]
        with self.log.open("a") as log:
            self._process = subprocess.Popen(
                command, env=self.environment, stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True
            )
        guard().watch("group", self._process.pid)
        self.said = self._until_ready()

    def _until_ready(self) -> list[str]:
        assert self._process.stdout
        said = []
        for line in self._process.stdout:
            said.append(line.rstrip())
            if line.startswith("Ready: "):
                return said
        pytest.fail(f"it did not start: {said}\n{self.log.read_text()[-3000:]}")

    def stop(self) -> int:
        self._process.send_signal(signal.SIGTERM)
        code = self._process.wait(60)
        guard().release("group", self._process.pid)
        assert self._process.stdout
        self._process.stdout.close()
        return code

    def crm(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the product beside it."""
        return subprocess.run(
            [*self.command, *arguments], env=self.environment, capture_output=True, text=True, timeout=180
        )


def drop_databases(server: str) -> None:
    """Forget what another product kept on this server."""
    with psycopg.connect(server, dbname="postgres", autocommit=True) as connection:
        names = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'crm\\_%'").fetchall()
        for (name,) in names:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module", params=["embedded", pytest.param("full", marks=pytest.mark.servers)])
def product(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    folder = tmp_path_factory.mktemp("product")
    variables: dict[str, Any] = {}
    if request.param == "full":
        database = request.getfixturevalue("postgresql").url
        drop_databases(database)
        variables = {"CRM_DATABASE_URL": database, "CRM_AMQP_URL": request.getfixturevalue("rabbitmq").url}
    running = Product(folder, **variables)
    yield running
    assert running.stop() == 0
