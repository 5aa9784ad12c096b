"""An event loop in a thread of its own: where connections wait that no thread should wait for."""

import asyncio
import resource
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

Result = TypeVar("Result")

# Descriptors that are left for everything else.
_SPARE = 200
# Seconds after which a peer that does not take what is sent has gone; the system would wait a quarter of an hour.
_GONE_AFTER = 60


class Loop:
    """The thread starts when it is first needed: after the process has forked."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def call(self, function: Callable[..., Any], *arguments: Any) -> None:
        """Call a function in the thread of the loop, soon."""
        self._running().call_soon_threadsafe(function, *arguments)

    def ask(self, function: Callable[..., Result], *arguments: Any) -> Result:
        """Call a function in the thread of the loop, and wait for what it says."""
        told: Future[Result] = Future()

        def answer() -> None:
            try:
                told.set_result(function(*arguments))
            except Exception as error:  # noqa: BLE001 - raised where it was asked
                told.set_exception(error)

        self.call(answer)
        return told.result()

    def later(self, seconds: float, function: Callable[..., Any], *arguments: Any) -> asyncio.TimerHandle:
        """Call a function after a time; only from the thread of the loop."""
        return self._running().call_later(seconds, function, *arguments)

    def adopt(self, connection: socket.socket, protocol: asyncio.Protocol) -> "Future[Any]":
        """Let the loop look after a connection that is open already."""
        connection.setblocking(False)
        if hasattr(socket, "TCP_USER_TIMEOUT") and connection.family in {socket.AF_INET, socket.AF_INET6}:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _GONE_AFTER * 1000)
        loop = self._running()
        return asyncio.run_coroutine_threadsafe(loop.connect_accepted_socket(lambda: protocol, connection), loop)

    def stop(self) -> None:
        """End the thread, and whatever still waits in it."""
        with self._lock:
            loop, thread = self._loop, self._thread
            self._loop = self._thread = None
        if loop and thread:
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._loop.run_forever, name=self._name, daemon=True)
                self._thread.start()
            return self._loop


def room(descriptors_each: int) -> int:
    """How many connections this process may keep open; it allows itself as many files as it may.

    :param descriptors_each: how many open files each connection is
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65_536 if hard == resource.RLIM_INFINITY else min(hard, 65_536)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    return max(1, (min(soft, 65_536) - _SPARE) // descriptors_each)
