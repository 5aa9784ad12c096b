"""What a file is, by its content: names and media types are only what somebody says."""

import codecs
import re
from typing import IO

from services.contacts.importing import xlsx
from services.contacts.importing.refusals import BadFile
from services.contacts.importing.text import utf_16_of

CSV, XLSX = "csv", "xlsx"
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 4096
_NO_TABLE = re.compile(rb"\s*(%PDF-|\{\\rtf|<(!doctype|html|\?xml|head|body|table|script|svg))", re.IGNORECASE)


def kind_of(file: IO[bytes]) -> str:
    """CSV or XLSX.

    :raises BadFile: it is empty, or neither of them
    """
    file.seek(0)
    head = file.read(_HEAD)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise BadFile("file-empty")
    if head.startswith(_ZIP):
        xlsx.check(file)
        return XLSX
    if head.startswith(_OLD_EXCEL):
        raise BadFile("file-old-excel")
    if _is_binary(head) or _NO_TABLE.match(head.removeprefix(codecs.BOM_UTF8)):
        raise BadFile("file-no-table")
    return CSV


def _is_binary(head: bytes) -> bool:
    if utf_16_of(head):
        return False
    odd = sum(byte < 32 and byte not in b"\t\n\r\x0b\x0c\x1a\x1b" for byte in head)
    # One or two that slipped into a cell are told with their row.
    return odd > 2 and odd > len(head) // 100
