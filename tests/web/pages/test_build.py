"""What the web client weighs, and that it is whole."""

import gzip
import json
import re
import resource
import subprocess
from pathlib import Path

import pytest

from cli import web

MOST = 200_000  # bytes of JavaScript, compressed, before the first page shows
LINKED = re.compile(r'(?:src|href)="/([^"]+)"')


def built() -> Path:
    web.build()
    return web.DIST


def test_the_first_page_needs_little_javascript() -> None:
    folder = built()
    page = (folder / "index.html").read_text()
    scripts = [name for name in LINKED.findall(page) if name.endswith(".js")]

    sizes = {name: len(gzip.compress((folder / name).read_bytes(), 9)) for name in scripts}

    assert scripts
    assert sum(sizes.values()) <= MOST, sizes


def test_what_the_page_and_its_manifest_name_is_there() -> None:
    folder = built()
    manifest = json.loads((folder / "manifest.webmanifest").read_text())
    icons = [icon["src"] for icon in manifest["icons"]]

    for name in [*LINKED.findall((folder / "index.html").read_text()), *icons]:
        assert (folder / name.lstrip("/")).is_file(), name
    assert {icon["sizes"] for icon in manifest["icons"]} >= {"192x192", "512x512"}


def test_the_worker_keeps_every_built_file() -> None:
    folder = built()
    worker = (folder / "worker.js").read_text()
    files = json.loads(re.findall(r"const FILES=(\[.*?\])", worker)[0])

    present = {f"/{path.relative_to(folder)}" for path in folder.rglob("*") if path.is_file()}
    left_out = {path for path in present if path.endswith((".br", ".gz")) or path.startswith("/.")}
    assert {*files} == present - left_out - {"/index.html", "/worker.js"}


def test_no_host_of_a_registry_stands_in_the_lock() -> None:
    assert '"resolved"' not in (web.WEB / "package-lock.json").read_text()


@pytest.mark.parametrize("command", [["run", "types"], ["test"]], ids=["types and style", "pure rules"])
def test_the_clients_own_checks_pass(command: list[str]) -> None:
    built()

    done = subprocess.run(["npm", *command], cwd=web.WEB, env=web.with_node(), capture_output=True, text=True)

    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_a_build_takes_less_than_half_a_minute(tmp_path: Path) -> None:
    built()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)

    subprocess.run(
        ["npx", "vite", "build", "--outDir", str(tmp_path)],
        cwd=web.WEB,
        env=web.with_node(),
        check=True,
        capture_output=True,
    )

    # Of a processor, which says the same on a machine that has much else to do.
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 30
