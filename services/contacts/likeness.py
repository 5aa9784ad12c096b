"""How likely two names are those of one person."""

from collections.abc import Iterator, Sequence
from math import prod
from typing import NamedTuple

from rapidfuzz.distance import OSA

from services.contacts.names import Name, is_common, meanings, sound

# How much a word or a part of a name still says where it is not just the same.
_SAME_SOUND, _NICKNAME, _SLIP, _INITIAL = 0.97, 0.95, 0.88, 0.8
_LEFT_OUT, _FIRST_LEFT_OUT, _NOT_TOLD = 0.95, 0.86, 0.5
_SURNAMES_SWAPPED, _FIELDS_SWAPPED = 0.95, 0.96
# Before these others are often left out: «María Guadalupe» is «Guadalupe».
_OFTEN_LEFT_OUT = frozenset({"maria", "jose", "juan", "ana"})
# Shorter words are too easily another name.
_ONE_SLIP_FROM, _TWO_SLIPS_FROM = 4, 8


class Likeness(NamedTuple):
    """What comparing two names says.

    :ivar value: from 0 (nothing in common) to 1 (the same)
    :ivar words: how many words of them fit
    :ivar contrary: whether both tell what they should have in common, and it differs
    """

    value: float
    words: int
    contrary: bool


_DIFFERENT = Likeness(0.0, 0, contrary=True)


class _Fit(NamedTuple):
    """How the same part of two names fits. `lacks` is 1 or -1 where the first or the other leaves words out."""

    value: float
    words: int
    lacks: int


class _Reading(NamedTuple):
    """A way in which the words of a name can be meant. It is sure where it is what the fields say."""

    name: Name
    value: float
    sure: bool


def likeness(one: Name, other: Name) -> Likeness:
    """Compare two names, also where their fields were swapped, or filled with all of it."""
    if not one.family:
        one, other = other, one
    best, fields_told = _DIFFERENT, bool(one.family and other.family)
    for reading in _readings(one) if not one.family else [_Reading(one, 1.0, sure=True)]:
        for other_reading in _readings(other):
            found = _compared(reading, other_reading, fields_told=fields_told)
            best = max(best, found, key=lambda each: (each.value, not each.contrary))
            if best.value == 1.0:
                return best
    return best


def _readings(name: Name) -> Iterator[_Reading]:
    words = name.words
    yield _Reading(name, 1.0, sure=True)
    if name.family:
        yield _Reading(Name(name.family, name.given), _FIELDS_SWAPPED, sure=False)
    for i in range(1, len(words)):
        if not name.family:
            yield _Reading(Name(words[:i], words[i:]), 1.0, sure=False)
            yield _Reading(Name(words[i:], words[:i]), _FIELDS_SWAPPED, sure=False)
        elif i != len(name.given):
            yield _Reading(Name(words[:i], words[i:]), _FIELDS_SWAPPED, sure=False)


def _compared(one: _Reading, other: _Reading, *, fields_told: bool) -> Likeness:
    sure = one.sure and other.sure
    given = _fit(one.name.given, other.name.given, are_given=True, sure=sure)
    family = _fit(one.name.family, other.name.family, are_given=False, sure=sure)
    if given is None or family is None:
        return _DIFFERENT
    if not sure and (given.lacks * family.lacks < 0 or (fields_told and (given.lacks or family.lacks))):
        # Read so, a word that only one of them has could hide in another part.
        return _DIFFERENT
    value = given.value * family.value * one.value * other.value
    return Likeness(value, given.words + family.words, contrary=False)


def _fit(one: Sequence[str], other: Sequence[str], *, are_given: bool, sure: bool) -> _Fit | None:
    """Lay the words of a part of two names beside each other.

    :returns: None where they cannot be the same part: each has a word that the other has not
    """
    lacks = (len(one) < len(other)) - (len(one) > len(other))
    if lacks < 0:
        one, other = other, one
    if not one:
        return _Fit(_NOT_TOLD if other else 1.0, 0, lacks)
    if "".join(one) == "".join(other):
        return _Fit(1.0 if one == other else _SAME_SOUND, max(len(one), len(other)), 0)
    pairs = _pairs(one, other, are_given=are_given)
    in_order = [j for _, j, _ in pairs] == sorted(j for _, j, _ in pairs)
    # Surnames are swapped by mistake; «María José» is not «José María».
    if len(pairs) < len(one) or not (in_order or (sure and not are_given)):
        return None
    value = prod(alike for _, _, alike in pairs) * _for_what_is_left_out(pairs, other, are_given=are_given)
    value *= 1.0 if in_order else _SURNAMES_SWAPPED
    return _Fit(value, sum(alike > _INITIAL for _, _, alike in pairs), lacks)


def _pairs(one: Sequence[str], other: Sequence[str], *, are_given: bool) -> list[tuple[int, int, float]]:
    """The words that fit, each with its place in both and how well it fits, the best first taken."""
    fitting = [
        (i, j, alike)
        for i, mine in enumerate(one)
        for j, theirs in enumerate(other)
        if (alike := _alike(mine, theirs, are_given=are_given))
    ]
    taken: list[tuple[int, int, float]] = []
    for i, j, alike in sorted(fitting, key=lambda each: (-each[2], abs(each[0] - each[1]))):
        if all(i != a and j != b for a, b, _ in taken):
            taken.append((i, j, alike))
    return sorted(taken)


def _for_what_is_left_out(pairs: list[tuple[int, int, float]], whole: Sequence[str], *, are_given: bool) -> float:
    there = {j for _, j, _ in pairs}
    left_out = [j for j in range(len(whole)) if j not in there]
    value = _LEFT_OUT ** len(left_out)
    if 0 in left_out and not (are_given and whole[0] in _OFTEN_LEFT_OUT):
        value *= _FIRST_LEFT_OUT
    return value


def _alike(one: str, other: str, *, are_given: bool) -> float:
    if one == other:
        return 1.0
    if sound(one) == sound(other):
        return _SAME_SOUND
    if meanings(one) & meanings(other):
        return _NICKNAME
    if min(len(one), len(other)) == 1:
        return _INITIAL if one[0] == other[0] else 0.0
    return _SLIP if _is_slip(one, other, are_given=are_given) else 0.0


def _is_slip(one: str, other: str, *, are_given: bool) -> bool:
    """Whether one was meant and the other typed: a letter wrong, missing, too many, or two swapped."""
    shorter = min(len(one), len(other))
    if shorter < _ONE_SLIP_FROM or (is_common(one) and is_common(other)):
        return False
    if are_given and _differ_in_gender(one, other):
        return False
    return OSA.distance(one, other, score_cutoff=2) <= (2 if shorter >= _TWO_SLIPS_FROM else 1)


def _differ_in_gender(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) == len(longer):
        return shorter[:-1] == longer[:-1] and {shorter[-1], longer[-1]} <= set("aeo")
    return longer == f"{shorter}a"
