"""Many events that nobody took for a while, and one, two and four workers who take them then."""

from collections.abc import Sequence
from itertools import chain, islice, repeat

import psycopg

from bench.installation import Installation
from bench.pipeline import Backlog
from bench.report import Table

WORKERS = (1, 2, 4)
_COLUMNS = (
    "workers", "events/s", "seconds", "beside one", "CPU ms/event: workers", "PostgreSQL", "RabbitMQ",
    "others on the machine",
)  # fmt: skip


def backlog(installation: Installation, events: int, numbers: Sequence[int] = WORKERS) -> Table:
    """Interactions, each with a day to be contacted again, of which followups has not heard."""
    installation.stop_product()
    waiting = Backlog(installation)
    table = Table(f"Backlog: {events:,} InteractionCreated in the queue of followups", _COLUMNS)
    table.notes = [
        "each becomes a follow-up, and an event of its own that is relayed",
        "the broker lets one consumer of a queue be active, and one worker relays: the others stand by",
    ]
    first = 0.0
    for workers in numbers:
        before = _follow_ups(installation)
        some = list(islice(chain.from_iterable(waiting.interactions() for _ in repeat(None)), events))
        rate, cells = waiting.take(some, workers)
        first = first or rate
        table.rows.append([workers, f"{rate:,.0f}", f"{events / rate:.1f}", f"{rate / first:.2f} x", *cells])
        made = _follow_ups(installation) - before
        if made != events:
            table.notes.append(f"NOT right: {made:,} follow-ups of {events:,} events with {workers} workers")
    return table


def _follow_ups(installation: Installation) -> int:
    with psycopg.connect(f"{installation.database_url}/crm_followups") as connection:
        row = connection.execute("SELECT count(*) FROM follow_ups").fetchone()
    return int(row[0]) if row else 0
