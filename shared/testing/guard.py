"""Clears up after a test run that died: ends its servers and removes their folders.

The guard is a process of its own that reads from a pipe what there is to end, and ends it when the pipe
closes, which happens however its owner goes.
"""

import atexit
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path


class Guard:
    """The owner's side of the pipe. `kind` is one of the keys of `ENDINGS`."""

    def __init__(self) -> None:
        # Ctrl-C is for the owner alone, hence the session of its own.
        self._process = subprocess.Popen(
            [sys.executable, "-P", __file__], stdin=subprocess.PIPE, text=True, start_new_session=True
        )
        atexit.register(self.close)

    def watch(self, kind: str, what: object) -> None:
        self._tell("+", kind, what)

    def release(self, kind: str, what: object) -> None:
        self._tell("-", kind, what)

    def close(self) -> None:
        """End everything that is still watched, and wait until it has ended."""
        if self._process.stdin and not self._process.stdin.closed:
            self._process.stdin.close()
            self._process.wait()

    def _tell(self, sign: str, kind: str, what: object) -> None:
        if self._process.stdin is None:
            raise RuntimeError("the guard has no pipe")
        self._process.stdin.write(f"{sign} {kind} {what}\n")
        self._process.stdin.flush()


@cache
def guard() -> Guard:
    """The one guard of this process."""
    return Guard()


def _end_group(number: str) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(int(number), signal.SIGKILL)


def _end_container(name: str) -> None:
    import docker

    with suppress(docker.errors.DockerException):
        docker.from_env().containers.get(name).remove(force=True, v=True)


def _remove(path: str) -> None:
    if Path(path).is_file():
        Path(path).unlink()
    else:
        shutil.rmtree(path, ignore_errors=True)


# In this order: a folder goes after the processes that write to it.
ENDINGS: dict[str, Callable[[str], None]] = {
    "group": _end_group,
    "container": _end_container,
    "path": _remove,
}


def main() -> None:
    watched: set[tuple[str, str]] = set()
    for line in sys.stdin:
        sign, kind, what = line.rstrip("\n").split(" ", 2)
        (watched.add if sign == "+" else watched.discard)((kind, what))
    for kind, end in ENDINGS.items():
        for what in (what for each, what in watched if each == kind):
            end(what)


if __name__ == "__main__":
    main()
