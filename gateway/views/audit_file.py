"""The audit trail of the whole house as one file: the services' own files, merged while they are read."""

import codecs
import csv
import heapq
from collections.abc import Iterable, Iterator
from datetime import datetime

from flask import Response

from gateway.composing import Call, Composer
from gateway.exchange import Answer
from shared.listing import as_file
from shared.problems import Unavailable

# Of an entry whom nobody is behind a service has one empty cell, of others two: here they are always two.
COLUMNS = (
    "id", "at", "service", "actor.id", "actor.name", "action", "record.type", "record.id", "record_version",
    "branch_id", "address", "request_id", "sealed",
)  # fmt: skip

Cells = dict[str, str]


def audit_file(composer: Composer, calls: dict[str, Call], kind: str) -> Response:
    """The whole trail, newest first. Each service keeps in its own that its part was taken.

    :param calls: what asks each service for its trail as CSV
    :param kind: `csv` or `xlsx`
    :raises Unavailable: a service did not answer: nobody could see in the file that its part is missing
    """
    answers = composer.open(calls)
    parts = [_cells(name, answer) for name, answer in answers.items()]
    merged = heapq.merge(*parts, key=_place, reverse=True)
    response = as_file(_rows(merged), kind)
    for answer in answers.values():
        response.call_on_close(answer.close)
    return response


def _rows(entries: Iterable[Cells]) -> Iterator[list[str]]:
    yield list(COLUMNS)
    for cells in entries:
        yield [cells.get(name) or "" for name in COLUMNS]


def _place(cells: Cells) -> tuple[datetime, str]:
    return datetime.fromisoformat(cells["at"]), cells["id"]


def _cells(service: str, answer: Answer) -> Iterator[Cells]:
    try:
        yield from csv.DictReader(_lines(answer.body))
    except OSError as error:
        raise Unavailable(service) from error  # it went away in the middle of its answer


def _lines(body: bytes | Iterable[bytes]) -> Iterator[str]:
    blocks = [body] if isinstance(body, bytes) else body
    rest = ""
    for text in codecs.iterdecode(blocks, "utf-8-sig"):
        *lines, rest = (rest + text).split("\n")
        yield from (f"{line}\n" for line in lines)
    if rest:
        yield rest
