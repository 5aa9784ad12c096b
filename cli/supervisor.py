"""Keeps the processes of one machine running, and takes them along when it ends."""

import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from time import monotonic
from types import FrameType
from typing import IO

from cli import child

FIRST_PAUSE = 0.2
LONGEST_PAUSE = 5.0
STEADY_AFTER = 30.0
DRAIN = 30.0


@dataclass(frozen=True)
class Process:
    """A program to keep running. One that calls the others is `front`, and stopped before them."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str]
    front: bool = False


class Child:
    """One process through all its starts. Times are seconds of the monotonic clock."""

    def __init__(self, process: Process, log: IO[bytes] | None) -> None:
        self.process = process
        self._log = log
        self.deaths = 0
        self.start_at = 0.0
        self._started_at = 0.0
        self._pause = FIRST_PAUSE
        self._running: subprocess.Popen[bytes] | None = None

    @property
    def running(self) -> bool:
        return self._running is not None and self._running.poll() is None

    def tend(self) -> None:
        """Notice that it has died, and start it when its time has come."""
        if self._running and not self.running:
            self._bury(self._running)
        if not self._running and monotonic() >= self.start_at:
            self._start()

    def terminate(self) -> None:
        if self._running and self.running:
            self._running.terminate()

    def kill(self) -> None:
        """Kill it and whatever it started, also what it left behind when it went."""
        if self._running:
            # Its group has the number of its first process; a worker of gunicorn is still in it.
            with suppress(ProcessLookupError, PermissionError):  # the latter is what macOS says of the dead
                os.killpg(self._running.pid, signal.SIGKILL)
            self._running.wait()

    def _start(self) -> None:
        self._started_at = monotonic()
        # A session of its own: Ctrl-C in the terminal reaches the supervisor alone, which stops all in order.
        self._running = subprocess.Popen(
            child.command(*self.process.argv),
            env=dict(self.process.env),
            stdin=subprocess.DEVNULL,
            stderr=self._log,
            start_new_session=True,
        )

    def _bury(self, dead: subprocess.Popen[bytes]) -> None:
        self.kill()
        self._running = None
        self.deaths += 1
        now = monotonic()
        if now - self._started_at >= STEADY_AFTER:
            self._pause = FIRST_PAUSE
        self.start_at = now + self._pause
        _say(f"{self.process.name} {_end_of(dead)}; it is started again in {self._pause:.1f} s.")
        self._pause = min(2 * self._pause, LONGEST_PAUSE)


class Supervisor:
    """Runs processes until it is told to stop by SIGTERM, SIGINT or `stop()`.

    :param log: where their standard error goes; by default where ours does
    """

    def __init__(self, processes: Sequence[Process], drain: float = DRAIN, log: IO[bytes] | None = None) -> None:
        self.children = [Child(process, log) for process in processes]
        self.stopping = threading.Event()
        self._drain = drain
        self._exit_code = 0
        self._stop_signals = 0
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_read, False)
        os.set_blocking(self._wake_write, False)

    def run(self) -> int:
        """Keep everything running; return the exit code once all has ended.

        From the main thread only: signals arrive there, and the children die with the thread that
        started them.
        """
        with self._signals_caught():
            while not self.stopping.is_set():
                for each in self.children:
                    each.tend()
                self._sleep_until(self._next_start())
            self._stop_all()
        return self._exit_code

    def stop(self, exit_code: int = 0) -> None:
        """Make `run` stop everything and return; from any thread."""
        self._exit_code = exit_code
        self.stopping.set()
        self._wake()

    def deaths(self) -> dict[str, int]:
        """How often each process has died, for those that have."""
        return {each.process.name: each.deaths for each in self.children if each.deaths}

    def _next_start(self) -> float:
        waiting = [each.start_at for each in self.children if not each.running]
        return min(waiting, default=monotonic() + LONGEST_PAUSE)

    def _stop_all(self) -> None:
        for front in (True, False):
            stage = [each for each in self.children if each.process.front is front]
            for each in stage:
                each.terminate()
            deadline = monotonic() + self._drain
            # Who presses Ctrl-C twice does not want to wait.
            while any(each.running for each in stage) and monotonic() < deadline and self._stop_signals < 2:
                self._sleep_until(deadline)
            for each in stage:
                each.kill()

    def _sleep_until(self, deadline: float) -> None:
        """Sleep until the moment, a signal (one comes when a child dies) or a call of `stop`."""
        select.select([self._wake_read], [], [], max(0.0, deadline - monotonic()))
        with suppress(BlockingIOError):
            os.read(self._wake_read, 4096)
        if self._stop_signals:
            self.stopping.set()

    def _wake(self) -> None:
        with suppress(BlockingIOError):  # full of wake-ups already
            os.write(self._wake_write, b"\0")

    @contextmanager
    def _signals_caught(self) -> Iterator[None]:
        handlers = {signal.SIGTERM: self._on_stop, signal.SIGINT: self._on_stop, signal.SIGCHLD: _ignore}
        before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
        wake_before = signal.set_wakeup_fd(self._wake_write, warn_on_full_buffer=False)
        try:
            yield
        finally:
            signal.set_wakeup_fd(wake_before)
            for number, handler in before.items():
                signal.signal(number, handler)

    def _on_stop(self, number: int, frame: FrameType | None) -> None:
        self._stop_signals += 1


def _ignore(number: int, frame: FrameType | None) -> None:
    """A handler is what makes the signal interrupt the sleep."""


def _end_of(process: subprocess.Popen[bytes]) -> str:
    code = process.returncode
    return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
