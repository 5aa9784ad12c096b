"""The public keys of identity, with which the gateway recognizes users."""

import time
from collections.abc import Callable
from typing import Any

import orjson
from flask import request

from gateway.exchange import Outgoing
from gateway.upstream import Upstream
from shared.api import PREFIX
from shared.problems import Refused, Unavailable
from shared.tokens import BadToken, KeyRing, User

SECONDS = 1.0
# Nobody waits again for an identity that just did not answer.
PAUSE_SECONDS = 5.0


def key_ring(identity: Upstream | None, clock: Callable[[], float] = time.monotonic) -> KeyRing:
    """The keys as identity tells them. Asking for one raises `Refused` while it does not answer."""
    not_before = 0.0

    def fetch() -> dict[str, Any]:
        nonlocal not_before
        if identity is None or clock() < not_before:
            raise Unavailable("identity")
        try:
            answer = identity.send(Outgoing("GET", f"{PREFIX}/auth/jwks.json", [], seconds=SECONDS)).read()
            if answer.status != 200:
                raise Unavailable("identity")
        except Refused:
            not_before = clock() + PAUSE_SECONDS
            raise
        found: dict[str, Any] = orjson.loads(answer.body)
        return found

    return KeyRing(fetch)


def signed_in(keys: KeyRing) -> tuple[float, User]:
    """The signed-in user of this request, after when their token expires, in seconds since the epoch.

    :raises BadToken: nobody is signed in
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise BadToken("no token")
    return keys.checked(token.strip())
