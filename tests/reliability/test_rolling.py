"""Every process is stopped and started anew, one after the other, while people work."""

from collections import Counter

import pytest

from tests.reliability.pace import until
from tests.reliability.replicas import Replicas
from tests.reliability.run import House

pytestmark = pytest.mark.servers

REQUESTS = 3_000


def test_nobody_notices_that_every_process_is_renewed(replicas: Replicas) -> None:
    with House(replicas).run("F24 rolling restart", pause=0.05) as run:
        run.work(10)
        codes = {process.name: process.renew() for process in replicas.all}
        until(lambda: len(run.ledger.answers) >= REQUESTS, 60)

    answers = run.ledger.answers
    run.sizes = f"{len(codes)} processes, {len(answers)} requests"
    failed = Counter((each.what, each.status) for each in answers if not 200 <= each.status < 500)
    assert (failed, replicas.balancer.refused) == ({}, 0)
    assert set(codes.values()) == {0}
    assert not run.check().problems
