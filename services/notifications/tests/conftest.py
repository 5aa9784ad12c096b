"""What the tests of notifications share."""

from datetime import datetime

import pytest

from services.notifications.app import create_app
from services.notifications.tests.examples import Always, send
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
