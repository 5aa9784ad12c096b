"""What people type to find somebody, and which texts it finds."""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from services.contacts.models.base import plain
from services.contacts.phones import e164, same_for_all
from shared.problems import Invalid

TextColumn = sa.ColumnElement[str] | InstrumentedAttribute[str]
# From so many letters or digits on a word is found inside others too.
ANYWHERE_FROM = 3
# What may stand before a word that is found: anything; or anything, and a space.
ANY, START = "%", "% "
# Fewer digits are no whole number in any country.
_WHOLE_NUMBER = 7
_PHONE_PART = re.compile(r"[+()./\d-]*\d[+()./\d-]*")


class Word(NamedTuple):
    """A word to be found, in any one of these spellings."""

    spellings: tuple[str, ...]
    anywhere: bool


def text_of(names: Iterable[str | None], phones: Iterable[str | None]) -> str:
    """The names and phones of a contact as they are searched; a space stands before each word."""
    words = plain(" ".join(name for name in names if name)).split()
    for phone in phones:
        if phone:
            words += [phone[1:], same_for_all(phone)[1:]]
    return "".join(f" {word}" for word in dict.fromkeys(words))


def words_of(typed: str, region: str | None) -> list[Word]:
    """The words that somebody in the region (ISO 3166) looks for.

    Parts that look like a phone are one number, however it is spaced; an e-mail is one word.
    """
    words: list[Word] = []
    for is_phone, parts in groupby(typed.split(), lambda part: _PHONE_PART.fullmatch(part) is not None):
        if is_phone:
            words.append(_number(" ".join(parts), region))
        else:
            for part in parts:
                words += [_word(part.lower())] if "@" in part else [_word(each) for each in plain(part).split()]
    return words


def _word(text: str) -> Word:
    return Word((text,), len(text) >= ANYWHERE_FROM)


def _number(typed: str, region: str | None) -> Word:
    digits = "".join(each for each in typed if each.isdigit())
    spellings = {digits: None}
    if region and len(digits) >= _WHOLE_NUMBER:
        try:
            spellings[same_for_all(e164(typed, region))[1:]] = None
        except Invalid:
            return _word(digits)
    return Word(tuple(spellings), len(digits) >= ANYWHERE_FROM)


def literal(spelling: str, before: str) -> str:
    """What a text that holds a spelling looks like, to LIKE; `before` it stands whatever is allowed there."""
    escaped = re.sub(r"([\\%_])", r"\\\1", spelling)
    return f"{before}{escaped}%"


Pattern = Callable[[str, str], Any]


def holds(
    text: TextColumn, emails: TextColumn, words: Sequence[Word], pattern: Pattern = literal
) -> sa.ColumnElement[bool]:
    """The condition for contacts that hold all the words; short ones at the beginning of a word."""
    return _all_of(
        sa.or_(_like(text, word, ANY, pattern), _like(emails, word, ANY, pattern))
        if word.anywhere
        else _like(text, word, START, pattern)
        for word in words
    )


def begins(text: TextColumn, words: Sequence[Word], pattern: Pattern = literal) -> sa.ColumnElement[bool]:
    """The condition for texts in which all the words are beginnings of words."""
    return _all_of(_like(text, word, START, pattern) for word in words)


def _all_of(conditions: Iterable[sa.ColumnElement[bool]]) -> sa.ColumnElement[bool]:
    """All of them; who looks for nothing finds nothing."""
    listed = list(conditions)
    return sa.and_(*listed) if listed else sa.false()


def _like(column: TextColumn, word: Word, before: str, pattern: Pattern) -> sa.ColumnElement[bool]:
    return sa.or_(*(column.like(pattern(each, before), escape="\\") for each in word.spellings))
