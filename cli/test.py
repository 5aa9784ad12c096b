"""Run the tests, some at a time. Every argument is pytest's."""

import argparse
import os
import subprocess
import sys

from cli.dotenv import ROOT

PASSES_ON = True
# These kill processes and servers and watch the clock: they come after the others.
RELIABILITY = "tests/reliability"
# A browser on all the other pages, the whole product in containers, every process renewed under load, the instruments
# of docs/scaling.md: each takes minutes more, or the machine to itself.
BY_NAME = ("tests/web/pages", "tests/deploy", "tests/reliability/test_rolling.py", "bench/tests/test_scaling.py")
GIVEN_SERVERS = ("CRM_TEST_DATABASE_URL", "CRM_TEST_AMQP_URL")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """pytest has its own."""


def run(args: argparse.Namespace) -> int:
    if args.rest:
        return _pytest(*args.rest)
    later = [f"--ignore={each}" for each in BY_NAME]
    codes = [
        # One more than there are cores on a small machine: many tests wait for a server.
        _pytest(*_at_once(3, "loadfile"), "--no-loadscope-reorder", *later, f"--ignore={RELIABILITY}"),
        _pytest(*_at_once(2, "load"), *later, RELIABILITY),
    ]
    for each in BY_NAME:
        print(f"Not among them: {each}. Run it with: ./crm test {each}")
    return max(codes)


def _at_once(number: int, divided: str) -> list[str]:
    # Processes that share a given server would empty each other's databases.
    shared = any(os.environ.get(variable) for variable in GIVEN_SERVERS)
    return [] if shared else [f"--numprocesses={number}", f"--dist={divided}"]


def _pytest(*arguments: str) -> int:
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=ROOT, check=False).returncode
