"""Stops asking a service that cannot be reached, so that nobody waits for it in vain."""

import threading
import time
from collections.abc import Callable

FAILURES = 3
PAUSE_SECONDS = 1.0


class Breaker:
    """Opens after some failures in a row; then one request a pause tries whether the service is back.

    :param clock: seconds that only grow
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._next_try = 0.0

    def admits(self) -> bool:
        """Whether a request may go to the service now."""
        if self._failures < FAILURES:
            return True
        with self._lock:
            now = self._clock()
            if now < self._next_try:
                return False
            # The next try does not wait for this one: it may hang.
            self._next_try = now + PAUSE_SECONDS
            return True

    def succeeded(self) -> None:
        self._failures = 0

    def failed(self) -> None:
        with self._lock:
            self._failures += 1
            self._next_try = self._clock() + PAUSE_SECONDS
