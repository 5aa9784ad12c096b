"""The two kinds of server that tests use, and how to see that one is there."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic, sleep
from urllib.parse import urlsplit

import amqp
import psycopg


class ServerError(Exception):
    """A server that could not be started; the message says why."""


@dataclass(frozen=True)
class Kind:
    """`ask_version` connects to a server and raises one of `REFUSALS` while it cannot."""

    name: str
    ask_version: Callable[[str], str]
    variable: str
    image: str
    package: str


REFUSALS = (OSError, amqp.AMQPError, psycopg.OperationalError)


def _postgresql_version(url: str) -> str:
    with psycopg.connect(url, dbname="postgres", connect_timeout=3) as connection:
        return f"{connection.info.server_version // 10_000}.{connection.info.server_version % 10_000}"


def _rabbitmq_version(url: str) -> str:
    # Not through kombu: it loses sight of a socket whose handshake fails, as it does while the server boots.
    parts = urlsplit(url)
    address = f"{parts.hostname}:{parts.port or 5672}"
    connection = amqp.Connection(address, parts.username, parts.password, connect_timeout=3)
    try:
        connection.connect()
        return str(connection.server_properties["version"])
    finally:
        connection.collect()


POSTGRESQL = Kind(
    "PostgreSQL",
    _postgresql_version,
    variable="CRM_TEST_DATABASE_URL",
    image="postgres:17",
    package="postgresql",
)
RABBITMQ = Kind(
    "RabbitMQ",
    _rabbitmq_version,
    variable="CRM_TEST_AMQP_URL",
    image="rabbitmq:4-management",
    package="rabbitmq-server",
)


def wait_until_it_answers(kind: Kind, url: str, seconds: float, alive: Callable[[], bool]) -> str:
    """Return the version of the server at `url`, as soon as it lets us in.

    :raises ServerError: it did not within the time, or is not `alive` any more
    """
    deadline = monotonic() + seconds
    while True:
        try:
            return kind.ask_version(url)
        except REFUSALS as error:
            if not alive() or monotonic() > deadline:
                raise ServerError(f"{kind.name} does not answer: {' '.join(str(error).split())}") from error
        sleep(0.05)
