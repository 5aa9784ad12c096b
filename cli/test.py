"""Run the tests, two at a time. Every argument is pytest's."""

import argparse
import os
import subprocess
import sys

from cli.dotenv import ROOT

PASSES_ON = True
# The first kill processes and servers, the second drive a browser, the third start the whole product in containers;
# they watch the clock: nothing else may run beside them.
ALONE = ("tests/reliability", "tests/web", "tests/deploy")
GIVEN_SERVERS = ("CRM_TEST_DATABASE_URL", "CRM_TEST_AMQP_URL")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """pytest has its own."""


def run(args: argparse.Namespace) -> int:
    if args.rest:
        return _pytest(*args.rest)
    code = _pytest(*_side_by_side(), *(f"--ignore={each}" for each in ALONE))
    for each in ALONE:
        print(f"Not among them: {each}, which needs the machine to itself. Run it with: ./crm test {each}")
    return code


def _side_by_side() -> list[str]:
    # Processes that share a given server would empty each other's databases.
    shared = any(os.environ.get(variable) for variable in GIVEN_SERVERS)
    return [] if shared else ["--numprocesses=2", "--dist=loadfile"]


def _pytest(*arguments: str) -> int:
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=ROOT, check=False).returncode
