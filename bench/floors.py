"""The floors: the least that the same work costs with these libraries on this machine, measured in the same run."""

import itertools
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from time import monotonic, perf_counter, sleep
from typing import Any

import orjson
import psycopg
from marshmallow import Schema, fields

from bench import tied
from bench.installation import Installation
from bench.line import Line, request
from bench.load import Outcome, closed_loop, percentile
from bench.meter import Meter
from bench.report import POSTGRESQL, Table, each_ms
from cli.dotenv import ROOT
from services.followups.schemas.follow_ups import FollowUpOut
from shared.ids import new_id
from shared.ports import free_port

BARE = "bare"
HOP = "one bare hop (Flask, urllib3)"
_CONNECTIONS = 8
_READY_WITHIN = 20.0
_BODY = orjson.dumps({"client_id": str(new_id()), "method": "call", "notes": "Pidió que le llamemos el lunes."})


def floors(installation: Installation, seconds: float) -> Table:
    """Flask with one insert; 50 rows through marshmallow, and straight to JSON."""
    table = Table("Floors", ("work", "per second", "p50 ms", "p99 ms", "CPU ms", "PostgreSQL CPU ms"))
    outcome, spent = _inserts(installation, seconds)
    times = (f"{percentile(outcome.took, part) * 1000:.1f}" for part in (0.5, 0.99))
    cpu = (each_ms(spent, group, outcome.answers) for group in (BARE, POSTGRESQL))
    table.rows.append([f"Flask + one insert, {_CONNECTIONS} connections", f"{outcome.rate:,.0f}", *times, *cpu])
    rows = [_follow_up() for _ in range(50)]
    for name, dump in (
        ("marshmallow dump of 50 follow-ups", _Dumped(many=True).dump),
        ("orjson of 50 follow-ups", orjson.dumps),
    ):
        took = _least(dump, rows)
        table.rows.append([name, f"{1 / took:,.0f}", f"{took * 1000:.2f}", "", f"{took * 1000:.2f}", ""])
    return table


def hops(connections: int, seconds: float) -> Iterator[tuple[str, Outcome, dict[str, float]]]:
    """A bare answer, and the same with a bare hop before it."""
    with ExitStack() as stack:
        port, pid = stack.enter_context(_served("create_answer"))
        yield _loaded("bare answer (Flask)", port, {BARE: pid}, connections, seconds)
        before, hop_pid = stack.enter_context(_served("create_hop", BARE_PORT=str(port)))
        name, outcome, spent = _loaded(HOP, before, {BARE: pid, "hop": hop_pid}, connections, seconds)
        yield name, outcome, {**spent, BARE: spent.get(BARE, 0.0) + spent.get("hop", 0.0)}


def _loaded(
    name: str, port: int, roots: dict[str, int | None], connections: int, seconds: float
) -> tuple[str, Outcome, dict[str, float]]:
    meter, asked = Meter(roots), request("GET", "/")
    outcome = closed_loop(
        f"http://127.0.0.1:{port}", connections, seconds, lambda _: itertools.repeat(asked), meter.start
    )
    return name, outcome, meter.stop()


def _inserts(installation: Installation, seconds: float) -> tuple[Outcome, dict[str, float]]:
    assert installation.database_url
    url = f"{installation.database_url}/postgres"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS bare_rows (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body jsonb)"
        )
    asked = request("POST", "/", [("Content-Type", "application/json")], _BODY)
    with _served("create_insert", BARE_DATABASE_URL=url) as (port, pid):
        meter = Meter({BARE: pid} | installation.server_pids)
        outcome = closed_loop(
            f"http://127.0.0.1:{port}", _CONNECTIONS, seconds, lambda _: itertools.repeat(asked), meter.start
        )
        return outcome, meter.stop()


@contextmanager
def _served(create: str, **variables: str) -> Iterator[tuple[int, int | None]]:
    """A bare application under gunicorn, set up like the web process of a service.

    :returns: its port and its first process
    """
    port = free_port()
    options = ["--worker-class", "gthread", "--workers", "1", "--threads", "8", "--keep-alive", "75"]
    options += ["--bind", f"127.0.0.1:{port}", "--log-level", "error", "--no-control-socket"]
    argv = tied.command(sys.executable, "-m", "gunicorn", *options, f"bench.bare:{create}()")
    env = {**os.environ, "PYTHONPATH": str(ROOT), **variables}
    process = subprocess.Popen(argv, env=env, stdin=subprocess.DEVNULL)
    try:
        _wait_until_it_listens(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


def _wait_until_it_listens(port: int) -> None:
    deadline = monotonic() + _READY_WITHIN
    while Line(f"http://127.0.0.1:{port}").ask(request("GET", "/"))[0] == 0:
        if monotonic() > deadline:
            raise TimeoutError("a bare application did not start")
        sleep(0.05)


class _Person(Schema):
    id = fields.UUID()
    name = fields.String()


class _Client(_Person):
    phone = fields.String()


# The schema as the service documents it, but one that dumps.
_Dumped = Schema.from_dict(
    {
        name: fields.Nested(_Client)
        if name == "client"
        else fields.Nested(_Person)
        if name == "assigned_to"
        else each
        for name, each in FollowUpOut().fields.items()
        if name not in {"postponements", "result", "claimed_by", "completed_by"}
    }
)


def _follow_up() -> dict[str, Any]:
    now = datetime.now(UTC)
    return {
        "id": new_id(), "client": {"id": new_id(), "name": "Carmen Ibáñez Soto", "phone": "+525548217390"},
        "interaction_id": new_id(), "sale_id": None, "method": "call", "last_interaction_at": now,
        "last_interaction_notes": "Preguntó por precios.", "notes": "Llamar para agendar.", "due_on": date.today(),  # noqa: DTZ011
        "due_time": None, "original_due_on": date.today(), "reminders": [],  # noqa: DTZ011
        "assigned_to": {"id": new_id(), "name": "Ana Ruiz"}, "claim_expires_at": None, "state": "today",
        "days_overdue": 0, "completed_at": None, "branch_id": new_id(), "created_at": now, "updated_at": now,
        "version": 1,
    }  # fmt: skip


def _least(work: Any, argument: Any) -> float:
    """Seconds of the quickest of many runs: what disturbs only makes it slower."""
    times = []
    for _ in range(50):
        began = perf_counter()
        work(argument)
        times.append(perf_counter() - began)
    return min(times)
