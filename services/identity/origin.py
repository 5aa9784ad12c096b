"""Where a request comes from: the address that failures are counted by, and what tells clients apart."""

import hashlib
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from flask import request


@dataclass(frozen=True)
class Origin:
    """`client` is the same for two requests of one browser or app in one place."""

    address: str
    client: str


def origin() -> Origin:
    """The origin of this request."""
    address = _block(_parsed(_last_forwarded() if _came_through_gateway() else request.remote_addr or ""))
    agent = request.headers.get("User-Agent", "")
    return Origin(address, hashlib.sha256(f"{agent}\0{address}".encode(errors="replace")).hexdigest())


def _came_through_gateway() -> bool:
    """The gateway is in this process or on a private network, and the only one who may say for whom it asks."""
    peer = _parsed(request.remote_addr or "")
    return "X-Forwarded-For" in request.headers and (peer is None or not peer.is_global)


def _last_forwarded() -> str:
    """What the gateway has put there itself; anything before it was said by the client."""
    return request.headers["X-Forwarded-For"].rpartition(",")[2].strip()


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(address)
    except ValueError:
        return None


def _block(ip: IPv4Address | IPv6Address | None) -> str:
    """The address, of IPv6 the network: there a single customer has at least 2⁶⁴ addresses."""
    if isinstance(ip, IPv6Address):
        return str(ip.ipv4_mapped or IPv6Network((int(ip), 64), strict=False))
    return str(ip or "unknown")
