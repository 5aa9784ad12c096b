"""Becomes another program that the kernel kills as soon as the process that started it has died.

    python cli/child.py <pid of the starter> program argument…

It must be started from the main thread: to the kernel the starter is a thread, and its end counts.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def die_with_parent(parent: int) -> None:
    """Ask the kernel to kill this process when its parent, the process `parent`, is gone."""
    # Only Linux can do it; elsewhere a supervisor that is itself killed leaves its children running.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before the kernel was asked
            os.kill(os.getpid(), signal.SIGKILL)


def command(*argv: str) -> list[str]:
    """The command line that runs `argv` as such a child of this process."""
    # Without the site module it is itself gone in some 15 ms; the program has the environment as it is.
    return [sys.executable, "-IS", __file__, str(os.getpid()), *argv]


if __name__ == "__main__":
    die_with_parent(int(sys.argv[1]))
    os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606 - no shell is wanted
