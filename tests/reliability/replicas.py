"""The product as a cluster runs it: two of each web process, told to stop and started again one by one."""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import requests

from cli.demo import EMAIL, PASSWORD
from cli.services import SENDING, SERVICES
from shared.ports import free_port, is_free
from shared.testing.guard import guard
from shared.testing.servers import Server
from tests.e2e.conftest import ROOT
from tests.reliability.balancer import Balancer
from tests.reliability.databases import Databases
from tests.reliability.names.sitecustomize import ADDRESSES
from tests.reliability.pace import until

NAMES = Path(__file__).with_name("names")


@dataclass
class Process:
    """One process of the product, through all its starts.

    :ivar health: where it says how it is
    """

    name: str
    command: tuple[str, ...]
    environment: dict[str, str]
    health: str
    log: IO[str]
    process: subprocess.Popen[str] | None = field(default=None, init=False)

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "cli", *self.command],
            env=self.environment,
            stdout=self.log,
            stderr=self.log,
            text=True,
            start_new_session=True,
        )
        guard().watch("group", self.process.pid)

    def is_ready(self) -> bool:
        try:
            return requests.get(f"{self.health}/readyz", timeout=2).ok
        except requests.RequestException:
            return False

    def tell_to_stop(self) -> None:
        assert self.process
        self.process.send_signal(signal.SIGTERM)

    def wait(self) -> int:
        """Wait for its end.

        :returns: its exit code
        """
        assert self.process
        code = self.process.wait(40)
        guard().release("group", self.process.pid)
        return code

    def renew(self) -> int:
        """Stop it in order, and start it anew.

        :returns: the exit code of the one that stopped
        """
        self.tell_to_stop()
        code = self.wait()
        self.start()
        until(self.is_ready, 60)
        return code


class Replicas:
    """Two of each web process and of the gateway, and a worker of each service, for `Run` and `check`."""

    mode = "replicas"
    poison = 0

    def __init__(self, folder: Path, database: Server, broker: Server) -> None:
        self.database, self.broker = database, broker
        self._log = (folder / "log").open("a")
        self._ports = {name: _free_on_both() for name in (*SERVICES, "gateway")}
        urls = (f"{name}=http://{name}.replicas:{self._ports[name]}" for name in SERVICES)
        self._environment = {name: value for name, value in os.environ.items() if not name.startswith("CRM_")} | {
            "CRM_DATABASE_URL": database.url, "CRM_AMQP_URL": broker.url, "CRM_SERVICE_URLS": ",".join(urls),
            "CRM_SWEEP_SECONDS": "1", "CRM_RATE_LIMIT": "10000", "CRM_ADMIN_EMAIL": EMAIL,
            "CRM_ADMIN_PASSWORD": PASSWORD, "CRM_SERVICE_SECRET": "secreto-de-las-pruebas",
            "PYTHONPATH": f"{NAMES}{os.pathsep}{ROOT}", "PYTHONSAFEPATH": "1",
        }  # fmt: skip
        self.balancer = Balancer(*((address, self._ports["gateway"]) for address in ADDRESSES))
        self.url = f"http://127.0.0.1:{self.balancer.port}"
        subprocess.run(
            [sys.executable, "-m", "cli", "migrate", "all"], env=self._environment, stdout=self._log, check=True
        )
        self.gateways = [self._web("gateway", address) for address in ADDRESSES]
        self.webs = [self._web(name, address) for name in SERVICES for address in ADDRESSES]
        self.others = [
            *(self._worker("work", name) for name in SERVICES),
            *(self._worker("send", name) for name in SENDING),
        ]
        for process in self.all:
            process.start()
        for process in self.all:
            until(process.is_ready, 90)
        self.databases = Databases(folder / "data", database.url)

    @property
    def all(self) -> list[Process]:
        return [*self.webs, *self.others, *self.gateways]

    def _web(self, name: str, address: str) -> Process:
        port = self._ports[name]
        environment = self._environment | {"CRM_HOST": address, "CRM_PORT": str(port)}
        health = f"http://{address}:{port}"
        return Process(f"{name} at {address}", ("serve", name), environment, health, self._log)

    def _worker(self, command: str, name: str) -> Process:
        port = free_port()
        environment = self._environment | {"CRM_HEALTH_PORT": str(port)}
        return Process(f"{command} {name}", (command, name), environment, f"http://127.0.0.1:{port}", self._log)

    def stop(self) -> list[int]:
        """Stop everything.

        :returns: the exit codes
        """
        for process in self.all:
            process.tell_to_stop()
        codes = [process.wait() for process in self.all]
        self.balancer.close()
        self._log.close()
        return codes


def _free_on_both() -> int:
    while True:
        port = free_port()
        if all(is_free(address, port) for address in ADDRESSES):
            return port
