"""The embedded bus."""

import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from shared.bus import local, parking
from shared.bus.local import LocalBus
from shared.bus.tests import counters
from shared.bus.tests.counters import break_handler, heard, make_tables, mend_handler, move, pending
from shared.config import Settings
from shared.ids import new_id
from shared.service import Service
from shared.testing.waiting import until

Services = list[Service]


@pytest.fixture
def services(catalogue: None, tmp_path: Path) -> Iterator[Services]:
    """The small service and one that listens to it, on SQLite."""
    services = counters.embedded(Settings(data=tmp_path))
    for each in services:
        make_tables(each)
    yield services
    for each in services:
        with each.app.app_context():
            each.db.engine.dispose()


@contextmanager
def bus_of(services: Services) -> Iterator[LocalBus]:
    bus = LocalBus(services)
    bus.start()
    try:
        yield bus
    finally:
        bus.stop()


@pytest.fixture
def short_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "back_off", lambda _: timedelta(milliseconds=20))


def test_everybody_hears_every_event_once_and_in_order(services: Services):
    with bus_of(services) as bus:
        ids = move(services[0], counters=5, times=20)
        until(bus.idle)

    for each in services:
        assert heard(each) == [(id, version) for version in range(1, 21) for id in ids]


def test_what_happens_while_nobody_listens_is_heard_later(services: Services):
    ids = move(services[0], counters=2)
    for _ in range(3):
        with bus_of(services) as bus:
            ids += move(services[0], counters=20)
            until(bus.idle)
        ids += move(services[0], counters=2)
    with bus_of(services) as bus:
        until(bus.idle)

    for each in services:
        assert heard(each) == [(id, 1) for id in ids]


def test_a_process_that_is_killed_loses_and_doubles_nothing(services: Services, tmp_path: Path):
    environment = {**os.environ, "CRM_DATA": str(tmp_path), "PYTHONPATH": "."}
    command = [sys.executable, "-m", "shared.bus.tests.counters"]
    acknowledged: list[str] = []
    for _ in range(4):
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            acknowledged += [process.stdout.readline().strip() for _ in range(random.randint(20, 80))]
            process.kill()

    with bus_of(services) as bus:
        until(bus.idle, seconds=20)
    committed = all_moves(services[0])
    assert {UUID(id) for id in acknowledged} <= {id for id, _ in committed}
    for each in services:
        assert Counter(heard(each)) == Counter(committed)
        assert heard(each) == sorted(heard(each), key=lambda move: move[0])


def all_moves(service: Service) -> list[tuple[UUID, int]]:
    with service.app.app_context():
        rows = counters.db.session.execute(sa.select(counters.Counter.id, counters.Counter.version)).all()
    return [(row.id, version) for row in rows for version in range(1, row.version + 1)]


def test_an_event_that_fails_steps_aside_and_is_parked_then_replayed(services: Services, short_rests: None):
    break_handler(services[1])
    with bus_of(services) as bus:
        (broke,) = move(services[0], counters=1, kind="CounterBroke")
        good = move(services[0], counters=10)
        until(bus.idle)
        assert heard(services[1]) == [(id, 1) for id in good]
        assert heard(services[0]) == [(id, 1) for id in [broke, *good]]

        (only,) = until(lambda: parking.parked_in_database(services[1]))
        assert (only.type, only.attempts) == ("CounterBroke", 5)
        assert only.error.startswith("ValueError in fail_while_broken (counters.py:")

        mend_handler(services[1])
        assert parking.replay_in_database(services[1]) == 1
        until(lambda: (broke, 1) in heard(services[1]))
        until(lambda: parked_rows(services[1]) == 0)


def parked_rows(service: Service) -> int:
    with service.app.app_context():
        return service.db.session.scalar(sa.select(sa.func.count()).select_from(service.tables.parked)) or 0


def test_an_event_that_works_again_is_not_parked(services: Services, short_rests: None):
    break_handler(services[1])
    with bus_of(services):
        (broke,) = move(services[0], counters=1, kind="CounterBroke")
        until(lambda: parked_rows(services[1]))
        mend_handler(services[1])
        until(lambda: heard(services[1]) == [(broke, 1)])
        until(lambda: parked_rows(services[1]) == 0)


def test_what_is_no_event_is_parked_at_once_and_holds_nobody_up(services: Services):
    source = services[0]
    with source.app.app_context():
        row = {"event_id": new_id(), "type": "CounterMoved", "body": b"{not json"}
        source.db.session.execute(sa.insert(source.tables.outbox).values(row))
        source.db.session.commit()
    with bus_of(services) as bus:
        ids = move(source, counters=2)
        until(bus.idle)

        for each in services:
            assert heard(each) == [(id, 1) for id in ids]
            (only,) = parking.parked_in_database(each)
            assert (only.id, only.attempts) == (str(row["event_id"]), 1)


def test_what_nobody_listens_to_is_passed_over_unread(services: Services):
    source = services[0]
    with source.app.app_context():
        row = {"event_id": new_id(), "type": "CounterUnheard", "body": b"{not json"}
        source.db.session.execute(sa.insert(source.tables.outbox).values(row))
        source.db.session.commit()
    with bus_of(services) as bus:
        until(bus.idle)

        assert [parking.parked_in_database(each) for each in services] == [[], []]


def test_the_outbox_is_pruned_only_up_to_the_slowest(services: Services):
    bus = LocalBus(services)
    move(services[0], counters=3)
    bus._prune(services[0])
    assert pending(services[0]) == 3

    with bus_of(services) as running:
        until(running.idle)
    move(services[0], counters=2)
    bus._prune(services[0])
    assert pending(services[0]) == 2


def test_events_of_another_process_are_heard(services: Services):
    """A command like `crm announce` commits without waking the bus."""
    with bus_of(services) as bus:
        until(bus.idle)
        services[0].committed = lambda: None
        ids = move(services[0], counters=2)
        until(lambda: heard(services[1]) == [(id, 1) for id in ids], seconds=4)
