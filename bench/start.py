"""How long it takes from the command to the first answer."""

import shutil
import subprocess
import tempfile
from pathlib import Path
from time import monotonic

from bench.installation import Installation
from bench.product import environment
from bench.report import Table
from cli.dotenv import ROOT
from shared.ports import free_port

_NOT_COPIED = (".venv", "var", "node_modules", ".git", ".*_cache", "__pycache__", ".hypothesis")


def warm(full: Installation, embedded: Installation) -> Table:
    """Everything is installed and migrated."""
    table = Table("First start, warm", ("mode", "seconds"), notes=["goal: under 5 s"])
    for name, installation in (("embedded", embedded), ("full mode, 11 processes", full)):
        assert installation.loader
        installation.stop_product()
        table.rows.append([name, f"{installation.product.ready_after:.1f}"])
    return table


def cold() -> Table:
    """A copy of the repository in an empty folder, a fresh home, no environment: `./crm up --demo`."""
    with tempfile.TemporaryDirectory(prefix="crm-cold-") as folder:
        copy, home = Path(folder, "al-dia"), Path(folder, "home")
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*_NOT_COPIED))
        home.mkdir()
        env = environment(copy / "var", None, None) | {"HOME": str(home)}
        for name in ("PYTHONPATH", "PYTHONSAFEPATH", "VIRTUAL_ENV", "PIP_CACHE_DIR"):
            env.pop(name, None)
        began = monotonic()
        process = subprocess.Popen(
            [copy / "crm", "up", "--demo", "--port", str(free_port())],
            env=env, cwd=copy, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            assert process.stdout
            ready = any(line.startswith(b"Ready: ") for line in process.stdout)
            seconds = monotonic() - began
        finally:
            process.terminate()
            process.wait()
    told = f"{seconds:.0f}" if ready else "it did not become ready"
    return Table("First start, cold", ("mode", "seconds"), [["embedded, with --demo", told]], ["goal: under 180 s"])
