"""Keeps the processes of one machine running, and takes them along when it ends."""

import os
import select
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
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
HOPELESS_AFTER = 5  # deaths of one process, while something waits for all to be well


@dataclass(frozen=True)
class Process:
    """A part of the product to keep running, in a process forked from this one.

    :ivar main: returns the exit code
    :ivar front: it calls the others, and is stopped before them
    :ivar once: it ends by itself; if not well, all ends. Its errors are for whoever gave the command
    """

    name: str
    title: str
    main: Callable[[], int]
    env: Mapping[str, str]
    front: bool = False
    once: bool = False


class Child:
    """One process through all its starts. Times are seconds of the monotonic clock."""

    def __init__(self, process: Process, log: IO[bytes] | None) -> None:
        self.process = process
        self._stderr = log.fileno() if log and not process.once else None
        self.deaths = 0
        self.start_at = 0.0
        self.exit_code: int | None = None
        self._started_at = 0.0
        self._pause = FIRST_PAUSE
        self._pid: int | None = None

    @property
    def running(self) -> bool:
        """Whether it runs; one that has died is noticed here."""
        if self._pid is None or self.exit_code is not None:
            return False
        pid, status = os.waitpid(self._pid, os.WNOHANG)
        if pid:
            self.exit_code = os.waitstatus_to_exitcode(status)
        return not pid

    @property
    def done(self) -> bool:
        """Whether it had to run once, and has."""
        return self.process.once and not self.running and self.exit_code is not None

    def tend(self) -> None:
        """Notice that it has died, and start it when its time has come."""
        if self.done:
            return
        if self._pid and not self.running:
            self._bury()
        if not self._pid and monotonic() >= self.start_at:
            self._started_at = monotonic()
            self._pid = child.start(self.process.title, self.process.main, self.process.env, self._stderr)

    def terminate(self) -> None:
        if self._pid and self.running:
            os.kill(self._pid, signal.SIGTERM)

    def kill(self) -> None:
        """Kill it and whatever it started, also what it left behind when it went."""
        if self._pid is None:
            return
        if self.running:
            os.kill(self._pid, signal.SIGKILL)
            self.exit_code = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
        # Its group has its number; a worker of gunicorn is still in it.
        with suppress(ProcessLookupError, PermissionError):  # the latter is what macOS says of the dead
            os.killpg(self._pid, signal.SIGKILL)

    def _bury(self) -> None:
        self.kill()
        said = _end_of(self.exit_code)
        self._pid = self.exit_code = None
        self.deaths += 1
        now = monotonic()
        if now - self._started_at >= STEADY_AFTER:
            self._pause = FIRST_PAUSE
        self.start_at = now + self._pause
        _say(f"{self.process.name} {said}; it is started again in {self._pause:.1f} s.")
        self._pause = min(2 * self._pause, LONGEST_PAUSE)


class Supervisor:
    """Runs processes until it is told to stop by SIGTERM or SIGINT, or something ends that everything waits for.

    :param log: where their standard error goes; by default where ours does
    """

    def __init__(self, processes: Sequence[Process], drain: float = DRAIN, log: IO[bytes] | None = None) -> None:
        self.children = [Child(process, log) for process in processes]
        self._drain = drain
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
            while not self._stop_signals and not self._has_failed():
                for each in self.children:
                    each.tend()
                self._sleep_until(self._next_start())
            failed = not self._stop_signals
            self._stop_all()
        return int(failed)

    def _has_failed(self) -> bool:
        """Whether what had to run once went wrong, or waits for what dies again and again."""
        once = [each for each in self.children if each.process.once]
        waiting = [each for each in once if not each.done]
        hopeless = waiting and any(each.deaths >= HOPELESS_AFTER for each in self.children)
        failed = hopeless or any(each.done and each.exit_code for each in once)
        if failed and (dead := [each for each in self.children if each.deaths]):
            _say(f"Processes that died: {', '.join(f'{each.process.name} ({each.deaths}x)' for each in dead)}.")
        return bool(failed)

    def _next_start(self) -> float:
        waiting = [each.start_at for each in self.children if not each.running and not each.done]
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
        """Sleep until the moment or a signal; one comes when a child dies."""
        select.select([self._wake_read], [], [], max(0.0, deadline - monotonic()))
        with suppress(BlockingIOError):
            os.read(self._wake_read, 4096)

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


def _end_of(code: int | None) -> str:
    return f"was killed by {signal.Signals(-code).name}" if code and code < 0 else f"ended with exit code {code}"


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
