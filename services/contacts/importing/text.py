"""Tables as text: CSV in the encodings and with the separators that spreadsheets write."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import IO

from services.contacts.importing.refusals import LONGEST_ROW, BadFile, Numbered

_SEPARATORS = ",;\t|"
_BLOCK = 64 * 1024
_TRIED_ROWS = 20
_SAID = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def rows(file: IO[bytes]) -> Iterator[Numbered]:
    """The rows of a text file, each with its number; never more than one of them is held.

    :raises BadFile: a row is too long to be one
    """
    file.seek(0)
    text = io.TextIOWrapper(file, encoding_of(file), errors="replace", newline="")
    try:
        sample = text.read(_BLOCK)
        said = _SAID.match(sample)
        separator = said[1] if said else separator_of(sample)
        text.seek(0)
        lines = _Lines(text)
        if said:
            next(lines)
        yield from _records(lines, separator, 2 if said else 1)
    finally:
        with suppress(ValueError):  # the file was closed before
            text.detach()


def encoding_of(file: IO[bytes]) -> str:
    """UTF-16, else UTF-8 if all of it is, else the code page of Western Windows."""
    head = file.read(_BLOCK)
    utf_16 = utf_16_of(head[:4096])
    if utf_16 is None:
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while head:
                decoder.decode(head)
                head = file.read(_BLOCK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            utf_16 = "cp1252"
    file.seek(0)
    return utf_16 or "utf-8-sig"


def utf_16_of(head: bytes) -> str | None:
    """Which UTF-16 a text begins in, with its mark or without; None where it is none."""
    if head.startswith(_UTF_16):
        return "utf-16"
    # Of Latin letters every other byte is empty.
    zeros = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if half and zeros[1] > half * 0.7 and zeros[0] < half * 0.1:
        return "utf-16-le"
    return "utf-16-be" if half and zeros[0] > half * 0.7 and zeros[1] < half * 0.1 else None


def separator_of(sample: str) -> str:
    """The separator that cuts the first rows into the same number of columns most often."""

    def fit(separator: str) -> tuple[float, int]:
        reader = csv.reader(sample.splitlines(keepends=True), delimiter=separator, skipinitialspace=True)
        try:
            widths = [len(row) for row in islice(reader, _TRIED_ROWS) if row]
        except csv.Error:
            return 0.0, 0
        if not widths or max(widths) < 2:
            return 0.0, 0
        usual = max(set(widths), key=lambda width: (width > 1, widths.count(width)))
        return widths.count(usual) / len(widths), usual

    return max(_SEPARATORS, key=fit)


class _Lines:
    """The lines of a text, of which those of one row are never longer than a row may be."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self.taken = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._text.readline(LONGEST_ROW + 1 - self.taken)
        self.taken += len(line)
        if self.taken > LONGEST_ROW:
            raise BadFile("file-row-too-long")
        if not line:
            raise StopIteration
        return line


def _records(lines: _Lines, separator: str, first: int) -> Iterator[Numbered]:
    number = first
    try:
        for row in csv.reader(lines, delimiter=separator, skipinitialspace=separator != "\t"):
            yield number, row
            number += 1
            lines.taken = 0
    except csv.Error as error:
        raise BadFile("file-cell-too-long", number) from error
