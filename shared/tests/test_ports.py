"""Finding ports: nobody is given what another one has just been given."""

import subprocess
import sys
from pathlib import Path

import pytest

from shared import ports

FIND = "from shared import ports; ports._CANDIDATES = range({0}, {0} + 3); print(ports.free_port())"


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> range:
    """The only ports there are, and nobody's yet."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(ports, "_CLAIMS", tmp_path / ports._CLAIMS.name)
    first = next(
        port for port in range(19_000, 20_000, 3) if all(ports.is_free("127.0.0.1", port + n) for n in range(3))
    )
    candidates = range(first, first + 3)
    monkeypatch.setattr(ports, "_CANDIDATES", candidates)
    return candidates


def test_each_is_found_once(three: range) -> None:
    assert {ports.free_port() for _ in three} == set(three)


def test_another_process_finds_another_one_and_what_the_dead_had_is_free(three: range) -> None:
    mine = ports.free_port()
    found = {_found_by_another(three) for _ in range(20)}

    assert found == set(three) - {mine}


def _found_by_another(three: range) -> int:
    argv = [sys.executable, "-c", FIND.format(three.start)]
    return int(subprocess.run(argv, capture_output=True, text=True, check=True).stdout)
