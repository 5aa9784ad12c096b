"""Phone numbers as people write them, brought to the one form in which a number is stored: E.164."""

import re

import phonenumbers

from shared.problems import Invalid

# How people write numbers that the numbering plan writes otherwise: country code -> (national number, its form).
_HABITS: dict[int, tuple[tuple[str, str], ...]] = {
    # Mexico: `1` after the country code, 044 and 045 for mobiles and 01 for the rest ended in 2019.
    52: ((r"(?:1|01|044|045)(\d{10})", r"\1"),),
    # Argentina: a mobile has a 9 before the area from abroad, a 15 after it at home, and some write both.
    54: (
        (r"[09]{0,3}(?=\d{12}$)(11|[23]\d{2,3})15(\d{6,8})", r"9\1\2"),
        (r"(?:09|90|090)(\d{10})", r"9\1"),
        (r"0(\d{10})", r"\1"),
    ),
    # Brazil: since 2016 every mobile has nine digits, the first a 9; fixed lines keep eight, from 2 to 5.
    55: ((r"0?([1-9][1-9])([6-9]\d{7})", r"\g<1>9\2"), (r"0(\d{10,11})", r"\1")),
    # Chile: 09 before mobiles ended in 2016.
    56: ((r"0(\d{9})", r"\1"),),
    # Colombia: since 2021 a fixed line has 60 before the digit of its area.
    57: ((r"0?([1245678]\d{7})", r"60\1"),),
    # Peru and Spain: the zero before the area, kept by habit.
    51: ((r"0(\d{8,9})", r"\1"),),
    34: ((r"0(\d{9})", r"\1"),),
}
_ABROAD = re.compile(r"^[^\d+]*00(?=\s*[1-9])")
_ARGENTINE_MOBILE = re.compile(r"\+549(\d{10})")


def e164(given: str, region: str) -> str:
    """The number in E.164, read as somebody in the region (ISO 3166) would dial it.

    :raises Invalid: of the field `phone`: no number of that length exists
    """
    # 00 is written for + everywhere, also where one dials something else.
    for reading in (_ABROAD.sub("+", given), given):
        number = _possible(reading, region)
        if number:
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    raise Invalid(phone="bad-phone")


def same_for_all(phone: str) -> str:
    """What the variants of one number in E.164 have in common; two numbers are one if it is equal.

    An Argentine mobile is often given without its 9, and then looks like a fixed line.
    """
    return _ARGENTINE_MOBILE.sub(r"+54\1", phone)


def _possible(given: str, region: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = _in_plan(phonenumbers.parse(given, region))
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None


def _in_plan(number: phonenumbers.PhoneNumber) -> phonenumbers.PhoneNumber:
    national = phonenumbers.national_significant_number(number)
    for habit, form in _HABITS.get(number.country_code or 0, ()):
        if re.fullmatch(habit, national):
            rewritten = re.sub(habit, form, national)
            return phonenumbers.PhoneNumber(number.country_code, int(rewritten))
    return number
