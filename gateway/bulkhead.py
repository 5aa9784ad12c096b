"""Keeps a service that hangs from holding every thread of the gateway."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from shared.problems import Unavailable

# As many as a service has threads: more of them would only stand in its queue.
PLACES = 8
# Seconds. A service that is only busy gives a place free long before.
PATIENCE = 0.5


class Bulkhead:
    """Places for those who wait for a service.

    While all are taken, others wait until the one that has waited longest has done so for PATIENCE seconds; from
    then on the service is taken to hang, and they are sent away at once.

    :param clock: seconds that only grow
    """

    def __init__(self, service: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._service, self._clock = service, clock
        self._changed = threading.Condition()
        # When those who wait for the service began, the first one first.
        self._since: dict[object, float] = {}

    @contextmanager
    def place(self) -> Iterator[None]:
        """Have a place.

        :raises Unavailable: there is none, and none is to be expected
        """
        mine = object()
        with self._changed:
            while len(self._since) >= PLACES:
                left = next(iter(self._since.values())) + PATIENCE - self._clock()
                if left <= 0:
                    raise Unavailable(self._service)
                self._changed.wait(left)
            self._since[mine] = self._clock()
        try:
            yield
        finally:
            with self._changed:
                del self._since[mine]
                self._changed.notify()
