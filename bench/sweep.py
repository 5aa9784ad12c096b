"""The due-date sweep, beside one statement of the database that does no more than it must."""

from datetime import UTC, datetime, timedelta
from time import perf_counter

import psycopg
import sqlalchemy as sa

from bench.installation import Installation
from bench.meter import LOAD, Meter
from bench.report import POSTGRESQL, Table, each_ms, share
from cli.apps import create_app
from services.followups.sweep import announce_overdue

_LATER = timedelta(days=60)  # by then every open follow-up is overdue
_OUTBOX = """
DROP TABLE IF EXISTS bare_outbox;
CREATE TABLE bare_outbox (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id uuid NOT NULL, type text NOT NULL, body jsonb NOT NULL
);
"""
_BARE = """
WITH late AS (
    UPDATE follow_ups SET armed = false WHERE armed AND due_on < %s
    RETURNING id, version, client_id, branch_id, due_on, assigned_to_id, notes
)
INSERT INTO bare_outbox (event_id, type, body) SELECT gen_random_uuid(), 'FollowUpOverdue', to_jsonb(late) FROM late
"""
_GOAL = 0.3


def sweep(installation: Installation, contacts: int) -> Table:
    """Every open follow-up that was not announced yet falls due at once."""
    installation.stop_product()
    installation.loader.load_up_to(contacts)
    later = datetime.now(UTC) + _LATER
    table = Table(
        f"Sweep, {installation.loader.loaded:,} contacts",
        ("way", "follow-ups", "seconds", "follow-ups/s", "CPU ms each: sweep", "PostgreSQL", "others on the machine"),
        notes=[f"goal: at least {_GOAL:.0%} of the one statement"],
    )
    rates = []
    for name, run in (("one UPDATE … RETURNING + INSERT … SELECT", _bare), ("sweep", _sweep)):
        meter = Meter(installation.server_pids)
        meter.start()
        began = perf_counter()
        count = run(installation, later)
        seconds = perf_counter() - began
        spent = meter.stop()
        rates.append(count / seconds)
        cpu = (each_ms(spent, group, count) for group in (LOAD, POSTGRESQL))
        table.rows.append([name, f"{count:,}", f"{seconds:.2f}", f"{rates[-1]:,.0f}", *cpu, share(spent, seconds)])
    table.notes.append(f"the sweep reaches {rates[1] / rates[0]:.0%} of it")
    return table


def _bare(installation: Installation, later: datetime) -> int:
    """The one statement, of which nothing is kept in the end: the sweep finds the same rows."""
    with psycopg.connect(f"{installation.database_url}/crm_followups") as database:
        database.execute(_OUTBOX)
        count = database.execute(_BARE, (later.date(),)).rowcount
        database.rollback()
    return count


def _sweep(installation: Installation, later: datetime) -> int:
    app, count = create_app("followups", installation.settings), 0
    with app.app_context():
        while moved := announce_overdue(later):
            count += moved
        # Nobody shall have to pass these on while the next benchmark measures.
        app.extensions["crm"].db.session.execute(sa.text("TRUNCATE outbox"))
        app.extensions["crm"].db.session.commit()
        app.extensions["crm"].db.engine.dispose()
    return count
