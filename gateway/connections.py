"""The kept connections to one service, and what to do when one of them breaks."""

import socket
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from urllib.parse import urlsplit

from gateway.exchange import Answer, AnswerLost, Outgoing, TimedOut
from gateway.wire import BLOCK, Wire
from shared.problems import Unavailable
from shared.telemetry import log

# Well below the time for which the services keep an idle connection open.
IDLE_SECONDS = 30.0
# A busy connection would stay for ever: replicas that come later would never be asked.
OLDEST_SECONDS = 60.0


class Connections:
    """The connections to one service, shared by all threads; the one used last is used first.

    :param url: scheme, host and port
    :param clock: seconds that only grow
    """

    def __init__(self, service: str, url: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._service, self._url, self._clock = service, urlsplit(url), clock
        self._idle: deque[tuple[Wire, float]] = deque()

    def exchange(self, outgoing: Outgoing) -> Answer:
        """Send a request and take the answer; a large one is left to be read while it is passed on.

        A request that may be repeated is sent a second time, by a new connection, when the first one broke before
        the answer: a service that restarts closes the connections that it kept, all of them.

        :raises Unavailable: the service cannot be reached; what was asked was not done, or may be asked again
        :raises AnswerLost: it is not known whether it was done
        :raises TimedOut: no answer in time
        """
        try:
            return self._try(self._kept() or self._new(), outgoing)
        except OSError as error:
            log.warning("connection broke", to=self._service, error=type(error).__name__)
            if not outgoing.repeatable:
                raise AnswerLost(self._service) from error
        try:
            return self._try(self._new(), outgoing)
        except OSError as error:
            raise Unavailable(self._service) from error

    def keep(self, wire: Wire) -> None:
        """Keep a connection whose answer was read to its end, and drop those that nobody needed for long."""
        now = self._clock()
        if not wire.reusable or now - wire.opened_at >= OLDEST_SECONDS:
            wire.close()
            return
        self._idle.append((wire, now))
        with suppress(IndexError):  # another thread took it
            while now - self._idle[0][1] >= IDLE_SECONDS:
                self._idle.popleft()[0].close()

    def close(self) -> None:
        while self._idle:
            self._idle.pop()[0].close()

    def _try(self, wire: Wire, outgoing: Outgoing) -> Answer:
        try:
            wire.send(outgoing)
            status, headers, length, blocks = wire.receive()
            rest = Rest(self, wire, blocks)
            whole = length is not None and length <= BLOCK
            return Answer(status, headers, b"".join(rest) if whole else rest)
        except TimeoutError as error:
            wire.close()
            raise TimedOut(self._service) from error
        except BaseException:
            wire.close()
            raise

    def _kept(self) -> Wire | None:
        """A connection that is still good: not idle for long, and not closed by the other side."""
        with suppress(IndexError):
            while True:
                wire, since = self._idle.pop()
                if self._clock() - since < IDLE_SECONDS and not wire.is_stale():
                    return wire
                wire.close()
        return None

    def _new(self) -> Wire:
        try:
            return Wire(self._url, self._clock())
        except OSError as error:
            log.warning("service away", to=self._service, error=type(error).__name__)
            raise Unavailable(self._service) from error


class Rest:
    """The body of an answer, read as it is passed on. Its connection is kept once it is read to its end."""

    def __init__(self, connections: Connections, wire: Wire, blocks: Iterator[bytes]) -> None:
        self._connections, self._wire, self._blocks = connections, wire, blocks
        self._ended = False

    def __iter__(self) -> Iterator[bytes]:
        yield from self._blocks
        self._ended = True
        self._connections.keep(self._wire)

    def leave(self) -> tuple[bytes, socket.socket]:
        """Leave the connection to somebody else: what has arrived of the body already, and where the rest comes."""
        self._ended = True
        return self._wire.leave()

    def close(self) -> None:
        """Give up what was not read; to the service it is a caller that went away."""
        if not self._ended:
            self._wire.close()
