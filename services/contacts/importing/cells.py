"""The cells of a row as what a client would be: the same limits and forms as in a request."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from marshmallow import ValidationError

from services.contacts.importing import meanings, names
from services.contacts.importing.numbers import LostDigits, phones_of
from services.contacts.importing.repair import is_unreadable, repaired
from shared.problems import Invalid
from shared.schemas import NAME_LENGTH, Email, Name, Notes, Text

Messages = dict[str, list[str]]
_EMAILS = re.compile(r"[\s;,|<>\[\]\"']+")
_TAGS = re.compile(r"[;,|]")
_MOST_EMAILS = 10
_MOST_TAGS = 20
_EMAIL, _NOTES, _TAG = Email(), Notes(), Name()
_WHOLE = Text(length=2 * NAME_LENGTH + 1)


@dataclass
class Read:
    """What a row says.

    :ivar values: only what stands there; empty cells say nothing
    :ivar errors: of each field, what is wrong with it
    """

    values: dict[str, Any] = field(default_factory=dict)
    errors: Messages = field(default_factory=dict)


def read(cells: Sequence[str], meant: Sequence[str | None], region: str) -> Read:
    """Read a row.

    :param meant: the field of each column
    :param region: in which its phones are dialled (ISO 3166)
    """
    given: dict[str, list[str]] = defaultdict(list)
    for cell, name in zip(cells, meant, strict=False):
        text = repaired(cell) if name else ""
        if name and text:
            given[name].append(text)
    found = Read()
    for name, texts in given.items():
        if any(map(is_unreadable, texts)):
            found.errors[name] = ["unreadable"]
            continue
        try:
            found.values |= _READERS[name](texts, region)
        except ValidationError as error:
            found.errors[name] = [str(each) for each in error.messages]
        except LostDigits:
            found.errors[name] = ["phone-lost-digits"]
        except Invalid:
            found.errors[name] = ["bad-phone"]
    return _with_names(found)


def _with_names(found: Read) -> Read:
    """A name in a column of its own counts more than one that has to be split."""
    whole = found.values.pop("name", None)
    if whole and not found.values.keys() & {"first_name", "last_name"}:
        first, last = names.split(whole)
        try:
            found.values |= {"first_name": _NAME.deserialize(first), "last_name": _LAST.deserialize(last)}
        except ValidationError as error:
            found.errors["name"] = [str(each) for each in error.messages]
    return found


_NAME, _LAST = Name(), Text(blank=True)


def _one_line(texts: Iterable[str]) -> str:
    return " ".join(" ".join(texts).split())


def _name(texts: Sequence[str], _region: str) -> dict[str, Any]:
    return {"name": _WHOLE.deserialize(_one_line(texts[:1]))}


def _first_name(texts: Sequence[str], _region: str) -> dict[str, Any]:
    return {"first_name": _NAME.deserialize(_one_line(texts[:1]))}


def _last_name(texts: Sequence[str], _region: str) -> dict[str, Any]:
    return {"last_name": _LAST.deserialize(_one_line(texts))}


def _phones(texts: Sequence[str], region: str) -> dict[str, Any]:
    found = list(dict.fromkeys(phone for text in texts for phone in phones_of(text, region)))
    return {"phone": found[0], "other_phones": found[1:]}


def _emails(texts: Sequence[str], _region: str) -> dict[str, Any]:
    parts = [part.removeprefix("mailto:") for text in texts for part in _EMAILS.split(text) if part]
    if not 0 < len(parts) <= _MOST_EMAILS:
        raise ValidationError("Not a valid email address.")
    found = list(dict.fromkeys(_EMAIL.deserialize(part) for part in parts))
    return {"email": found[0], "other_emails": found[1:]}


def _word_of(name: str) -> Callable[[Sequence[str], str], dict[str, Any]]:
    def word(texts: Sequence[str], _region: str) -> dict[str, Any]:
        value = meanings.meaning_of(name, texts[0])
        if value is None:
            raise ValidationError(f"Must be one of: {meanings.values_of(name)}.")
        return {name: value}

    return word


def _notes(texts: Sequence[str], _region: str) -> dict[str, Any]:
    return {"notes": _NOTES.deserialize("\n".join(texts))}


def _tags(texts: Sequence[str], _region: str) -> dict[str, Any]:
    found = dict.fromkeys(_one_line([part]) for text in texts for part in _TAGS.split(text))
    tags = [_TAG.deserialize(name) for name in found if name]
    if len(tags) > _MOST_TAGS:
        raise ValidationError(f"Longer than maximum length {_MOST_TAGS}.")
    return {"tags": tags}


_READERS: dict[str, Callable[[Sequence[str], str], dict[str, Any]]] = {
    "name": _name,
    "first_name": _first_name,
    "last_name": _last_name,
    "phone": _phones,
    "email": _emails,
    "type": _word_of("type"),
    "source": _word_of("source"),
    "status": _word_of("status"),
    "notes": _notes,
    "tags": _tags,
}
