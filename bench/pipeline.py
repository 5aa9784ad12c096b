"""A backlog of events: how fast the worker of followups takes it, beside two bare consumers of the same events."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain
from time import monotonic, sleep
from typing import Any
from uuid import UUID

import psycopg

from bench import tied
from bench.bare_consumer import BY_ONE, BY_ROWS, QUEUE, TABLES
from bench.installation import Installation
from bench.meter import Meter
from bench.report import POSTGRESQL, RABBITMQ, Table, each_ms, share
from services.contacts.models.clients import Client
from services.interactions.models import Interaction
from shared.bus.broker import Publisher, connected
from shared.bus.topology import queue_of
from shared.events import CONTENT_TYPE, Trace, seal
from shared.ids import new_id

BACKLOG = 5_000
# Seconds for any number of events, and how many there are a second even on a busy machine.
DONE_WITHIN, SLOWEST = 180.0, 100
_AT_ONCE = 500
_CONSUMER = "consumer"
_MAIN_GOAL, _NEXT_GOAL = 0.7, 0.5
_COLUMNS = (
    "consumer", "events/s", f"beside {BY_ONE}", f"beside {BY_ROWS}", "CPU ms/event: consumer", "PostgreSQL",
    "RabbitMQ", "others on the machine",
)  # fmt: skip

Told = tuple[float, Sequence[str]]


def pipeline(installation: Installation) -> Table:
    """Events that waited while nobody took them."""
    installation.stop_product()
    backlog = Backlog(installation)
    table = Table(f"Event pipeline: a backlog of {BACKLOG:,}, {installation.loader.loaded:,} contacts", _COLUMNS)
    table.notes = [
        f"goal: {_MAIN_GOAL:.0%} of {BY_ONE}, then {_NEXT_GOAL:.0%} of {BY_ROWS}",
        "these two were written for this, and have the same servers, queue type, events and batches of 50",
        "the worker of followups also makes the follow-ups and relays the event that each one causes",
    ]
    bare = {mode: backlog.take_bare(mode, backlog.clients(2)) for mode in (BY_ONE, BY_ROWS)}
    for mode, (rate, cells) in bare.items():
        table.rows.append([mode, f"{rate:,.0f}", "", "", *cells])
    mixed = chain.from_iterable(zip(backlog.clients(3), backlog.interactions(), strict=True))
    for name, events in {
        "ClientUpdated": backlog.clients(2),
        "InteractionCreated": backlog.interactions(),
        "both, one after the other": list(mixed)[:BACKLOG],
    }.items():
        rate, cells = backlog.take(events)
        beside = (f"{rate / bare[mode][0]:.0%}" for mode in (BY_ONE, BY_ROWS))
        table.rows.append([f"followups: {name}", f"{rate:,.0f}", *beside, *cells])
    return table


class Backlog:
    """Events of the contacts that are there, and those who take them."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        assert installation.database_url
        self._database_url, self._at = installation.database_url, datetime.now(UTC)
        contacts, interactions = (installation.loader.engines[name] for name in ("contacts", "interactions"))
        with contacts.connect() as connection:
            rows = connection.execute(Client.rows().order_by(Client.id).limit(BACKLOG)).all()
        self._clients = [Client.shown(row, self._at) for row in rows]
        with interactions.connect() as connection:
            rows = connection.execute(Interaction.rows().order_by(Interaction.id).limit(BACKLOG)).all()
        self._interactions = [Interaction.shown(row, self._at) for row in rows]

    def clients(self, version: int) -> list[bytes]:
        """The clients, changed."""
        return [_sealed("ClientUpdated", each | {"version": version}, self._at) for each in self._clients]

    def interactions(self) -> list[bytes]:
        """The interactions as if they had been registered again, each with a follow-up date."""
        day = (self._at + timedelta(days=3)).date()
        return [
            _sealed("InteractionCreated", self._again(each, day.isoformat()), self._at) for each in self._interactions
        ]

    def _again(self, shown: dict[str, Any], day: str) -> dict[str, Any]:
        step = {"version": 1, "on": day, "by": shown["author"], "at": self._at}
        return shown | {"id": new_id(), "follow_up_on": day, "follow_up_days": [step]}

    def take(self, events: Sequence[bytes], workers: int = 1) -> Told:
        """Let workers of followups take events that wait."""
        self._publish(queue_of("followups"), events)
        argv = [sys.executable, "-m", "cli", "work", "followups"]
        told = self._timed(argv, f"{self._database_url}/crm_followups", "inbox", len(events), workers)
        with psycopg.connect(f"{self._database_url}/crm_followups", autocommit=True) as database:
            database.execute("VACUUM ANALYZE")
        return told

    def take_bare(self, mode: str, events: Sequence[bytes]) -> Told:
        """Let a bare consumer take events that wait."""
        assert self._installation.amqp_url
        url = f"{self._database_url}/postgres"
        with psycopg.connect(url, autocommit=True) as database:
            database.execute(TABLES)
        with connected(self._installation.amqp_url) as connection:
            arguments = {"x-queue-type": "quorum", "x-single-active-consumer": True}
            connection.channel().queue_declare(QUEUE, durable=True, auto_delete=False, arguments=arguments)
        self._publish(QUEUE, events)
        argv = [sys.executable, "-m", "bench.bare_consumer", self._installation.amqp_url, url, mode]
        return self._timed(argv, url, "bare_inbox", len(events))

    def _publish(self, queue: str, events: Sequence[bytes]) -> None:
        assert self._installation.amqp_url
        with connected(self._installation.amqp_url) as connection:
            publisher = Publisher(connection)
            for start in range(0, len(events), _AT_ONCE):
                for body in events[start : start + _AT_ONCE]:
                    publisher.publish(queue, body, headers={}, content_type=CONTENT_TYPE)
                publisher.settle()

    def _timed(self, argv: Sequence[str], url: str, inbox: str, count: int, workers: int = 1) -> Told:
        """Start consumers; from the first transaction to the last, by what they note themselves."""
        since, environment = datetime.now(UTC), self._installation.environment
        processes = [
            subprocess.Popen(tied.command(*argv), env=environment, stderr=subprocess.DEVNULL) for _ in range(workers)
        ]
        consumers = {f"{_CONSUMER} {number}": each.pid for number, each in enumerate(processes)}
        meter = Meter(consumers | self._installation.server_pids)
        try:
            with psycopg.connect(url, autocommit=True) as database:
                _wait_for(database, inbox, since, 1)
                meter.start()
                _wait_for(database, inbox, since, count)
                spent = meter.stop()
                rate, seconds = _rate(database, inbox, since)
        finally:
            for process in processes:
                process.terminate()
                process.wait()
        taken = {_CONSUMER: sum(spent[name] for name in consumers)} if spent else {}
        return rate, _cells({**spent, **taken}, count, seconds)


def _wait_for(database: psycopg.Connection[Any], inbox: str, since: datetime, count: int) -> None:
    within = DONE_WITHIN + count / SLOWEST
    deadline = monotonic() + within
    asked = f"SELECT count(*) FROM {inbox} WHERE received_at >= %s"
    while (row := database.execute(asked.encode(), (since,)).fetchone()) and row[0] < count:
        if monotonic() > deadline:
            raise TimeoutError(f"{row[0]} of {count} events were taken within {within:g} s")
        sleep(0.05)


def _rate(database: psycopg.Connection[Any], inbox: str, since: datetime) -> tuple[float, float]:
    """Events a second, and seconds, from the beginning of the first transaction to that of the last."""
    asked = f"SELECT received_at, count(*) FROM {inbox} WHERE received_at >= %s GROUP BY 1 ORDER BY 1"
    batches = database.execute(asked.encode(), (since,)).fetchall()
    seconds = (batches[-1][0] - batches[0][0]).total_seconds()
    return sum(count for _, count in batches[:-1]) / seconds, seconds


def _cells(spent: Mapping[str, float], count: int, seconds: float) -> Sequence[str]:
    return [*(each_ms(spent, group, count) for group in (_CONSUMER, POSTGRESQL, RABBITMQ)), share(spent, seconds)]


def _sealed(kind: str, data: dict[str, Any], at: datetime) -> bytes:
    trace = Trace(str(new_id()), f"00-{new_id().hex}-00f067aa0ba902b7-01")
    return seal(kind, UUID(str(data["id"])), data["version"], data, at, trace, announced=False)[1]
