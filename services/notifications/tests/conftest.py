"""What the tests of notifications share."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from services.notifications.app import create_app
from services.notifications.tests.examples import MONDAY, Always, a_follow_up, send
from shared import clock
from shared.testing.fixtures import Bench, bench_of

house = bench_of("notifications", create_app)


@pytest.fixture
def bench(house: Bench) -> Bench:
    """The service; when time passes there it sends, too, and rests last as long as they may."""
    sweep = house.sweep

    def sweep_and_send(at: datetime) -> int:
        return sweep(at) + send(house, at)

    house.sweep = sweep_and_send
    house.app.extensions["chance"] = Always()
    return house


@pytest.fixture
def overdue(bench: Bench) -> Iterator[Bench]:
    """Ana has been told of an overdue follow-up; the mail is queued. The time stands still."""
    with clock.stopped(MONDAY):
        bench.hear("FollowUpOverdue", a_follow_up())
        yield bench
