"""A full name in one cell, split into first and last names as people of Spanish-speaking countries bear them."""

from services.contacts.importing.meanings import WORDS
from shared.folding import fold

_PARTICLES, _GIVEN = set(WORDS["particles"]), set(WORDS["given_names"])


def split(full_name: str) -> tuple[str, str]:
    """First and last names. «Pérez, Juan» is turned round; of three words the second decides, of four the middle."""
    last, comma, first = full_name.partition(",")
    if comma and first.strip() and last.strip():
        return " ".join(first.split()), " ".join(last.split())
    units = _units(full_name.replace(",", " ").split())
    given = _given(units)
    return " ".join(units[:given]), " ".join(units[given:])


def _given(units: list[str]) -> int:
    """How many of them are first names."""
    if len(units) < 3:
        return 1
    if len(units) == 3:
        return 2 if fold(units[1].split()[-1]) in _GIVEN else 1
    return len(units) - 2


def _units(words: list[str]) -> list[str]:
    """Words, with their particles before them."""
    units: list[str] = []
    waiting: list[str] = []
    for word in words:
        waiting.append(word)
        if fold(word) not in _PARTICLES:
            units.append(" ".join(waiting))
            waiting = []
    if waiting:
        units = [*units[:-1], " ".join([*units[-1:], *waiting])]
    return _joined_by_and(units)


def _joined_by_and(units: list[str]) -> list[str]:
    """«Ortega y Gasset» is one last name."""
    joined: list[str] = []
    for unit in units:
        if joined and len(joined) > 1 and fold(unit).startswith(("y ", "e ", "i ")):
            joined[-1] += f" {unit}"
        else:
            joined.append(unit)
    return joined
