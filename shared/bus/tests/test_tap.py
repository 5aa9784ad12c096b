"""Hearing the embedded bus while one is there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.bus import tap as module
from shared.bus.local import LocalBus
from shared.bus.tap import Tap
from shared.bus.tests import counters
from shared.bus.tests.counters import make_tables, move, pending
from shared.config import Settings
from shared.events import Event
from shared.service import Service
from shared.testing.waiting import until


@pytest.fixture
def service(catalogue: None, tmp_path: Path) -> Iterator[Service]:
    service = counters.embedded(Settings(data=tmp_path))[0]
    make_tables(service)
    yield service
    with service.app.app_context():
        service.db.engine.dispose()


@pytest.fixture
def heard() -> list[Event]:
    return []


@pytest.fixture
def bus(service: Service, heard: list[Event]) -> Iterator[LocalBus]:
    """A bus with a tap for CounterMoved; what happened before it was made is there already."""
    move(service, counters=2)
    bus = LocalBus([service])
    bus.tap(Tap(["CounterMoved"], heard.extend))
    yield bus
    bus.stop()


def test_it_hears_what_is_new_in_order_and_of_its_kinds_alone(
    service: Service, bus: LocalBus, heard: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BATCH", 3)
    bus.start()

    move(service, counters=1, kind="CounterBroke")
    ids = move(service, counters=10)

    until(lambda: len(heard) == 10)
    assert [event.subject for event in heard] == ids


def test_what_it_has_not_heard_is_not_forgotten(service: Service, bus: LocalBus, heard: list[Event]) -> None:
    move(service, counters=3)
    service_has_taken_all = bus._threads[0]
    service_has_taken_all.start()
    until(bus.idle)

    bus._prune(service)

    assert pending(service) == 3
    bus._threads.remove(service_has_taken_all)
    bus.start()
    until(lambda: len(heard) == 3)
    bus._prune(service)
    assert pending(service) == 0
