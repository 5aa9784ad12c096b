"""When the web client is built, and what is said where it cannot be."""

import os
from pathlib import Path

import pytest

from cli import up, web


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sources of a small web client, on a machine without Node and without a network."""
    (tmp_path / "src" / "ui").mkdir(parents=True)
    (tmp_path / "package.json").write_text("{}")
    (tmp_path / "src" / "ui" / "old.ts").write_text("")
    monkeypatch.setattr(web, "WEB", tmp_path)
    monkeypatch.setattr(web, "STAMP", tmp_path / "dist" / ".built")
    monkeypatch.setattr(web, "SOURCES", ("src", "package.json"))
    monkeypatch.setattr(web, "OWN_NODE", tmp_path / "node")
    monkeypatch.setenv("PATH", str(tmp_path))
    for name, value in {
        "PIP_INDEX_URL": "http://127.0.0.1:1/",
        "PIP_RETRIES": "0",
        "PIP_CONFIG_FILE": os.devnull,
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("PIP_EXTRA_INDEX_URL", raising=False)
    return tmp_path


def built(client: Path) -> None:
    (client / "dist").mkdir()
    (client / "dist" / ".built").touch()


def newer(path: Path) -> None:
    later = web.STAMP.stat().st_mtime + 1
    os.utime(path, (later, later))


def test_it_is_built_when_it_never_was_and_not_again_for_nothing(client: Path) -> None:
    assert not web.is_fresh()

    built(client)

    assert web.is_fresh()


@pytest.mark.parametrize("changed", ["package.json", "src/ui/old.ts", "src/ui"])
def test_it_is_built_again_when_a_source_changes_or_goes(client: Path, changed: str) -> None:
    built(client)
    newer(client / changed)

    assert not web.is_fresh()


def test_without_node_and_network_the_product_starts_all_the_same(
    client: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    up._build_web_client()

    said = capsys.readouterr().out.splitlines()
    assert said[-1] == (
        "Web client: not built, there is no Node, and none could be had; "
        "the API starts without it (`./crm web` says more)."
    )


def test_a_build_that_fails_says_why(client: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, does in {
        "node": "echo v20.19.0",
        "npm": '[ "$1" = ci ] && /bin/mkdir node_modules || { echo "no such file"; exit 1; }',
    }.items():
        (client / name).write_text(f"#!/bin/sh\n{does}\n")
        (client / name).chmod(0o755)
    (client / "package-lock.json").write_text("{}")

    with pytest.raises(web.CannotBuild, match="the build failed:\n  no such file"):
        web.build()

    assert not web.is_fresh()
