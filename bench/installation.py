"""An installation for benchmarks: servers, filled databases, and the product on them once it is asked for."""

import subprocess
import sys
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from time import monotonic, sleep

import psycopg

from bench.loader import Loader
from bench.meter import Meter
from bench.product import Product, environment
from bench.report import POSTGRESQL, PRODUCT, RABBITMQ
from cli.services import SERVICES
from shared.bus.broker import connected
from shared.bus.topology import queue_of
from shared.config import Settings
from shared.testing import servers

SETTLED_WITHIN = 120.0


class Installation:
    """Full mode on servers of its own, or embedded.

    :param contacts: how many there are before anything is measured
    """

    def __init__(self, stack: ExitStack, contacts: int, *, full: bool = True) -> None:
        self._stack, self._first = stack, contacts
        self.data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="crm-bench-")))
        self.servers: dict[str, servers.Server] = {}
        if full:
            self.servers = {POSTGRESQL: servers.postgresql(), RABBITMQ: servers.rabbitmq()}
        for server in self.servers.values():
            stack.callback(server.stop)
        self.environment = environment(self.data, self.database_url, self.amqp_url)
        self.settings = Settings.from_environment(self.environment)
        self._product: Product | None = None

    @property
    def database_url(self) -> str | None:
        return self.servers[POSTGRESQL].url if self.servers else None

    @property
    def amqp_url(self) -> str | None:
        return self.servers[RABBITMQ].url if self.servers else None

    @cached_property
    def loader(self) -> Loader:
        """The way to load more contacts; the first ones are there."""
        migrate = [sys.executable, "-m", "cli", "migrate", "all"]
        subprocess.run(migrate, env=self.environment, cwd=self.data, check=True)
        loader = Loader(self.settings, datetime.now(UTC))
        self._stack.callback(loader.close)
        loader.load_up_to(self._first)
        return loader

    @property
    def product(self) -> Product:
        """The product, started if it is not running."""
        if self._product is None:
            assert self.loader
            self._product = Product(self.data, self.environment)
            self._stack.callback(self.stop_product)
            self.settle()
        return self._product

    def stop_product(self) -> None:
        if self._product:
            self._product.stop()
            self._product = None

    @property
    def server_pids(self) -> dict[str, int | None]:
        """The first process of each server; None where it does not run on this machine."""
        return {name: getattr(server, "pid", None) for name, server in self.servers.items()}

    def meter(self) -> Meter:
        return Meter({PRODUCT: self._product.pid if self._product else None} | self.server_pids)

    def settle(self) -> float:
        """Wait until every event has had its effect.

        :returns: the seconds that took
        """
        since = monotonic()
        while self.servers and self._under_way():
            if monotonic() - since > SETTLED_WITHIN:
                raise TimeoutError(f"after {SETTLED_WITHIN:g} s events are still under way")
            sleep(0.02)
        return monotonic() - since

    def _under_way(self) -> bool:
        return any(self._outbox(service) for service in SERVICES) or self.waiting(SERVICES) > 0

    def _outbox(self, service: str) -> bool:
        with psycopg.connect(f"{self.database_url}/crm_{service}") as connection:
            row = connection.execute("SELECT EXISTS (SELECT FROM outbox)").fetchone()
            return bool(row and row[0])

    def waiting(self, services: tuple[str, ...]) -> int:
        """How many messages stand in the queues of services."""
        assert self.amqp_url
        with connected(self.amqp_url) as connection:
            channel = connection.channel()
            told = [channel.queue_declare(queue_of(service), passive=True) for service in services]
            return sum(each.message_count for each in told)


def describe(installation: Installation) -> str:
    """Which servers these are."""
    found = [f"{each.kind.name} {each.version} ({each.origin})" for each in installation.servers.values()]
    return ", ".join(found) or "SQLite, the bus inside the process"
