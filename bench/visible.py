"""From the 201 of an interaction to its follow-up standing in the database of followups."""

import sqlite3
import threading
from collections.abc import Callable, Collection, Iterator
from time import perf_counter, sleep
from uuid import UUID

import orjson
import psycopg

from bench.asking import Asker
from bench.installation import Installation
from bench.load import open_loop, percentile
from bench.report import POSTGRESQL, PRODUCT, RABBITMQ, Table, each_ms, share

COLUMNS = (
    "rate", "registered", "201 p50 ms", "201 p99 ms", "visible p50 ms", "visible p99 ms", "slowest ms",
    "CPU ms each: product", "PostgreSQL", "RabbitMQ", "others on the machine",
)  # fmt: skip
# Seconds between two looks, and so the error of a figure.
LOOK_EVERY = 0.001
LOST_AFTER = 20.0

Look = Callable[[Collection[str]], set[str]]


def visible(installation: Installation, seconds: float, rate: float, goal_ms: float) -> Table:
    """So many interactions a second, whether or not the last ones are through."""
    url = installation.product.url
    asker = Asker(url)
    seconds = max(10.0, 2 * seconds)
    watch = Watch(installation)
    meter = installation.meter()
    watch.start()
    meter.start()
    outcome = open_loop(url, rate, seconds, asker.registrations(0), watch.registered)
    unseen = watch.finish()
    spent = meter.stop()
    table = Table("From 201 to the follow-up, open loop", COLUMNS, notes=[f"goal: p99 at most {goal_ms:g} ms"])
    times = [percentile(outcome.took, part) for part in (0.5, 0.99)]
    times += [*(percentile(watch.took, part) for part in (0.5, 0.99)), max(watch.took, default=float("nan"))]
    cpu = [each_ms(spent, group, outcome.answers) for group in (PRODUCT, POSTGRESQL, RABBITMQ)]
    figures = [f"{time * 1000:.1f}" for time in times]
    table.rows.append([f"{rate:g}/s", len(outcome.took), *figures, *cpu, share(spent, outcome.seconds)])
    refused = outcome.refused.total()
    if unseen or refused:
        table.notes.append(f"NOT right: {unseen} follow-ups were not seen within {LOST_AFTER:g} s, {refused} refused")
    return table


class Watch:
    """Looks again and again which of the registered interactions have their follow-up.

    :ivar took: seconds from the answer to the follow-up, of those that were seen
    """

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._waiting: dict[str, float] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self.took: list[float] = []

    def start(self) -> None:
        self._thread.start()

    def registered(self, status: int, body: bytes) -> None:
        if status == 201:
            self._waiting[orjson.loads(body)["id"]] = perf_counter()

    def finish(self) -> int:
        """Wait for the last ones.

        :returns: how many never came
        """
        deadline = perf_counter() + LOST_AFTER
        while self._waiting and perf_counter() < deadline:
            sleep(0.01)
        self._ended.set()
        self._thread.join()
        return len(self._waiting)

    def _run(self) -> None:
        for look in _looking(self._installation):
            found = look(list(self._waiting))
            now = perf_counter()
            self.took += [max(0.0, now - self._waiting.pop(id)) for id in found]
            if self._ended.wait(LOOK_EVERY):
                return


def _looking(installation: Installation) -> Iterator[Look]:
    """The same way to look, for ever; its connection lives as long."""
    if installation.database_url:
        with psycopg.connect(f"{installation.database_url}/crm_followups", autocommit=True) as server:
            asked = "SELECT interaction_id FROM follow_ups WHERE interaction_id = ANY(%s)"
            while True:
                yield (
                    lambda ids: (
                        {str(id) for (id,) in server.execute(asked, (list(map(UUID, ids)),))} if ids else set()
                    )
                )
    file = sqlite3.connect(f"file:{installation.data}/followups.sqlite3?mode=ro", uri=True)
    try:
        while True:
            yield lambda ids: _in_file(file, ids)
    finally:
        file.close()


def _in_file(file: sqlite3.Connection, ids: Collection[str]) -> set[str]:
    marks = ",".join("?" * len(ids))
    asked = f"SELECT interaction_id FROM follow_ups WHERE interaction_id IN ({marks})"
    return {str(UUID(id)) for (id,) in file.execute(asked, [UUID(id).hex for id in ids])} if ids else set()
