"""Runs first in every process of a product of replicas: `followups.replicas` stands for two addresses.

In a cluster DNS does that. Python imports a module of this name at its start.
"""

import socket
from typing import Any

ADDRESSES = ("127.0.0.1", "127.0.0.2")

_found = socket.getaddrinfo


def _of_replicas(host: Any, *arguments: Any, **options: Any) -> list[Any]:
    hosts = ADDRESSES if str(host).endswith(".replicas") else (host,)
    return [found for each in hosts for found in _found(each, *arguments, **options)]


socket.getaddrinfo = _of_replicas  # type: ignore[assignment]
