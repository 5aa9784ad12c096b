"""Phones as spreadsheets leave them: without zeros, with decimals, as powers of ten."""

import re
from decimal import Decimal, InvalidOperation

from services.contacts.phones import e164
from shared.problems import Invalid

_POWER = re.compile(r"(\d+)(?:[.,](\d+))?[eE]\+?(\d{1,2})")
_DECIMAL = re.compile(r"(\+?\d{6,})[.,]0+")
_SEVERAL = re.compile(r"\s*(?:[;/,|\n\r]|\s[oyóe]\s|\s(?:or|and)\s)\s*")
_LIST = re.compile(r"[\[\]\"]")
# What dialling put before the number and a spreadsheet has taken away, because it looked like nothing.
_LOST = ("", "0", "00", "+")
_MOST_PHONES = 10


class LostDigits(ValueError):
    """A number that was rounded to a power of ten: nobody can know it any more."""


def phones_of(cell: str, region: str) -> list[str]:
    """The phones in a cell, in E.164; the first is the one to call.

    :param region: of the branch (ISO 3166)
    :raises LostDigits: a spreadsheet has rounded it
    :raises shared.problems.Invalid: one of them is no possible number
    """
    try:
        return [_phone(cell, region)]
    except Invalid:
        parts = [part for part in _SEVERAL.split(_LIST.sub(" ", cell)) if part.strip()]
        if not 0 < len(parts) <= _MOST_PHONES or parts == [cell]:
            raise
        return list(dict.fromkeys(_phone(part, region) for part in parts))


def _phone(cell: str, region: str) -> str:
    written = _written_out(cell.strip())
    for lost in _LOST if written.isdecimal() else _LOST[:1]:
        try:
            return e164(lost + written, region)
        except Invalid:
            continue
    raise Invalid(phone="bad-phone")


def _written_out(cell: str) -> str:
    """A number with all its digits.

    :raises LostDigits: some of them are gone
    """
    decimal = _DECIMAL.fullmatch(cell)
    if decimal:
        return decimal[1]
    power = _POWER.fullmatch(cell)
    if power is None:
        return cell
    if len(power[2] or "") < int(power[3]):
        raise LostDigits(cell)
    try:
        return str(int(Decimal(cell.replace(",", "."))))
    except (InvalidOperation, ValueError) as error:
        raise LostDigits(cell) from error
