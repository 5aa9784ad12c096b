"""The pytest plugin that gives tests their servers, each started when the first test asks for it."""

from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import pytest

from shared.testing import servers
from shared.testing.kinds import ServerError

USED = pytest.StashKey[list[str]]()
HEARD_OF = pytest.StashKey[set[str]]()
NOT_RUN = pytest.StashKey[dict[str, str]]()


@pytest.fixture(scope="session")
def postgresql(pytestconfig: pytest.Config) -> Iterator[servers.Server]:
    """A PostgreSQL server that the whole run shares."""
    yield from _server(pytestconfig, servers.postgresql)


@pytest.fixture(scope="session")
def rabbitmq(pytestconfig: pytest.Config) -> Iterator[servers.Server]:
    """A RabbitMQ server that the whole run shares."""
    yield from _server(pytestconfig, servers.rabbitmq)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell the process that divides the tests which servers this one has used, and what it could not run."""
    told: dict[str, object] | None = getattr(session.config, "workeroutput", None)
    if told is not None:
        told["servers"] = _used(session.config)
        told["not run"] = _not_run(session.config)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Hear which servers another process has used, and what it could not run."""
    told = getattr(node, "workeroutput", {})
    node.config.stash.setdefault(HEARD_OF, set()).update(told.get("servers", []))
    _not_run(node.config).update(told.get("not run", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    used = sorted({*_used(config), *config.stash.get(HEARD_OF, set())})
    terminalreporter.write_line(f"Servers: {', '.join(used) or 'none were needed'}")
    for what, why in _not_run(config).items():
        terminalreporter.write_line(f"Not run: {what}, because {why}")


def uses(config: pytest.Config, what: str) -> None:
    """Have the summary say that something was used which was found on the machine, and in what version."""
    config.stash.setdefault(USED, []).append(what)


def cannot_run(config: pytest.Config, what: str, why: str) -> NoReturn:
    """Skip a test, and have the summary say plainly what was not run and why."""
    _not_run(config)[what] = why
    pytest.skip(why)


def _not_run(config: pytest.Config) -> dict[str, str]:
    return config.stash.setdefault(NOT_RUN, {})


def _used(config: pytest.Config) -> list[str]:
    return config.stash.get(USED, [])


def _server(config: pytest.Config, get: Callable[[], servers.Server]) -> Iterator[servers.Server]:
    try:
        server = get()
    except ServerError as error:
        pytest.exit(str(error), returncode=1)
    uses(config, f"{server.kind.name} {server.version} ({server.origin})")
    yield server
    server.stop()
