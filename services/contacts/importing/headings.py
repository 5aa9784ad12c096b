"""What the columns of a file mean, guessed from what stands above them in Spanish or English."""

from collections.abc import Mapping, Sequence

from services.contacts.importing.meanings import WORDS
from services.contacts.models.base import plain

FIELDS = (
    "name", "first_name", "last_name", "phone", "email", "type", "source", "status", "notes", "tags",
)  # fmt: skip
# Of these a file may have several columns; of the others the first one counts.
SEVERAL = {"last_name", "phone", "email", "notes", "tags"}
# Above the headings some put a title.
LOOKED_AT = 10

_MEANINGS = {text: field for field, texts in WORDS["headings"].items() for text in texts}
# A phone is called in too many ways to list: «Tel. móvil», «Celular (WhatsApp)», «Phone 1 - Value».
_PHONES, _ABOUT = set(WORDS["phone_words"]), set(WORDS["about_words"])
_EITHER = set(WORDS["either_name"])


def meaning_of(heading: str) -> str | None:
    """The field that a heading names by itself; «Nombre» may still be the first name only."""
    text = plain(heading)
    words = set(text.split())
    if text in _EITHER:
        return "name"
    if text in _MEANINGS:
        return _MEANINGS[text]
    if words & _ABOUT:
        return None
    return "phone" if words & _PHONES else None


def unique(headings: Sequence[str]) -> list[str]:
    """The headings, each told apart from those before it; columns without one are named by their letter."""
    found: dict[str, None] = {}
    for index, heading in enumerate(headings):
        name = base = " ".join(heading.split())[:100] or f"({_letters(index)})"
        number = 2
        while name in found:
            name, number = f"{base} ({number})", number + 1
        found[name] = None
    return list(found)


def _letters(index: int) -> str:
    return (chr(ord("A") + index // 26 - 1) if index >= 26 else "") + chr(ord("A") + index % 26)


def guessed(headings: Sequence[str], given: Mapping[str, str | None]) -> list[str | None]:
    """The field of each column: what was given for it, else what it seems to be."""
    meant = [given[heading] if heading in given else meaning_of(heading) for heading in headings]
    is_whole = "first_name" in meant or "last_name" not in meant
    taken = {field for field in given.values() if field}
    found: list[str | None] = []
    for heading, field in zip(headings, meant, strict=True):
        if heading in given:
            found.append(field)
            continue
        seems = "first_name" if plain(heading) in _EITHER and not is_whole else field
        found.append(None if seems in taken - SEVERAL else seems)
        taken |= {seems} if seems else set()
    return found
