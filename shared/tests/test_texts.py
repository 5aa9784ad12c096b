"""The catalogue of texts says the same in every language."""

from typing import Any

import pytest

from shared.texts import LANGUAGES, catalogue, field_message, needs


def keys(part: dict[str, Any], prefix: str = "") -> set[str]:
    found: set[str] = set()
    for name, value in part.items():
        found |= keys(value, f"{prefix}{name}.") if isinstance(value, dict) else {prefix + name}
    return found - {"library"}


@pytest.mark.requirement("G2")
def test_every_text_stands_in_every_language_with_the_same_values() -> None:
    spanish, english = (keys(catalogue(language)) for language in LANGUAGES)

    assert spanish == english
    assert [key for key in spanish if needs(key, "es") != needs(key, "en")] == []


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Missing data for required field.", "Falta este dato."),
        ("Must be one of: call, visit.", "Debe ser uno de estos: call, visit."),
        ("Length must be between 1 and 200.", "Debe tener entre 1 y 200 caracteres."),
        ("too-long|200", "Máximo 200 caracteres."),
        ("Nobody foresaw this.", "Nobody foresaw this."),
    ],
)
def test_what_is_wrong_with_a_field_is_told_in_spanish(said: str, meant: str) -> None:
    assert field_message(said, "es") == meant
