"""The words that lists of clients are written with, in Spanish and English: `words.toml`."""

import tomllib
from pathlib import Path
from typing import Any

from services.contacts.models.base import plain

WORDS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
_VALUES: dict[str, dict[str, list[str]]] = WORDS["values"]
_MEANINGS = {
    field: {word: value for value, words in values.items() for word in words} for field, values in _VALUES.items()
}


def meaning_of(field: str, text: str) -> str | None:
    """The value of type, source or status that a text stands for; None where it stands for none."""
    return _MEANINGS[field].get(plain(text))


def values_of(field: str) -> str:
    """The values that there are, to be told."""
    return ", ".join(_VALUES[field])
