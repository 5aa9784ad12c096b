"""Text without case and accents: how names and notes are compared and found."""

import unicodedata


def fold(text: str) -> str:
    """Lower case, without accents, with single spaces: «  Muñoz  Ibáñez» is found as «munoz ibanez»."""
    plain = (each for each in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(each))
    return " ".join("".join(plain).split())


def digits(phone: str | None) -> str:
    return "".join(each for each in phone or "" if each.isdigit())


def contains(text: str) -> str:
    """A LIKE pattern for any place of a folded text; to be used with `escape="\\\\"`."""
    escaped = fold(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
