"""How much goes over the wire at once: py-amqp asks the system for every part of a frame, and sends each by itself.

What it keeps for its transports is changed here and nowhere else; the lock names its version.
"""

# ruff: noqa: SLF001 - there is no other way to it

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

# Bytes that are asked of the system at once; what TLS gives at most.
AHEAD = 16_384


def read_ahead(transport: Any) -> None:
    """Let a transport take what there is; it keeps what it was not asked for."""
    receive = transport._quick_recv
    transport._quick_recv = lambda _size: receive(AHEAD)


@contextmanager
def gathering(transport: Any, parts: list[bytes]) -> Iterator[None]:
    """Let what is written be put to the parts instead of being sent."""
    send = transport._write
    # A writer packs all its messages into one and the same piece of memory.
    transport._write = lambda packed: parts.append(bytes(packed))
    try:
        yield
    finally:
        transport._write = send
