"""The pytest plugin that gives tests their servers, each started when the first test asks for it."""

from collections.abc import Callable, Iterator

import pytest

from shared.testing import servers
from shared.testing.kinds import ServerError

USED = pytest.StashKey[list[servers.Server]]()


@pytest.fixture(scope="session")
def postgresql(pytestconfig: pytest.Config) -> Iterator[servers.Server]:
    """A PostgreSQL server that the whole run shares."""
    yield from _server(pytestconfig, servers.postgresql)


@pytest.fixture(scope="session")
def rabbitmq(pytestconfig: pytest.Config) -> Iterator[servers.Server]:
    """A RabbitMQ server that the whole run shares."""
    yield from _server(pytestconfig, servers.rabbitmq)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    used = [f"{each.kind.name} {each.version} ({each.origin})" for each in config.stash.get(USED, [])]
    terminalreporter.write_line(f"Servers: {', '.join(used) or 'none were needed'}")


def _server(config: pytest.Config, get: Callable[[], servers.Server]) -> Iterator[servers.Server]:
    try:
        server = get()
    except ServerError as error:
        pytest.exit(str(error), returncode=1)
    config.stash.setdefault(USED, []).append(server)
    yield server
    server.stop()
