"""A report on paper: title, facts and one long table on pages of a PDF, whose heading is repeated on each."""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import reportlab
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import landscape, letter
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

# All measures are in points.
_WIDTH, _HEIGHT = landscape(letter)
_MARGIN, _FOOT = 36.0, 30.0
_TEXT, _TITLE, _LEADING = 8.0, 16.0, 10.5
_PADDING = 4.0
_INK, _SOFT, _RULE, _SHADE = HexColor("#1f2933"), HexColor("#52606d"), HexColor("#cbd2d9"), HexColor("#eef2f6")
REGULAR, BOLD = "Vera", "VeraBd"


@dataclass(frozen=True)
class Column:
    """A column of the table.

    :ivar share: of the width of the page, between 0 and 1
    """

    heading: str
    share: float
    right: bool = False


class _Numbered(Canvas):
    """A canvas that knows how many pages there are when it writes their numbers."""

    def __init__(self, file: io.BytesIO, numbering: str, **options: Any) -> None:
        super().__init__(file, **options)
        self._numbering = numbering
        self._kept: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - the library's name
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, page in enumerate(self._kept, 1):
            self.__dict__.update(page)
            self.setFont(REGULAR, _TEXT)
            self.setFillColor(_SOFT)
            self.drawRightString(
                _WIDTH - _MARGIN, _FOOT - 12, self._numbering.format(page=number, pages=len(self._kept))
            )
            super().showPage()
        super().save()


class Paper:
    """Pages that are written from top to bottom."""

    def __init__(self, title: str, *, numbering: str, foot: str, language: str) -> None:
        """:param numbering: such as «Página {page} de {pages}»"""
        _load_fonts()
        self._file = io.BytesIO()
        self._canvas = _Numbered(self._file, numbering, pagesize=(_WIDTH, _HEIGHT), lang=language)
        self._canvas.setTitle(title)
        self._foot = foot
        self._y = _HEIGHT - _MARGIN
        self._begin()
        self._line(title, BOLD, _TITLE, _INK)
        self._y -= 4

    def facts(self, lines: Iterable[str]) -> None:
        """Lines below the title."""
        for text in lines:
            for line in wrapped(text, REGULAR, _TEXT, _WIDTH - 2 * _MARGIN):
                self._line(line, REGULAR, _TEXT, _SOFT)

    def table(self, columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> None:
        """A table over as many pages as it needs; its heading stands on each. A row must fit on a page."""
        table = _Table(columns)
        self._y -= 10
        self._heading(table)
        for row in rows:
            lines = list(table.lines(row))
            if len(lines) * _LEADING > self._room():
                self._next_page(table)
            self._row(table, lines)

    def finished(self) -> bytes:
        """The whole file."""
        self._canvas.showPage()
        self._canvas.save()
        return self._file.getvalue()

    # --- how ---------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        self._y = _HEIGHT - _MARGIN
        self._canvas.setFont(REGULAR, _TEXT)
        self._canvas.setFillColor(_SOFT)
        self._canvas.drawString(_MARGIN, _FOOT - 12, self._foot)

    def _next_page(self, table: "_Table") -> None:
        self._canvas.showPage()
        self._begin()
        self._heading(table)

    def _room(self) -> float:
        return self._y - _FOOT - 2 * _PADDING

    def _line(self, text: str, font: str, size: float, color: Any) -> None:
        self._y -= size * 1.35
        self._canvas.setFont(font, size)
        self._canvas.setFillColor(color)
        self._canvas.drawString(_MARGIN, self._y, text)

    def _heading(self, table: "_Table") -> None:
        height = _LEADING + 2 * _PADDING
        self._canvas.setFillColor(_SHADE)
        self._canvas.rect(_MARGIN, self._y - height, _WIDTH - 2 * _MARGIN, height, stroke=0, fill=1)
        self._cells(table, [column.heading for column in table.columns], BOLD, self._y - _PADDING)
        self._y -= height

    def _row(self, table: "_Table", lines: Sequence[Sequence[str]]) -> None:
        self._y -= _PADDING
        for cells in lines:
            self._cells(table, cells, REGULAR, self._y)
            self._y -= _LEADING
        self._y -= _PADDING
        self._canvas.setStrokeColor(_RULE)
        self._canvas.setLineWidth(0.5)
        self._canvas.line(_MARGIN, self._y, _WIDTH - _MARGIN, self._y)

    def _cells(self, table: "_Table", cells: Sequence[str], font: str, top: float) -> None:
        self._canvas.setFont(font, _TEXT)
        self._canvas.setFillColor(_INK)
        for column, left, width, text in zip(table.columns, table.lefts, table.widths, cells, strict=True):
            if column.right:
                self._canvas.drawRightString(left + width - _PADDING, top - _TEXT, text)
            elif text:
                self._canvas.drawString(left + _PADDING, top - _TEXT, text)


class _Table:
    """Where the columns stand, and how rows become lines."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = columns
        self.widths = [column.share * (_WIDTH - 2 * _MARGIN) for column in columns]
        self.lefts = [_MARGIN + sum(self.widths[:i]) for i in range(len(columns))]

    def lines(self, row: Sequence[str]) -> Iterator[list[str]]:
        """The cells of each line that a row takes."""
        cells = [
            wrapped(text, REGULAR, _TEXT, width - 2 * _PADDING) for text, width in zip(row, self.widths, strict=True)
        ]
        for i in range(max(map(len, cells), default=0)):
            yield [cell[i] if i < len(cell) else "" for cell in cells]


def wrapped(text: str, font: str, size: float, width: float) -> list[str]:
    """The lines that a text takes, broken between words, and inside those that are wider than a line."""
    lines: list[str] = []
    for paragraph in _printable(text).split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}" if line else word
            if pdfmetrics.stringWidth(longer, font, size) <= width:
                line = longer
                continue
            if line:
                lines.append(line)
            *full, line = _cut(word, font, size, width)
            lines += full
        lines.append(line)
    return lines


def _cut(word: str, font: str, size: float, width: float) -> list[str]:
    parts, part = [], ""
    for each in word:
        if part and pdfmetrics.stringWidth(part + each, font, size) > width:
            parts.append(part)
            part = ""
        part += each
    return [*parts, part]


def _printable(text: str) -> str:
    return "".join(each if each >= " " or each == "\n" else " " for each in text)


@cache
def _load_fonts() -> None:
    """The library's own fonts, which know all letters of our languages; they are embedded in the file."""
    folder = Path(reportlab.__file__).parent / "fonts"
    for name in (REGULAR, BOLD):
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))
