"""Installs a server's Debian package, without the package's own service being started."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shared.testing.guard import guard
from shared.testing.kinds import ServerError

# Debian asks this program before it starts a service; 101 means no.
POLICY = Path("/usr/sbin/policy-rc.d")


def can_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(package: str) -> None:
    """Install a package with apt-get.

    :raises ServerError: apt-get could not; the message ends with its last line
    """
    print(f"Installing {package} with apt-get …", flush=True)
    with _one_at_a_time(), _services_kept_down():
        _apt_get("update")
        _apt_get("install", "--yes", "--no-install-recommends", package)


def _apt_get(*arguments: str) -> None:
    command = ["apt-get", "--quiet", "-o", "DPkg::Lock::Timeout=300", *arguments]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        last_line = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise ServerError(f"apt-get {arguments[0]} failed: {last_line}")


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Tests may run in several processes, and each of them finds that the package is missing."""
    with (Path(tempfile.gettempdir()) / "crm-install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _services_kept_down() -> Iterator[None]:
    if POLICY.exists():  # the machine has its own idea
        yield
        return
    guard().watch("path", POLICY)
    POLICY.write_text("#!/bin/sh\nexit 101\n", encoding="utf-8")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink()
        guard().release("path", POLICY)
