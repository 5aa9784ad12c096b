"""The broker and the database of the full product, killed and away while people work with it."""

from time import monotonic

import pytest

from tests.reliability.checker import is_quiet
from tests.reliability.pace import until
from tests.reliability.run import House

pytestmark = pytest.mark.servers

AWAY_SECONDS = 15.0


def test_people_go_on_while_the_broker_is_away(mortal: House) -> None:
    with mortal.run("F5 F6 kill -9 broker, away", pause=0.15) as run:
        run.work(10)
        mortal.product.broker.kill()
        left_at, acked = monotonic(), run.ledger.acked
        until(lambda: monotonic() - left_at > AWAY_SECONDS and run.ledger.acked > acked + 30, 2 * AWAY_SECONDS)
        answers = [each for each in run.ledger.answers if each.began >= left_at]
        mortal.product.broker.start()
        back_at = monotonic()
        run.rest()
        until(lambda: is_quiet(mortal.product, run.ledger), 20)
        run.ledger.recoveries.append(monotonic() - back_at)

    run.sizes = f"1 kill, {AWAY_SECONDS:.0f} s, {run.ledger.acked - acked} writes"
    assert {each.status for each in answers} <= {200, 201, 204}
    assert not run.check().problems


def test_a_database_that_is_killed_keeps_what_was_acknowledged(mortal: House) -> None:
    with mortal.run("F8 kill -9 PostgreSQL") as run:
        for _ in range(2):
            run.work(20)
            with run.outage():
                mortal.product.database.kill()
                mortal.product.database.start()
        run.work(20)

    run.sizes = "2 kills"
    assert not run.check().problems
