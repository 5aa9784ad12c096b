"""Run the benchmarks: a table each, on standard output and in var/bench/<date>.md."""

import argparse
import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime

from cli.dotenv import ROOT

NAMES = (
    "floors", "register", "pending", "finder", "profile", "search", "board", "visible", "stream", "sign-in", "hop",
    "memory", "replicas", "growth", "sweep", "pipeline", "backlog", "import", "embedded", "start", "cold",
)  # fmt: skip
# Only when it is asked for: it installs everything anew.
_BY_NAME_ONLY = {"cold"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="*", choices=[*NAMES, []], metavar="name", help=f"which: {', '.join(NAMES)}")
    parser.add_argument("--contacts", type=int, default=10_000, help="how many there are (10000)")
    parser.add_argument("--events", type=int, default=50_000, help="how many wait in a backlog (50000)")
    parser.add_argument("--seconds", type=float, default=5.0, help="how long each figure is measured (5)")


def run(args: argparse.Namespace) -> int:
    # Imported here: they need the libraries of the tests.
    from bench.tables import tables

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what was started is stopped
    names = [name for name in NAMES if name in (args.name or set(NAMES) - _BY_NAME_ONLY)]
    path = ROOT / "var" / "bench" / f"{datetime.now(UTC):%Y-%m-%d}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack, path.open("a", encoding="utf-8") as file:
        for text in _told(tables(stack, names, args.contacts, args.seconds, args.events)):
            print(text, flush=True)
            file.write(f"{text}\n")
            file.flush()
    print(f"Kept in {path}")
    return 0


def _told(texts: Iterator[str]) -> Iterator[str]:
    yield f"# Benchmarks of {datetime.now(UTC):%Y-%m-%d %H:%M} UTC\n\n{_machine()}"
    for text in texts:
        yield text
        yield _machine()


def _machine() -> str:
    load = "/".join(f"{each:.1f}" for each in os.getloadavg())
    return f"{os.cpu_count()} cores, load {load}.\n"
