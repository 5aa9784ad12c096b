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
from tests.reliability.report import Line, lines, table
from tests.reliability.run import House

FOLDER = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let products be broken side by side, where there are two processes to do it: each waits for most of its time,
    and none touches another's. Senders come first: the whole product would use their database, too."""
    mine = [item for item in items if item.path.is_relative_to(FOLDER)]
    for item in mine:
        item.add_marker(pytest.mark.xdist_group(_product_of(item)))
    others = [item for item in items if item not in mine]
    items[:] = others + sorted(mine, key=lambda item: _product_of(item) != "sending")


def _product_of(item: Any) -> str:
    wanted = {*item.fixturenames, *(item.callspec.params.values() if hasattr(item, "callspec") else ())}
    return next((each for each in ("sending", "embedded") if each in wanted), "full")


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
    _drop_queues(rabbitmq.url)
    product = Running(tmp_path_factory.mktemp("full"), postgresql, rabbitmq)
    yield House(product)
    product.databases.close()
    assert product.stop() == 0


def _drop_queues(url: str) -> None:
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
