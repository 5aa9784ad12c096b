"""How much one user, or one address without a token, may ask for, and how large a request may be.

The counters live in the process: with n gateway processes a user may ask n times as much.
"""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

from flask import Flask, g, request

from gateway.callers import Caller
from gateway.keys import signed_in
from shared.api import MAX_BODY, PREFIX
from shared.problems import Refused
from shared.tokens import BadToken, KeyRing

MAX_IMPORT = 50 * 1024 * 1024
IMPORTS = f"{PREFIX}/imports"
BURST = 10
BUCKETS = 20_000
UNLIMITED = {"/healthz", "/readyz"}


class TooMany(Refused):
    """More requests than one may send."""

    status, name = 429, "too-many-requests"

    def __init__(self, seconds: float) -> None:
        whole = math.ceil(seconds)
        super().__init__(headers={"Retry-After": str(whole)}, retry_after=whole)


class Buckets:
    """Token buckets, one for each key; the one unused for longest is forgotten when there are too many.

    :param rate: tokens that a bucket gains in a second
    :param clock: seconds that only grow
    """

    def __init__(self, rate: float, clock: Callable[[], float] = time.monotonic, capacity: int = BUCKETS) -> None:
        self._rate, self._full = rate, max(1.0, rate * BURST)
        self._clock, self._capacity = clock, capacity
        self._lock = threading.Lock()
        self._buckets: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def take(self, key: Hashable) -> float:
        """Take a token.

        :returns: 0, or the seconds until there is one to take
        """
        with self._lock:
            now = self._clock()
            left, at = self._buckets.pop(key, (self._full, now))
            left = min(self._full, left + (now - at) * self._rate)
            self._buckets[key] = (left - 1 if left >= 1 else left, now)
            if len(self._buckets) > self._capacity:
                self._buckets.popitem(last=False)
        return 0.0 if left >= 1 else (1 - left) / self._rate


def limit(app: Flask, buckets: Buckets, keys: KeyRing) -> None:
    """Refuse what is too much or too large."""

    @app.before_request
    def _limited() -> None:
        request.max_content_length = MAX_IMPORT if request.path == IMPORTS else MAX_BODY
        if request.path not in UNLIMITED:
            seconds = buckets.take(_who(keys))
            if seconds:
                raise TooMany(seconds)


def _who(keys: KeyRing) -> Hashable:
    """The signed-in user; the address where nobody is, or nobody can tell."""
    try:
        return signed_in(keys)[1].id
    except (BadToken, Refused):
        caller: Caller = g.caller
        return caller.network
