"""Where a request comes from: the address that failures are counted by, and what tells clients apart."""

import hashlib
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network

from flask import request

from shared.callers import caller_address


@dataclass(frozen=True)
class Origin:
    """`client` is the same for two requests of one browser or app in one place."""

    address: str
    client: str


def origin() -> Origin:
    """The origin of this request."""
    address = _block(caller_address())
    agent = request.headers.get("User-Agent", "")
    return Origin(address, hashlib.sha256(f"{agent}\0{address}".encode(errors="replace")).hexdigest())


def _block(ip: IPv4Address | IPv6Address | None) -> str:
    """The address, of IPv6 the network: there a single customer has at least 2⁶⁴ addresses."""
    if isinstance(ip, IPv6Address):
        return str(IPv6Network((int(ip), 64), strict=False))
    return str(ip or "unknown")
