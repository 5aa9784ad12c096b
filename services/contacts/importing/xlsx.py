"""The first sheet of an XLSX file, row by row.

Read by expat itself, and not by openpyxl: that builds a tree of every row and holds all strings, so a small
file with a million columns fills the memory of a machine, and it reads what a document type declares.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from decimal import Decimal, InvalidOperation
from typing import IO, Any
from xml.parsers import expat

from services.contacts.importing.refusals import LONGEST_CELL, MOST_COLUMNS, BadFile, Numbered
from services.contacts.importing.strings import Strings

MOST_UNPACKED = 512 * 1024 * 1024
# Sheets that repeat themselves a lot are packed to a fiftieth; nothing that people wrote to less than a hundredth.
_HIGHEST_RATIO = 150
_SMALL = 4 * 1024 * 1024
_LONGEST_DIRECTORY = 1024 * 1024
_LAST_ROW = 1_048_576
_BLOCK = 64 * 1024
_DAMAGE = (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, RuntimeError, LookupError, ValueError)
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x07"
_WORKBOOK, _RELATIONS, _STRINGS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"
_COLUMN = re.compile(r"[A-Z]{1,3}(?=\d)")
# Beyond so many digits a number is no phone, and to write it out could take all memory.
_MOST_DIGITS = 20


def check(file: IO[bytes]) -> None:
    """Look at the directory of the archive, and unpack nothing.

    :raises BadFile: it is no XLSX, or it would become too large
    """
    _check_directory_is_short(file)
    with _damage_told(), zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        if _WORKBOOK not in archive.namelist():
            raise BadFile("file-no-table")
        if sum(entry.file_size for entry in entries) > MOST_UNPACKED or any(map(_is_bomb, entries)):
            raise BadFile("file-too-packed")


def _check_directory_is_short(file: IO[bytes]) -> None:
    """The library reads the whole directory, and an entry of 50 bytes takes ten times as much."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _BLOCK - 22))
    tail = file.read()
    end = tail.rfind(_END)
    if end < 0 or len(tail) < end + 22 or _END_64 in tail[max(0, end - 20) : end]:
        raise BadFile("file-damaged")
    if int.from_bytes(tail[end + 12 : end + 16], "little") > _LONGEST_DIRECTORY:
        raise BadFile("file-too-packed")


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > _SMALL and entry.file_size > _HIGHEST_RATIO * entry.compress_size


def rows(file: IO[bytes]) -> Iterator[Numbered]:
    """The rows of the first sheet that hold something, each with its number.

    :raises BadFile: it is damaged, or larger than any table of people
    """
    check(file)
    with ExitStack() as stack:
        with _damage_told():
            archive = stack.enter_context(zipfile.ZipFile(file))
            strings = stack.enter_context(Strings())
            if _STRINGS in archive.namelist():
                _parse(archive, _STRINGS, _StringReader(strings))
            strings.finish()
            path = _path_of_sheet(archive)
        sheet = _SheetReader(strings)
        with _damage_told():
            for _ in _parsed(archive, path, sheet):
                yield from sheet.taken()


@contextmanager
def _damage_told() -> Iterator[None]:
    try:
        yield
    except (
        zipfile.BadZipFile,
        zlib.error,
        expat.ExpatError,
        EOFError,
        RuntimeError,
        LookupError,
        ValueError,
    ) as error:
        raise BadFile("file-damaged") from error


def _path_of_sheet(archive: zipfile.ZipFile) -> str:
    sheets = _Attributes("sheet")
    _parse(archive, _WORKBOOK, sheets)
    relations = _Attributes("Relationship")
    _parse(archive, _RELATIONS, relations)
    wanted = next(value for name, value in sheets.found[0].items() if name.rpartition(":")[2] == "id" and ":" in name)
    target = next(each["Target"] for each in relations.found if each["Id"] == wanted)
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


class _Reader:
    """What is done with the elements of a part."""

    def start(self, tag: str, attributes: dict[str, str]) -> None: ...

    def end(self, tag: str) -> None: ...

    def text(self, data: str) -> None: ...


def _parse(archive: zipfile.ZipFile, name: str, reader: _Reader) -> None:
    for _ in _parsed(archive, name, reader):
        pass


def _parsed(archive: zipfile.ZipFile, name: str, reader: _Reader) -> Iterator[None]:
    """Read a part, and stop after each block."""
    entry = archive.getinfo(name)
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise BadFile("file-damaged")
    parser = _parser(reader)
    with archive.open(entry) as part:
        while block := part.read(_BLOCK):
            parser.Parse(block, False)
            yield
        parser.Parse(b"", True)
        yield


def _parser(reader: _Reader) -> Any:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, attributes: reader.start(tag.rpartition(":")[2], attributes)
    parser.EndElementHandler = lambda tag: reader.end(tag.rpartition(":")[2])
    parser.CharacterDataHandler = reader.text
    # Without a document type there are no entities: neither such that grow nor such that name a file.
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_declared: object) -> None:
    raise BadFile("file-damaged")


class _Attributes(_Reader):
    """The attributes of all elements with a name."""

    def __init__(self, tag: str) -> None:
        self._tag = tag
        self.found: list[dict[str, str]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == self._tag and len(self.found) < MOST_COLUMNS:
            self.found.append(attributes)


class _Collecting(_Reader):
    """Collects the text of the elements in which it is wanted."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._wanted = False

    def text(self, data: str) -> None:
        if self._wanted:
            self._length += len(data)
            if self._length > LONGEST_CELL:
                raise BadFile("file-cell-too-long", self.place)
            self._pieces.append(data)

    @property
    def place(self) -> int:
        raise NotImplementedError

    def _collected(self) -> str:
        collected = "".join(self._pieces)
        self._pieces.clear()
        self._length = 0
        return collected


class _StringReader(_Collecting):
    """The strings that cells share; how Japanese ones are spoken is left out."""

    def __init__(self, strings: Strings) -> None:
        super().__init__()
        self._strings = strings
        self._spoken = False

    @property
    def place(self) -> int:
        return len(self._strings)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._spoken = self._spoken or tag == "rPh"
        self._wanted = tag == "t" and not self._spoken

    def end(self, tag: str) -> None:
        self._wanted = False
        if tag == "rPh":
            self._spoken = False
        elif tag == "si":
            self._strings.add(self._collected())


class _SheetReader(_Collecting):
    """Rows of cells. A formula counts as what it came to when the file was written."""

    def __init__(self, strings: Strings) -> None:
        super().__init__()
        self._strings = strings
        self._rows: list[Numbered] = []
        self._number = 0
        self._cells: list[str] = []
        self._column = -1
        self._type = ""

    @property
    def place(self) -> int:
        return self._number

    def taken(self) -> list[Numbered]:
        taken, self._rows = self._rows, []
        return taken

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "row":
            number = int(attributes.get("r", self._number + 1))
            if not self._number < number <= _LAST_ROW:
                raise BadFile("file-damaged")
            self._number, self._column, self._cells = number, -1, []
        elif tag == "c":
            self._column = _column_of(attributes.get("r", ""), self._column)
            self._type = attributes.get("t", "n")
        self._wanted = tag in {"v", "t"} and self._column >= 0

    def end(self, tag: str) -> None:
        self._wanted = False
        if tag == "c":
            self._end_cell(self._collected())
        elif tag == "row" and any(self._cells):
            self._rows.append((self._number, self._cells))

    def _end_cell(self, raw: str) -> None:
        value = self._value(raw)
        if not value:
            return
        if self._column >= MOST_COLUMNS:
            raise BadFile("file-too-many-columns", MOST_COLUMNS)
        self._cells += [""] * (self._column + 1 - len(self._cells))
        self._cells[self._column] = value

    def _value(self, raw: str) -> str:
        if self._type == "s":
            return self._strings[int(raw)] if raw else ""
        if self._type == "e":
            return ""
        return _written_out(raw) if self._type == "n" else raw


def _column_of(reference: str, before: int) -> int:
    letters = _COLUMN.match(reference)
    if letters is None:
        return before + 1
    number = 0
    for letter in letters[0]:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def _written_out(number: str) -> str:
    """A number with all its digits, as its cell shows it when it is wide enough: 5.5E9 is 5500000000."""
    try:
        value = Decimal(number)
    except InvalidOperation:
        return number
    if value.is_finite() and value.adjusted() < _MOST_DIGITS and value == value.to_integral_value():
        return str(int(value))
    return number
