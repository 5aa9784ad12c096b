"""One number, written in the ways in which providers and people write it."""

import re

# Mexico's 1 and Argentina's 9 for mobiles, and the ninth digit of Brazil's, which providers leave out or put in.
_VARIANTS = (
    (re.compile(r"\+521(\d{10})"), r"+52\1"),
    (re.compile(r"\+549(\d{10})"), r"+54\1"),
    (re.compile(r"\+54(?!9)(\d{10})"), r"+549\1"),
    (re.compile(r"\+55(\d{2})([6-9]\d{7})"), r"+55\g<1>9\2"),
)


def forms_of(number: str) -> list[str]:
    """The forms in E.164 in which a number may be known, the usual one of clients first."""
    others = [pattern.sub(form, number) for pattern, form in _VARIANTS if pattern.fullmatch(number)]
    return [*others, number]


def e164(number: str) -> str:
    """A number as a provider gives it: with a channel before it, or without its plus."""
    digits = re.sub(r"\D", "", number)
    return f"+{digits}" if digits else ""
