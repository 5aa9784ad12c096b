"""Processes of the full product, killed while people work with it."""

import random
from typing import Any

import pytest

from tests.reliability import checker
from tests.reliability.pace import until
from tests.reliability.run import House

pytestmark = pytest.mark.servers

# Two at a time where the machine has two cores to start them again.
WEB = (("identity", "contacts"), ("interactions",), ("followups", "notifications"), ("gateway",))
RELAY = ("relay.before_publish", "relay.after_publish_before_delete", "relay.after_delete_before_commit")
CONSUMER = ("consumer.before_handling", "consumer.mid_transaction", "consumer.after_commit_before_ack")
SWEEP = ("sweep.before_commit",)


def test_a_web_process_may_be_killed_at_any_time(full: House) -> None:
    with full.run("F1 kill -9 web, gateway") as run:
        for number, names in enumerate(WEB):
            run.work(8)
            with run.outage():
                for name in names:
                    full.product.kill_processes("serve", name, only_last=number % 2 == 1)
        run.work(20)

    run.sizes = f"{sum(len(names) for names in WEB)} kills"
    assert not run.check().problems


def test_a_worker_may_die_at_its_worst_moments(full: House) -> None:
    chance = random.Random(7)
    points = {"interactions": RELAY, "followups": CONSUMER[1:2] + SWEEP, "notifications": CONSUMER[::2]}
    with full.run("F2 F3 F4 crash points") as run:
        run.work(10)
        for service, named in points.items():
            full.product.order(f"work-{service}", *_crashes(named, chance))
            full.product.kill_processes("work", service)
        until(full.product.has_carried_out_its_orders, 60)
        for service in points:
            run.work(chance.randrange(3, 15))
            full.product.kill_processes("work", service)
        run.work(10)

    run.sizes = f"{sum(len(named) for named in points.values())} crashes, {2 * len(points)} kills"
    assert not run.check().problems
    for service in ("followups", "notifications"):
        full.product.kill_processes("work", service)
    # What had not been acknowledged would be back in the queues now.
    assert not any(checker.left_behind(full.product).values())


def _crashes(points: tuple[str, ...], chance: random.Random) -> list[dict[str, Any]]:
    order = chance.sample(points, len(points))
    return [{"CRM_CRASH_AT": point, "CRM_CRASH_AFTER": str(chance.randrange(1, 4))} for point in order]
