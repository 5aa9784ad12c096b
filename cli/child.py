"""Processes that the supervisor forks, and that the kernel kills as soon as it has died."""

import ctypes
import os
import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from typing import NoReturn

from setproctitle import setproctitle

PR_SET_PDEATHSIG = 1
# What a parent may handle in its own way, and a child must not.
_HANDLED = (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD)


def start(title: str, main: Callable[[], int], env: Mapping[str, str], stderr: int | None = None) -> int:
    """Run `main` in a process of its own, whose exit code is what it returns.

    A fork has all the libraries that this process has loaded, which takes a new interpreter seconds. It must be
    called from the main thread, as the only one: to the kernel the parent is a thread, and its end counts; and what
    other threads do at this moment would never be finished in the child.

    :param title: what `ps` shows
    :param env: the whole environment of the child
    :param stderr: the descriptor where its errors go; by default where ours do
    :returns: its process id, which is that of its session too
    """
    parent = os.getpid()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()  # else the child would say it again
    # A signal that came between the two would find the child with the handlers of its parent.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _HANDLED)
    pid = os.fork()
    if pid == 0:
        _live(parent, title, main, env, stderr)
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return pid


def _live(parent: int, title: str, main: Callable[[], int], env: Mapping[str, str], stderr: int | None) -> NoReturn:
    code = 1
    try:
        die_with_parent(parent)
        # A session of its own: Ctrl-C in the terminal reaches the supervisor alone, which stops all in order.
        os.setsid()
        signal.set_wakeup_fd(-1)
        for number in _HANDLED:
            signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _HANDLED)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        if stderr is not None:
            os.dup2(stderr, 2)
        setproctitle(title)  # it looks for its place beside the environment, so before that changes
        os.environ.clear()
        os.environ.update(env)
        code = int(main())
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    except KeyboardInterrupt:
        code = 128 + signal.SIGINT
    except BaseException:  # noqa: BLE001 - nothing may return into what the parent was doing
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def die_with_parent(parent: int) -> None:
    """Ask the kernel to kill this process when its parent, the process `parent`, is gone."""
    # Only Linux can do it; elsewhere a supervisor that is itself killed leaves its children running.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before the kernel was asked
            os.kill(os.getpid(), signal.SIGKILL)
