"""The tables on which docs/scaling.md rests, with little to do."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from bench.backlog import backlog
from bench.installation import Installation
from bench.memory import memory
from bench.replicas import replicas

pytestmark = [pytest.mark.servers, pytest.mark.skipif(sys.platform != "linux", reason="it reads /proc")]


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    with ExitStack() as stack:
        yield Installation(stack, 100)


def test_every_process_has_its_line(installation: Installation) -> None:
    names = {row[0] for row in memory(installation).rows}

    assert {"crm serve interactions", "crm work followups", "crm send notifications", "PostgreSQL"} <= names


def test_replicas_answer_what_they_are_asked(installation: Installation) -> None:
    rows = replicas(installation, 0.3, [2]).rows

    assert [row[1] for row in rows] == 3 * [2]
    assert {row[-1] for row in rows} == {0}


def test_each_event_of_a_backlog_becomes_a_follow_up(installation: Installation) -> None:
    table = backlog(installation, 600, [2])

    assert [row[0] for row in table.rows] == [2]
    assert not [note for note in table.notes if note.startswith("NOT right")]
