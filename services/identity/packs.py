"""Vertical packs: how a clinic, a school, a gym and a sales team differ, as data (`packs.toml`).

They are for forms and pages. What the API takes does not depend on them, but for the direction of an interaction
that none is given of: a record written in one branch's words can be read, and imported, in another's.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def packs() -> dict[str, dict[str, Any]]:
    """The packs by name, each with all its labels by language."""
    told = tomllib.loads(Path(__file__).with_name("packs.toml").read_text(encoding="utf-8"))
    return {
        name: pack | {"labels": {each: told["labels"][each] | own for each, own in pack["labels"].items()}}
        for name, pack in told["packs"].items()
    }


def in_language(language: str) -> list[dict[str, Any]]:
    """Every pack, with the labels of one language."""
    return [
        {"id": name, **pack, "default_direction": "outbound", "labels": pack["labels"][language]}
        for name, pack in packs().items()
    ]
