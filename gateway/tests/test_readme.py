"""The README says what is so."""

import re
from pathlib import Path

from gateway.routes import TABLE

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def test_it_names_the_paths_of_every_service() -> None:
    rows = dict(re.findall(r"^\| ([a-z]+) \| (`.+`) \|$", README, re.MULTILINE))

    assert {name: tuple(re.findall(r"`([^`]+)`", paths)) for name, paths in rows.items()} == TABLE
