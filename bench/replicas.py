"""What a second and a third process of the same service change, on the cores that there are."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from bench import tied
from bench.asking import PENDING, REGISTER, Asker
from bench.installation import Installation
from bench.load import closed_loop
from bench.meter import LOAD, Meter, part_pid, port_of
from bench.report import POSTGRESQL, Table, each_ms, share
from cli.services import SERVICES
from shared.ports import free_port, is_free
from shared.testing.waiting import until

REPLICAS = (1, 2, 3)
CONNECTIONS = 12
_OURS = "replicas"
_COLUMNS = (
    "work", "processes", "requests/s", "beside one", "CPU ms/request: these processes", "PostgreSQL", "load tool",
    "others on the machine", "refused",
)  # fmt: skip


def replicas(installation: Installation, seconds: float, numbers: Sequence[int] = REPLICAS) -> Table:
    """The web process of a service, and the gateway, asked straight, with the load divided among the replicas."""
    asker = Asker(installation.product.url)
    table = Table(f"Replicas on {os.cpu_count()} cores, {CONNECTIONS} connections", _COLUMNS)
    table.notes = [
        "load tool, servers and whoever hears the events share these cores: a second process with its own does more",
    ]
    for name, part, work in (
        ("register, straight to interactions", "interactions", asker.work(REGISTER)),
        ("pending, straight to followups", "followups", asker.work(PENDING)),
        ("pending, through the gateway", "gateway", asker.work(PENDING)),
    ):
        first = 0.0
        for number in numbers:
            with _running(installation, part, number) as (urls, pids):
                roots = {f"{_OURS} {count}": pid for count, pid in enumerate(pids)}
                meter = Meter(roots | installation.server_pids)
                outcome = closed_loop(urls, CONNECTIONS, seconds, work, meter.start)
                spent = meter.stop()
            first = first or outcome.rate
            cpu = {**spent, _OURS: sum(spent.get(root, 0.0) for root in roots)}
            table.rows.append([
                name, number, f"{outcome.rate:,.0f}", f"{outcome.rate / first:.2f} x",
                *(each_ms(cpu, group, outcome.answers) for group in (_OURS, POSTGRESQL, LOAD)),
                share(spent, outcome.seconds), outcome.refused.total(),
            ])  # fmt: skip
            installation.settle()
    return table


@contextmanager
def _running(installation: Installation, part: str, number: int) -> Iterator[tuple[list[str], list[int]]]:
    """So many processes of a part of the product, beside the one that it has and nobody asks."""
    environment = installation.environment | {"CRM_SERVICE_URLS": _service_urls(installation.product.pid)}
    ports = [free_port() for _ in range(number)]
    argv = tied.command(sys.executable, "-m", "cli", "serve", part)
    processes = [
        subprocess.Popen(argv, env=environment | {"CRM_PORT": str(port)}, stderr=subprocess.DEVNULL) for port in ports
    ]
    try:
        for port in ports:
            until(lambda: not is_free("127.0.0.1", port), 60)  # noqa: B023 - called at once
        yield [f"http://127.0.0.1:{port}" for port in ports], [each.pid for each in processes]
    finally:
        for each in processes:
            each.terminate()
            each.wait()


def _service_urls(product: int) -> str:
    pids = {name: part_pid(product, f"serve {name}") for name in SERVICES}
    return ",".join(f"{name}=http://127.0.0.1:{port_of(pid)}" for name, pid in pids.items() if pid)
