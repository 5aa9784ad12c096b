"""Which passwords may be chosen, and how they are recognised."""

import statistics
import time
from pathlib import Path

import pytest

from services.identity import passwords

LIST = Path(passwords.__file__).with_name("common_passwords.txt")


@pytest.mark.parametrize(
    "password",
    [
        "cielo verde 7", "a" * 7 + "ñ", "☂" * 8, " " * 7 + "x", "p" * 63 + "q", "x y" * 42 + "zz",
        "solo minúsculas", "SOLO MAYÚSCULAS", "84629175", "ünïcödé ✓",
    ],
)  # fmt: skip
def test_a_password_needs_no_special_characters(password: str) -> None:
    assert passwords.what_is_wrong(password) is None


@pytest.mark.parametrize(
    ("password", "wrong"),
    [
        ("", "password-too-short|8"),
        ("☂" * 7, "password-too-short|8"),
        ("x" * 129, "too-long|128"),
        ("password", "password-common"),
        ("PassWord1", "password-common"),
        ("contraseña", "password-common"),
        ("12345678", "password-common"),
        ("qwertyuiop", "password-common"),
        ("tequieromucho", "password-common"),
        ("iloveyou", "password-common"),
        ("11111111", "password-common"),
    ],
)
def test_short_long_and_common_ones_are_refused(password: str, wrong: str) -> None:
    assert passwords.what_is_wrong(password) == wrong


def test_the_list_holds_thousands_each_once_as_it_is_compared() -> None:
    common = LIST.read_text(encoding="utf-8").splitlines()

    assert len(common) >= 3000
    assert common == sorted(set(common))
    assert all(len(each) >= passwords.SHORTEST and each == each.casefold() for each in common)


def test_it_is_kept_as_argon2id_with_the_parameters_of_owasp() -> None:
    kept = passwords.hashed("cielo verde 7")

    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert not passwords.is_weak(kept)
    assert passwords.matches(kept, "cielo verde 7")
    assert not passwords.matches(kept, "cielo verde 7 ")
    assert not passwords.matches("not a hash", "cielo verde 7")


def test_nobody_has_a_password() -> None:
    assert not passwords.matches(None, "cielo verde 7")


def test_nobodys_takes_as_long_as_somebodys() -> None:
    kept = passwords.hashed("cielo verde 7")

    def took(whose: str | None) -> float:
        began = time.process_time()
        passwords.matches(whose, "otra cosa")
        return time.process_time() - began

    pairs = [(took(None), took(kept)) for _ in range(15)]
    nobodys, somebodys = (statistics.median(each) for each in zip(*pairs, strict=True))

    assert 0.5 < nobodys / somebodys < 2
