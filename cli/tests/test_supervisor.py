"""The supervisor, run as the separate process that it is in life."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shared.ports import free_port
from shared.testing.processes import descendants, is_alive
from shared.testing.waiting import until

ROOT = Path(__file__).parents[2]
Supervised = Callable[..., subprocess.Popen[str]]

SLEEPS = "import time; time.sleep(600)"
DRAINS = """
import pathlib, signal, sys, time
def leave(*_):
    pathlib.Path({path!r}).write_text("drained")
    sys.exit(0)
signal.signal(signal.SIGTERM, leave)
pathlib.Path({path!r}).write_text("started")
time.sleep(600)
"""
IGNORES = """
import pathlib, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path({path!r}).write_text("started")
time.sleep(600)
"""


@pytest.fixture
def supervised() -> Iterator[Supervised]:
    """Starts a supervisor of the given command lines, or with the given arguments; it is gone after the test."""
    started: list[subprocess.Popen[str]] = []

    def start(*commands: list[str], drain: float = 30.0, arguments: str = "") -> subprocess.Popen[str]:
        if arguments:
            return run(arguments)
        processes = ", ".join(
            f"Process('number {n}', 'number-{n}', partial(os.execv, {argv[0]!r}, {argv!r}), os.environ)"
            for n, argv in enumerate(commands, 1)
        )
        return run(f"[{processes}], drain={drain}")

    def run(arguments: str) -> subprocess.Popen[str]:
        code = "import os, sys, time; from functools import partial; from cli.supervisor import Process, Supervisor\n"
        code += f"sys.exit(Supervisor({arguments}).run())"
        started.append(
            subprocess.Popen(
                [sys.executable, "-c", code],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stderr=subprocess.PIPE,
                text=True,
            )
        )
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()
        assert process.stderr
        process.stderr.close()  # not read: what a failed test left behind would hold it open


def test_a_process_that_dies_is_started_again(supervised: Supervised, tmp_path: Path) -> None:
    mark = tmp_path / "starts"
    code = f"import os; print(os.getpid(), file=open({str(mark)!r}, 'a'))"

    supervisor = supervised([sys.executable, "-W", "ignore", "-c", code])

    until(lambda: mark.exists() and len(mark.read_text().split()) >= 3)
    supervisor.terminate()
    _, said = supervisor.communicate(timeout=10)
    assert "number 1 ended with exit code 0; it is started again in 0.2 s." in said
    assert "started again in 0.4 s." in said


WORKS = "Process('work', 'work', partial(time.sleep, 600), os.environ)"


def test_when_what_runs_once_goes_wrong_all_ends(supervised: Supervised) -> None:
    fails = "Process('opening', 'opening', partial(exit, 'no way'), os.environ, once=True)"

    supervisor = supervised(arguments=f"[{WORKS}, {fails}]")

    assert supervisor.wait(10) == 1


def test_what_runs_once_and_well_ends_nothing(supervised: Supervised, tmp_path: Path) -> None:
    once = f"Process('opening', 'opening', partial(os.system, 'mkdir {tmp_path}/open'), os.environ, once=True)"

    supervisor = supervised(arguments=f"[{WORKS}, {once}]")

    until((tmp_path / "open").exists)
    until(lambda: [title(pid) for pid in descendants(supervisor.pid) if is_alive(pid)] == ["work"])
    assert supervisor.poll() is None


def test_what_dies_again_and_again_while_something_waits_for_it_ends_all(supervised: Supervised) -> None:
    dies = "Process('brittle', 'brittle', partial(divmod, 1, 0), os.environ)"
    waits = "Process('opening', 'opening', partial(time.sleep, 600), os.environ, once=True)"

    supervisor = supervised(arguments=f"[{dies}, {waits}]")

    _, said = supervisor.communicate(timeout=20)
    assert supervisor.returncode == 1
    assert "ZeroDivisionError" in said
    assert said.endswith("Processes that died: brittle (5x).\n")


def title(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").rstrip("\0")


def test_sigterm_lets_the_processes_drain_and_ends_with_0(supervised: Supervised, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    supervisor = supervised([sys.executable, "-c", DRAINS.format(path=str(mark))])
    until(mark.exists)

    supervisor.terminate()

    assert supervisor.wait(10) == 0
    assert mark.read_text() == "drained"


def test_a_process_that_does_not_drain_in_time_is_killed(supervised: Supervised, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    supervisor = supervised([sys.executable, "-c", IGNORES.format(path=str(mark))], drain=0.2)
    until(mark.exists)
    left = descendants(supervisor.pid)

    supervisor.send_signal(signal.SIGINT)

    assert supervisor.wait(10) == 0
    assert not any(map(is_alive, left))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent has died")
def test_nothing_is_left_when_the_supervisor_is_killed(supervised: Supervised) -> None:
    port = free_port()
    gunicorn = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
    gunicorn += [
        "--no-control-socket",
        "--config",
        "python:cli.gunicorn_hooks",
        "wsgiref.simple_server:demo_app",
    ]
    supervisor = supervised([sys.executable, "-c", SLEEPS], gunicorn)
    until(lambda: answers(port), seconds=20)
    left = descendants(supervisor.pid)
    assert len(left) == 3  # the sleeper, gunicorn's master, its worker

    try:
        # A request under way would keep a worker that only hears of its master's end.
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n")
            supervisor.kill()
            until(lambda: not any(map(is_alive, left)), seconds=5)
    finally:
        for pid in filter(is_alive, left):
            os.kill(pid, signal.SIGKILL)


def answers(port: int) -> bool:
    """Whether a web server answers: its worker is up, not its master alone."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
            connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
            return bool(connection.recv(1))
    except OSError:
        return False
