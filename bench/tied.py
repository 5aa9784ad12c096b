"""Becomes another program that the kernel kills as soon as the process that started it has died.

    python -m bench.tied <pid of the starter> program argument…

It must be started from the main thread: to the kernel the starter is a thread, and its end counts.
"""

import os
import sys

from cli.child import die_with_parent


def command(*argv: str) -> list[str]:
    """The command line that runs `argv` as such a child of this process."""
    return [sys.executable, "-m", "bench.tied", str(os.getpid()), *argv]


if __name__ == "__main__":
    die_with_parent(int(sys.argv[1]))
    os.execvp(sys.argv[2], sys.argv[2:])
