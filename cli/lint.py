"""Check style, types and the import rules of the whole repository."""

import argparse
import subprocess
import sys
from pathlib import Path

from cli.dotenv import ROOT

CHECKS = (
    ("Style", ("ruff", "check", ".")),
    ("Format", ("ruff", "format", "--check", ".")),
    ("Types", ("mypy",)),
    ("Imports", ("lint-imports",)),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def run(args: argparse.Namespace) -> int:
    """Run every check, also after one that failed; 1 if any did."""
    failed = [name for name, command in CHECKS if not _passes(name, *command)]
    print(f"Failed: {', '.join(failed)}" if failed else "All checks passed.")
    return 1 if failed else 0


def _passes(name: str, program: str, *arguments: str) -> bool:
    print(f"== {name}: {program}", flush=True)
    path = Path(sys.executable).parent / program
    return subprocess.run([path, *arguments], cwd=ROOT, check=False).returncode == 0
