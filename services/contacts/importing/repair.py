"""Text from cells, with what spreadsheets and wrong encodings have done to it put right."""

import re
import unicodedata

# UTF-8 read as Windows-1252: the first byte of each letter shows as one of these.
_BROKEN = re.compile("[\u00c2-\u00f4]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_SPACES = re.compile("[\u00a0\u2007\u202f]")
# Our own exports put a quote before what a spreadsheet would take for a formula.
_QUOTED = re.compile("'+[=+\\-@\t\x00-\x08\x0b-\x1f\ufffe\uffff]")
_READ_BY_WINDOWS = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256)}
_BYTES = {character: byte for byte, character in _READ_BY_WINDOWS.items()}
_TWICE = 2


def repaired(cell: str) -> str:
    """The text of a cell, put right and without the quote of our exports."""
    return put_right(cell.removeprefix("'") if _QUOTED.match(cell) else cell)


def put_right(text: str) -> str:
    """Text with its accents as they were meant, composed and trimmed, and with one kind of line end."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = unicodedata.normalize("NFC", _SPACES.sub(" ", _INVISIBLE.sub("", accents_repaired(text))))
    return text.strip()


def accents_repaired(text: str) -> str:
    """«JosÃ©» is «José». Text that is none such stays as it is."""
    for _ in range(_TWICE):
        if not _BROKEN.search(text):
            break
        try:
            text = bytes(_BYTES[character] for character in text).decode("utf-8")
        except (KeyError, UnicodeDecodeError):
            break
    return text


def is_unreadable(text: str) -> bool:
    """Whether characters were lost before the file came to us, or cannot be kept."""
    return "\ufffd" in text or "\x00" in text
