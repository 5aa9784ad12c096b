"""A file as a table: its headings, and the rows below them."""

import itertools
from collections.abc import Iterator, Mapping
from typing import IO

from services.contacts.importing import text, xlsx
from services.contacts.importing.headings import LOOKED_AT, guessed, meaning_of, unique
from services.contacts.importing.kinds import XLSX
from services.contacts.importing.refusals import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, BadFile, Numbered
from services.contacts.importing.repair import repaired


class Table:
    """The table in a file.

    :param kind: what the file is
    :param mapping: the fields of columns by their headings, where they are not to be guessed
    :ivar columns: the heading of each column, and the field that it is taken for
    :raises BadFile: it cannot be read, or has no column that we need
    """

    def __init__(self, file: IO[bytes], kind: str, mapping: Mapping[str, str | None]) -> None:
        rows = xlsx.rows(file) if kind == XLSX else text.rows(file)
        self._rows = _limited(rows)
        first = list(itertools.islice(self._rows, LOOKED_AT))
        if not first:
            raise BadFile("file-empty")
        place = next((i for i, (_, cells) in enumerate(first) if _are_headings(cells, mapping)), 0)
        headings = unique([repaired(cell) for cell in first[place][1]])
        fields = guessed(headings, mapping)
        _check(headings, fields, mapping)
        self.columns = list(zip(headings, fields, strict=True))
        self._rows = itertools.chain(first[place + 1 :], self._rows)

    def rows(self, after: int) -> Iterator[Numbered]:
        """The rows below the headings whose number is greater.

        :raises BadFile: the file is damaged there, or has too many rows
        """
        for count, (number, cells) in enumerate(self._rows):
            if count == MOST_ROWS:
                raise BadFile("file-too-many-rows", f"{MOST_ROWS:,}".replace(",", " "))
            if number > after:
                yield number, cells


def _are_headings(cells: list[str], mapping: Mapping[str, str | None]) -> bool:
    texts = [repaired(cell) for cell in cells]
    return any(text in mapping or meaning_of(text) for text in texts if text)


def _check(headings: list[str], fields: list[str | None], mapping: Mapping[str, str | None]) -> None:
    unknown = [heading for heading in mapping if heading not in headings]
    if unknown:
        raise BadFile("file-no-such-column", ", ".join(unknown)[:200])
    if not {"name", "first_name", "last_name", "phone", "email"}.intersection(fields):
        raise BadFile("file-no-known-column")


def _limited(rows: Iterator[Numbered]) -> Iterator[Numbered]:
    """Rows that hold something, in bounds."""
    for number, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
            raise BadFile("file-too-many-columns", MOST_COLUMNS)
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise BadFile("file-cell-too-long", number)
        yield number, cells[:MOST_COLUMNS]
