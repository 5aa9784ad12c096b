"""Names of people in Spanish, brought to a form in which they can be compared and looked up."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import combinations, product
from pathlib import Path
from typing import Any, NamedTuple

from shared.folding import fold

_FORMS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "name_forms.toml").read_text(encoding="utf-8"))
_PARTICLES, _TITLES = frozenset(_FORMS["particles"].split()), frozenset(_FORMS["titles"].split())
_COMMON = frozenset(_FORMS["common"].split())
_ABBREVIATIONS: dict[str, str] = _FORMS["abbreviations"]
_COMPOUNDS: dict[str, str] = _FORMS["compounds"]
_NICKNAMES = {each: frozenset(meant.split()) for each, meant in _FORMS["nicknames"].items()}
# More words than this no name has; what people paste into a field may.
_MOST_WORDS = 6
# So many sounds at an end of a word say which it may be; a slip at the other end does not hide it.
_END = 3
# Particles that are written as one with the word after them.
_JOINED = ("delas", "delos", "dela", "del", "de")
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("ch", "C"),
        ("ph", "f"),
        ("h", ""),
        ("qu(?=[ei])|q|k", "k"),
        ("s?c(?=[ei])|z", "s"),
        ("c", "k"),
        ("gu(?=[ei])", "G"),
        ("g(?=[ei])|x", "j"),
        ("ll|y", "i"),
        ("[vw]", "b"),
        ("n(?=[bp])", "m"),
        (r"(.)\1+", r"\1"),
    )
]


class Name(NamedTuple):
    """The words of a name: without case, accents, particles and titles, and nothing abbreviated.

    :ivar family: empty where somebody typed the whole name as one
    """

    given: tuple[str, ...]
    family: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return self.given + self.family


def read(first_name: str, last_name: str) -> Name:
    """The name that stands in two fields."""
    given, family = _words(first_name), _words(last_name)
    return Name(given[:_MOST_WORDS], family[:_MOST_WORDS]) if given else Name(family[:_MOST_WORDS], ())


def _words(text: str) -> tuple[str, ...]:
    # «M.ª» is one word.
    found = re.findall(r"[^\W_]+", re.sub(r"\bm\.a\b", "ma", fold(text)))
    named = [each for each in found if each not in _PARTICLES and each not in _TITLES] or found
    whole = (_ABBREVIATIONS.get(each, _without_particle(each)) for each in named)
    return tuple(word for each in whole for word in _COMPOUNDS.get(each, each).split())


def _without_particle(word: str) -> str:
    """«Delacruz» is «de la Cruz», but «Delgado» is no Gado."""
    rest = (word.removeprefix(joined) for joined in _JOINED if word.startswith(joined))
    return word if word in _COMMON else next((each for each in rest if each in _COMMON), word)


@lru_cache(10_000)
def meanings(word: str) -> frozenset[str]:
    """What a word of a name can stand for: itself, or what somebody of that nickname is named."""
    return _NICKNAMES.get(word, frozenset()) | {word}


@lru_cache(10_000)
def sound(word: str) -> str:
    """The word as it sounds: those that are pronounced alike, from Mexico to Madrid, are equal."""
    for pattern, letter in _SOUNDS:
        word = pattern.sub(letter, word)
    return word


def is_common(word: str) -> bool:
    """Whether many people have this name."""
    return word in _COMMON


def keys_of(name: Name) -> set[str]:
    """What a name shares with those that it could be taken for.

    Each key is of two words, a given name and a surname where one knows which is which, and of one end of both:
    a slip in one word leaves the key of the other end, a word left out leaves the keys of the others.
    """
    told = product(name.given, name.family) if name.family else combinations(name.given, 2)
    return {key for pair in told for key in _keys_of_two(*pair)}


def _keys_of_two(one: str, other: str) -> Iterator[str]:
    if min(len(one), len(other)) > 1:
        for sounds in product(_sounds(one), _sounds(other)):
            yield " ".join(sorted(each[:_END] for each in sounds))
            yield "-" + " ".join(sorted(each[-_END:] for each in sounds))


def _sounds(word: str) -> Iterable[str]:
    return sorted({sound(each) for each in meanings(word)})
