"""The Chromium that looks at the web client: one that is there, else the one that apt-get installs."""

import shutil
from dataclasses import dataclass

from shared.testing import packages
from shared.testing.kinds import ServerError

# The browser without its own windows, which takes a third less time.
PACKAGE = "chromium-headless-shell"
PROGRAMS = (PACKAGE, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# What a container and a machine that is left in peace ask for.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass(frozen=True)
class Chromium:
    """A program that can be started. `origin` says how it was found."""

    path: str
    origin: str


def chromium() -> Chromium:
    """Find a Chromium, and install one where that may be done.

    :raises ServerError: there is none to be had; the message says what is missing
    """
    found = _found("found")
    if found is None and packages.can_install():
        packages.install(PACKAGE)
        found = _found("installed with apt-get")
    if found is None:
        raise ServerError(f"The browser's tests need Chromium: install it (Debian: apt-get install {PACKAGE}).")
    return found


def _found(origin: str) -> Chromium | None:
    paths = (shutil.which(name) for name in PROGRAMS)
    return next((Chromium(path, origin) for path in paths if path), None)
