"""Run all tests, two at a time. Every argument is pytest's."""

import argparse
import os
import subprocess
import sys

from cli.dotenv import ROOT

PASSES_ON = True
# The first kill processes and servers, the second drive a browser, the third start the whole product in containers;
# they watch the clock, and so run after the others, each by itself. Beside each, how it is divided among two.
ALONE = {"tests/reliability": "loadgroup", "tests/web": "loadfile", "tests/deploy": "no"}
GIVEN_SERVERS = ("CRM_TEST_DATABASE_URL", "CRM_TEST_AMQP_URL")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """pytest has its own."""


def run(args: argparse.Namespace) -> int:
    if args.rest:
        return _pytest(*args.rest)
    codes = [_pytest(*_two_at_once("loadfile"), "--no-loadscope-reorder", *(f"--ignore={each}" for each in ALONE))]
    codes += [_pytest(*_two_at_once(divided), each) for each, divided in ALONE.items()]
    return max(codes)


def _two_at_once(divided: str) -> list[str]:
    # Processes that share a given server would empty each other's databases.
    shared = any(os.environ.get(variable) for variable in GIVEN_SERVERS)
    return [] if shared or divided == "no" else ["--numprocesses=2", f"--dist={divided}"]


def _pytest(*arguments: str) -> int:
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=ROOT, check=False).returncode
