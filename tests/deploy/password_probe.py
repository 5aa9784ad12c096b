"""Runs in a container: whether the two servers take a password of followups."""

import sys
from collections.abc import Callable
from typing import Any

import psycopg
from amqp import AccessRefused

from shared.bus.broker import connected

(password,) = sys.argv[1:]


def broker(url: str) -> None:
    with connected(url):
        """It let us in."""


def tell(server: str, enter: Callable[[str], Any], url: str) -> None:
    try:
        enter(url.format(password))
    except (psycopg.OperationalError, AccessRefused):
        print(server, "refuses")
    else:
        print(server, "takes it")


tell("PostgreSQL", psycopg.connect, "postgresql://crm_followups:{}@postgres/crm_followups")
tell("RabbitMQ", broker, "amqp://crm_followups:{}@rabbitmq")
