"""All text that people read, in one catalogue: `es.toml` and `en.toml` beside this file."""

import re
import tomllib
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

LANGUAGES = ("es", "en")


@cache
def catalogue(language: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / f"{language}.toml").read_text(encoding="utf-8"))


def text(key: str, language: str, **values: object) -> str:
    """A text of the catalogue by its dotted key, with its `{values}` filled in.

    :raises KeyError: there is no such text, or a value is missing
    """
    found: Any = catalogue(language)
    for part in key.split("."):
        found = found[part]
    return str(found).format(**values)


def needs(key: str, language: str) -> set[str]:
    """The names of the values that a text needs."""
    found: Any = catalogue(language)
    for part in key.split("."):
        found = found[part]
    return {name for _, name, _, _ in Formatter().parse(str(found)) if name}


def field_message(message: str, language: str) -> str:
    """What is wrong with a field, for people.

    Our own rules give the key of a text in `[fields]`, with values after a bar (`too-long|200`);
    what the libraries say in English is looked up in `[[library]]`.
    """
    key, _, value = message.partition("|")
    own = catalogue(language)["fields"].get(key)
    if own is not None:
        return str(own).format(value)
    for pattern, meaning in _library(language):
        match = pattern.fullmatch(message)
        if match:
            return meaning.format(*match.groups())
    return message


@cache
def _library(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(re.escape(each["says"]).replace(r"\{\}", "(.+)")), each["means"])
        for each in catalogue(language).get("library", ())
    )
