"""Vertical packs: how a clinic, a school, a gym and a sales team differ, as data (`packs.toml`)."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def packs() -> dict[str, dict[str, Any]]:
    """The packs by name."""
    return tomllib.loads(Path(__file__).with_name("packs.toml").read_text(encoding="utf-8"))


def in_language(language: str) -> list[dict[str, Any]]:
    """Every pack, with the labels of one language."""
    return [
        {"id": name, **pack, "default_direction": "outbound", "labels": pack["labels"][language]}
        for name, pack in packs().items()
    ]
