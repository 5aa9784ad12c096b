"""Who is calling: the address behind the proxies that are trusted, and how they reached us."""

from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from flask import Flask, g, request

SCHEMES = {"http", "https"}


@dataclass(frozen=True, slots=True)
class Caller:
    """Where a request comes from, and the scheme and host it was sent to."""

    address: str
    scheme: str
    host: str

    @property
    def network(self) -> str:
        """The address as limits count it: whoever has one IPv6 address has all of its /64."""
        address = _address(self.address)
        if isinstance(address, IPv6Address):
            return str(IPv6Network((int(address) >> 64 << 64, 64)))
        return self.address


class Callers:
    """Tells who calls.

    :param trusted: addresses or networks of proxies; what others say about whom they forward for is not believed
    """

    def __init__(self, trusted: tuple[str, ...]) -> None:
        self._trusted = tuple(ip_network(each, strict=False) for each in trusted)

    def caller_of(self, environ: dict[str, Any]) -> Caller:
        peer = environ.get("REMOTE_ADDR") or ""
        scheme, host = environ["wsgi.url_scheme"], environ.get("HTTP_HOST", "")
        if not self._trusts(peer):
            return Caller(peer, scheme, host)
        told = environ.get("HTTP_X_FORWARDED_PROTO", "")
        return Caller(
            self._origin(peer, environ.get("HTTP_X_FORWARDED_FOR", "")),
            told if told in SCHEMES else scheme,
            environ.get("HTTP_X_FORWARDED_HOST", host),
        )

    def _origin(self, peer: str, forwarded_for: str) -> str:
        """The nearest address that no trusted proxy stands behind: what is further away may be invented."""
        origin = peer
        for hop in reversed(forwarded_for.split(",")):
            if _address(hop.strip()) is None:
                break
            origin = hop.strip()
            if not self._trusts(origin):
                break
        return origin

    def _trusts(self, text: str) -> bool:
        if not self._trusted:
            return False
        address = _address(text)
        return address is not None and any(address in network for network in self._trusted)


@lru_cache(4096)
def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def know_callers(app: Flask, trusted: tuple[str, ...]) -> None:
    """Know the caller of every request as `g.caller`."""
    callers = Callers(trusted)

    @app.before_request
    def _arrived() -> None:
        g.caller = callers.caller_of(request.environ)
