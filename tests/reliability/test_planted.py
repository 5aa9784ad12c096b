"""The harness itself: it must find what is planted. A check that has never found anything proves nothing.

These leave the product broken, so they come last (`ORDER` in conftest.py).
"""

import random

import psycopg
import pytest

from shared.events import CATALOGUE
from shared.testing.servers import Server
from tests.reliability.checker import Verdict
from tests.reliability.deliveries import deliver, several_times, told
from tests.reliability.pace import until
from tests.reliability.run import House, Run

pytestmark = pytest.mark.servers

# What is lost never comes: there is no point in waiting for it long.
SHORT = 4.0
# While a worker starts, people tell more than its first batch holds.
AT_ONCE = {"CRM_CRASH_AFTER": "1"}
WHO_WRITES_WAL = "backend_type IN ('walwriter', 'background writer', 'checkpointer')"


def test_a_missing_inbox_is_found(full: House) -> None:
    with full.run("planted: no inbox") as run:
        _plant(full, "followups", bugs="no_inbox")
        run.work(20)
        deliver(full.product, several_times(told(full.product, *CATALOGUE)[-50:], random.Random(1)))

    problems = _found(run).problems
    full.product.kill_processes("work", "followups")
    assert "I8" in problems


def test_a_mark_before_publishing_is_found(full: House) -> None:
    with full.run("planted: mark before publish") as run:
        run.work(10)
        _plant(full, "interactions", bugs="mark_before_publish", CRM_CRASH_AT="relay.before_publish", **AT_ONCE)
        until(lambda: not full.product.pids("work", "interactions"), 30)
        run.work(5)

    # Whole interactions or changes of them, as chance has it: events that somebody has not heard.
    assert "I8" in _found(run).problems


def test_an_acknowledgement_before_the_commit_is_found(full: House) -> None:
    with full.run("planted: ack before commit") as run:
        run.work(10)
        _plant(full, "followups", bugs="ack_before_commit", CRM_CRASH_AT="consumer.mid_transaction", **AT_ONCE)
        until(lambda: not full.product.pids("work", "followups"), 30)
        run.work(5)

    # Whole interactions or changes of them, as chance has it: events that somebody has not heard.
    assert "I8" in _found(run).problems


def test_a_database_that_forgets_is_found(mortal: House) -> None:
    """The control of F8: what PostgreSQL acknowledges without having written it goes when it does."""
    database = mortal.product.database
    assert database
    with mortal.run("F8c control: synchronous_commit=off") as run:
        run.work(5)
        _stop_writing(database)
        run.work(40)
        with run.outage():
            database.kill()
            database.start()

    assert _found(run).lost


def _plant(house: House, service: str, **order: str) -> None:
    """Let the worker of a service start again with a bug."""
    house.product.order(f"work-{service}", order)
    house.product.kill_processes("work", service)
    until(house.product.has_carried_out_its_orders, 20)


def _found(run: Run) -> Verdict:
    verdict = run.check(SHORT)
    run.sizes = "found" if verdict.problems else "MISSED"
    return verdict


def _stop_writing(database: Server) -> None:
    """Let it acknowledge what is only in its memory, and keep it there."""
    with psycopg.connect(database.url, dbname="postgres", autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET synchronous_commit = off")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute("CREATE TEMPORARY TABLE said (line text)")
        for (pid,) in connection.execute(f"SELECT pid FROM pg_stat_activity WHERE {WHO_WRITES_WAL}").fetchall():
            # Through the server: in a container its processes have other numbers.
            connection.execute(f"COPY said FROM PROGRAM 'kill -STOP {pid}'")
