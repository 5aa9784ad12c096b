"""From which address a request comes, for a service behind the gateway."""

from ipaddress import IPv4Address, IPv6Address, ip_address

from flask import request


def caller_address() -> IPv4Address | IPv6Address | None:
    """The address of whoever made this request, as the gateway tells it; None where it is not known.

    Only somebody in this process or on a private network may say for whom they ask: the gateway, and the services
    that ask on. Whoever reaches a service from elsewhere is the caller themselves.
    """
    peer = _parsed(request.remote_addr or "")
    if "X-Forwarded-For" in request.headers and (peer is None or not peer.is_global):
        return _parsed(_last_forwarded())
    return peer


def _last_forwarded() -> str:
    """What the gateway has put there itself; anything before it was said by the client."""
    return request.headers["X-Forwarded-For"].rpartition(",")[2].strip()


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        ip = ip_address(address)
    except ValueError:
        return None
    if isinstance(ip, IPv4Address):
        return ip
    # Without its zone (`%eth0`), which may be any words of any length.
    return ip.ipv4_mapped or IPv6Address(int(ip))
