"""Products to break. Nothing else may run beside these tests."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cli.services import SERVICES
from shared.bus.broker import connected
from shared.bus.topology import RESTS, parked_queue_of, queue_of, retry_queue_of
from shared.testing.servers import GivenServer, Server
from tests.e2e.conftest import drop_databases
from tests.reliability.product import Running
from tests.reliability.replicas import Replicas
from tests.reliability.report import Line, lines, table
from tests.reliability.run import House

# What has the servers to itself, then what uses the product, and at the end what loses events on purpose.
ORDER = {"test_sending.py": 0, "test_rolling.py": 0, "test_planted.py": 2}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In each of two processes, too: the product stays until the end."""
    items.sort(key=lambda item: ORDER.get(item.path.name, 1))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell the process that divides the tests what happened in this one."""
    told: dict[str, object] | None = getattr(session.config, "workeroutput", None)
    if told is not None:
        told["reliability"] = [line.cells for line in lines]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Hear what happened in another process."""
    lines.extend(Line(tuple(cells)) for cells in getattr(node, "workeroutput", {}).get("reliability", ()))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if lines:
        terminalreporter.section("what the product went through")
        for line in table():
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def full(postgresql: Server, rabbitmq: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Every process of its own, under the supervisor."""
    drop_databases(postgresql.url)
    drop_queues(rabbitmq.url)
    product = Running(tmp_path_factory.mktemp("full"), postgresql, rabbitmq)
    yield House(product)
    product.databases.close()
    assert product.stop() == 0


def drop_queues(url: str) -> None:
    """Forget what another product left on this broker."""
    with connected(url) as connection:
        channel = connection.channel()
        for name in SERVICES:
            for queue in (
                queue_of(name),
                parked_queue_of(name),
                *(retry_queue_of(name, each) for each in set(RESTS)),
            ):
                channel.queue_delete(queue)


@pytest.fixture
def mortal(full: House) -> House:
    """The full product on servers that may be killed."""
    for server in (full.product.database, full.product.broker):
        if isinstance(server, GivenServer):
            pytest.skip(f"{server.kind.name} of {server.kind.variable} is not ours to kill")
    return full


@pytest.fixture
def replicas(postgresql: Server, rabbitmq: Server, tmp_path: Path) -> Iterator[Replicas]:
    """Two of each web process, behind a balancer."""
    drop_databases(postgresql.url)
    drop_queues(rabbitmq.url)
    product = Replicas(tmp_path, postgresql, rabbitmq)
    yield product
    product.databases.close()
    assert set(product.stop()) == {0}


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Everything in one process."""
    product = Running(tmp_path_factory.mktemp("embedded"))
    yield House(product)
    product.databases.close()
    assert product.stop() == 0


@pytest.fixture(params=["embedded", pytest.param("full", marks=pytest.mark.servers)])
def house(request: pytest.FixtureRequest) -> House:
    """Each of the two, one after the other."""
    found: House = request.getfixturevalue(request.param)
    return found
