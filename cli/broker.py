"""Give each service a user of its own at RabbitMQ, who may do what the service does and nothing more.

CRM_RABBITMQ_URL is the management address with an administrator, http://user:password@host:15672;
CRM_<SERVICE>_PASSWORD are the passwords that the users get. It may be given again at any time.
"""

import argparse
import base64
import json
import os
import re
import sys
from collections.abc import Mapping
from time import monotonic, sleep
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, unquote, urlsplit
from urllib.request import ProxyHandler, Request, build_opener

from cli.services import SERVICES, STREAM
from shared.bus.topology import queue_of
from shared.config import BadSetting, given
from shared.events import EXCHANGE

WAITS = 60.0
VHOST = quote("/", safe="")

Permissions = dict[str, str]


class Management:
    """The management API of a broker.

    :param url: with the name and password of an administrator
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        credentials = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}".encode()
        self._address = f"{parts.scheme}://{parts.hostname}:{parts.port or 15672}/api"
        self._headers = {
            "Authorization": f"Basic {base64.b64encode(credentials).decode()}",
            "Content-Type": "application/json",
        }
        # A proxy of the environment has no part in this.
        self._opener = build_opener(ProxyHandler({}))

    def put(self, path: str, what: Mapping[str, Any]) -> None:
        """Make it so.

        :raises OSError: the broker is away, or refuses
        """
        request = Request(self._address + path, json.dumps(what).encode(), self._headers, method="PUT")  # noqa: S310 - ours
        self._opener.open(request, timeout=5).close()

    def wait(self, seconds: float) -> None:
        """Return as soon as it answers us.

        :raises OSError: it did not within the time, or does not let us in
        """
        deadline = monotonic() + seconds
        while True:
            try:
                return self._opener.open(Request(f"{self._address}/whoami", headers=self._headers), timeout=5).close()  # noqa: S310
            except OSError as error:
                if isinstance(error, HTTPError) or monotonic() > deadline:
                    raise
            sleep(0.5)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def run(args: argparse.Namespace) -> int:
    try:
        management = Management(_must("CRM_RABBITMQ_URL"))
        passwords = {name: _must(f"CRM_{name.upper()}_PASSWORD") for name in (*SERVICES, STREAM)}
        management.wait(WAITS)
        admit(management, passwords)
    except BadSetting as error:
        print(f"crm broker: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"crm broker: the broker cannot be used: {error}", file=sys.stderr)
        return 1
    print("Every service has its user.")
    return 0


def admit(management: Management, passwords: Mapping[str, str]) -> None:
    """Make the exchange, which no service may change, and the users, each with its permissions.

    :raises OSError: the broker is away, or refuses
    """
    management.put(f"/exchanges/{VHOST}/{EXCHANGE}", {"type": "topic", "durable": True})
    for name, password in passwords.items():
        user = f"crm_{name}"
        management.put(f"/users/{user}", {"password": password, "tags": ""})
        management.put(f"/permissions/{VHOST}/{user}", permissions_of(name))
        management.put(f"/topic-permissions/{VHOST}/{user}", topics_of(name))


def permissions_of(name: str) -> Permissions:
    """What it may declare, write to and read, as patterns of names of exchanges and queues."""
    if name == STREAM:
        # Binding a queue takes writing to it, and reading from the exchange.
        return {"configure": r"^stream\..+$", "write": r"^stream\..+$", "read": r"^(stream\..+|crm\.events)$"}
    own = rf"{re.escape(queue_of(name))}(\..+)?"
    return {
        "configure": f"^{own}$",
        # What is tried again, and what is parked, goes through the default exchange.
        "write": rf"^({own}|crm\.events|amq\.default)$",
        "read": rf"^({own}|crm\.events)$",
    }


def topics_of(name: str) -> Permissions:
    """Events of whom it may publish and hear: only its own, and everybody's."""
    return {"exchange": EXCHANGE, "write": "^$" if name == STREAM else rf"^{name}\.", "read": ".*"}


def _must(variable: str) -> str:
    value = given(os.environ, variable)
    if not value:
        raise BadSetting(f"{variable} is not set")
    return value
