"""A PostgreSQL and a RabbitMQ for tests and benchmarks, wherever they can be had.

In this order: the one that CRM_TEST_DATABASE_URL or CRM_TEST_AMQP_URL names, a container, the programs
of this machine, the programs that apt-get installs first.
"""

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from shared.testing import packages, private
from shared.testing.kinds import POSTGRESQL, RABBITMQ, Kind, ServerError, wait_until_it_answers

GIVEN_WITHIN = 30.0


class Server(Protocol):
    """A running server. `origin` says how it was found."""

    kind: Kind
    url: str
    origin: str
    version: str

    def kill(self) -> None:
        """End it as a crash would."""

    def start(self) -> None:
        """Start it again, on the same port and with the same data, and wait until it answers."""

    def stop(self) -> None:
        """End it in order."""


class GivenServer:
    """A server that somebody else runs."""

    def __init__(self, kind: Kind, url: str) -> None:
        self.kind = kind
        self.url = url
        self.origin = kind.variable
        self.version = wait_until_it_answers(kind, url, GIVEN_WITHIN, alive=lambda: True)

    def kill(self) -> None:
        raise ServerError(f"{self.kind.name} of {self.kind.variable} is not ours to kill")

    def start(self) -> None:
        raise ServerError(f"{self.kind.name} of {self.kind.variable} is not ours to start")

    def stop(self) -> None:
        """Whoever started it will stop it."""


def postgresql() -> Server:
    """A PostgreSQL server whose user may make databases; the address names none.

    :raises ServerError: there is none to be had; the message says what is missing
    """
    return (
        _given(POSTGRESQL)
        or _in_container(POSTGRESQL)
        or _private(POSTGRESQL, private.find_postgresql, private.start_postgresql)
    )


def rabbitmq() -> Server:
    """A RabbitMQ server, with the virtual host `/`.

    :raises ServerError: there is none to be had; the message says what is missing
    """
    return (
        _given(RABBITMQ)
        or _in_container(RABBITMQ)
        or _private(RABBITMQ, private.find_rabbitmq, private.start_rabbitmq)
    )


def _given(kind: Kind) -> Server | None:
    url = os.environ.get(kind.variable)
    return GivenServer(kind, url) if url else None


def _in_container(kind: Kind) -> Server | None:
    if not engine_listens():
        return None
    # Imported here: without an engine nobody need wait for its client.
    from shared.testing import containers

    if not containers.has_image(kind.image):
        return None
    return containers.start_postgresql() if kind is POSTGRESQL else containers.start_rabbitmq()


def engine_listens() -> bool:
    """Whether there is a Docker engine to talk to."""
    # The client itself would leave a socket open when nobody does.
    engine = urlsplit(os.environ.get("DOCKER_HOST") or "unix:///var/run/docker.sock")
    if engine.scheme != "unix":
        return True
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(engine.path) == 0


def _private(kind: Kind, find: Callable[[], Path | None], start: Callable[[Path], Server]) -> Server:
    programs = find()
    if programs:
        return start(programs)
    if packages.can_install():
        packages.install(kind.package)
        programs = find()
    if programs is None:
        raise ServerError(
            f"The tests need {kind.name}: name one in {kind.variable}, start Docker, "
            f"or install its programs (Debian: apt-get install {kind.package})."
        )
    server = start(programs)
    server.origin = "private, installed with apt-get"
    return server
