"""Waits for the PostgreSQL and the RabbitMQ that the services are given: they may start at the same time."""

from collections.abc import Callable
from time import monotonic, sleep

import psycopg
from amqp.exceptions import AMQPError
from kombu import Connection


class Unreachable(Exception):
    """A server that could not be reached in time; the message says which and why."""


def wait_for_backends(database_url: str, amqp_url: str, seconds: float) -> None:
    """Return as soon as both let us in.

    :raises Unreachable: one of them did not within the time
    """
    deadline = monotonic() + seconds
    _wait("PostgreSQL", lambda: _reach_database(database_url), deadline)
    _wait("RabbitMQ", lambda: _reach_broker(amqp_url), deadline)


def _wait(name: str, reach: Callable[[], None], deadline: float) -> None:
    while True:
        try:
            return reach()
        except (OSError, AMQPError, psycopg.OperationalError) as error:
            if monotonic() > deadline:
                raise Unreachable(f"{name} cannot be reached: {' '.join(str(error).split())}") from error
        sleep(0.25)


def _reach_database(url: str) -> None:
    psycopg.connect(url, dbname="postgres", connect_timeout=3).close()


def _reach_broker(url: str) -> None:
    connection = Connection(url, connect_timeout=3)
    try:
        connection.connect()
    finally:
        connection.collect(socket_timeout=1)
