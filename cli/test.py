"""Run the tests. Every argument is pytest's."""

import argparse
import subprocess
import sys

from cli.dotenv import ROOT

PASSES_ON = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """pytest has its own."""


def run(args: argparse.Namespace) -> int:
    return subprocess.run([sys.executable, "-m", "pytest", *args.rest], cwd=ROOT, check=False).returncode
