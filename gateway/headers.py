"""Which headers cross the gateway."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from flask import g, request

from shared.api import PREFIX
from shared.telemetry import trace

Pairs = list[tuple[str, str]]

_HOP_BY_HOP = {
    "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer",
    "transfer-encoding", "upgrade",
}  # fmt: skip
# Said anew by the gateway, or by its server.
_OURS = {"host", "content-length", "expect", "forwarded", "via", "x-real-ip", "x-request-id", "traceparent"}
_FORGEABLE = ("x-forwarded-", "x-user-")
_OF_SERVERS = {"server", "date"}
_SHARED_BY_CALLS = ("Accept-Language", "Authorization", "User-Agent")


def to_service(environ: dict[str, Any]) -> Pairs:
    """The headers of the present request as its service gets them."""
    dropped = _named(environ.get("HTTP_CONNECTION", ""))
    if not environ["PATH_INFO"].startswith(f"{PREFIX}/auth/"):
        dropped |= {"cookie"}
    pairs = said_by_us()
    for key, value in environ.items():
        if key.startswith("HTTP_"):
            name = _name(key)
            if name and name not in dropped:
                pairs.append((name, value))
    if environ.get("CONTENT_TYPE"):
        pairs.append(("content-type", environ["CONTENT_TYPE"]))
    return pairs


def of_composed_call() -> Pairs:
    """The headers of a call that the gateway makes itself for the present request."""
    given = [(name, request.headers.get(name)) for name in _SHARED_BY_CALLS]
    return [*said_by_us(), *((name, value) for name, value in given if value)]


def said_by_us() -> Pairs:
    now, caller = trace(), g.caller
    return [
        ("X-Request-Id", now.correlation_id),
        ("traceparent", now.traceparent),
        ("X-Forwarded-For", caller.address),
        ("X-Forwarded-Proto", caller.scheme),
        ("X-Forwarded-Host", caller.host),
    ]


def to_caller(headers: Iterable[tuple[str, str]]) -> Pairs:
    """The headers of a service's answer as the caller gets them."""
    pairs = [(name, value) for name, value in headers if name.lower() not in _NOT_BACK]
    named = [value for name, value in headers if name.lower() == "connection"]
    dropped = _named(",".join(named))
    return [pair for pair in pairs if pair[0].lower() not in dropped] if dropped else pairs


_NOT_BACK = _HOP_BY_HOP | _OF_SERVERS


@lru_cache(1024)
def _name(key: str) -> str | None:
    """The header that a WSGI key stands for, if it may cross."""
    name = key.removeprefix("HTTP_").replace("_", "-").lower()
    return None if name in _HOP_BY_HOP | _OURS or name.startswith(_FORGEABLE) else name


def _named(connection: str) -> set[str]:
    """The headers that a Connection header says are meant for one hop only."""
    return {name.strip().lower() for name in connection.split(",") if name.strip()}
