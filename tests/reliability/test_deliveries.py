"""Events that come twice, in disorder, or that nobody can handle."""

import random
import time
from uuid import UUID

import orjson
import pytest

from shared.events import CATALOGUE
from shared.ids import new_id
from tests.reliability import checker
from tests.reliability.databases import seconds_of
from tests.reliability.deliveries import Message, deliver, several_times, shuffled, told
from tests.reliability.pace import stretched, until
from tests.reliability.run import House, Run

NEWS = [name for name, kind in CATALOGUE.items() if not kind.notice]
# Seconds within which good events are heard, whatever else is in the queue; normally it is some hundredths.
PROMPT = 1.0


def test_what_comes_several_times_happens_once(house: House) -> None:
    with house.run("F14 duplicates") as run:
        run.work(60)
        again = several_times(told(house.product, *CATALOGUE), random.Random(14))[:600]
        deliver(house.product, again)
        run.work(20)

    run.sizes = f"{len(again)} deliveries"
    assert not run.check().problems


def test_old_news_told_anew_changes_nothing(house: House) -> None:
    with house.run("F15 old news") as run:
        run.work(60)
        run.rest()
        old = [each.under_a_new_id() for each in told(house.product, *NEWS)[-200:]]
        random.Random(15).shuffle(old)
        house.product.databases.copies |= {each.id: each.type for each in old}
        deliver(house.product, old)

    run.sizes = f"{len(old)} events"
    assert not run.check().problems


@pytest.mark.servers
def test_disorder_ends_as_order_would(full: House) -> None:
    chance = random.Random(16)
    with (
        full.run("F15 shuffled, 1-4x") as run,
        shuffled(full.product, "followups", chance) as followups,
        shuffled(full.product, "notifications", chance) as notifications,
    ):
        while run.ledger.acked < 150:
            until(lambda: followups.waiting() + notifications.waiting() > 40)
            followups.pass_on()
            notifications.pass_on()
        run.rest()

    run.sizes = f"{followups.passed + notifications.passed} events"
    assert not run.check().problems


def test_poison_holds_nothing_up_and_comes_back_when_wanted(house: House) -> None:
    product = house.product
    _restart(house, {"bugs": "break_on_poison"})
    with house.run("F16 poison", pause=0.12) as run:
        run.work(10)
        until(lambda: checker.is_quiet(product, run.ledger), 20)
        normal = _slowness(run, 30)
        poison = [run.me.register(notes="veneno") for _ in range(6)]
        garbage = _garbage(house)
        deliver(product, garbage, to="followups")
        _unsee(house, garbage)
        with_poison = _slowness(run, 40)
        until(lambda: checker.parked(product, "followups") == len(poison) + 3, 30)

        _restart(house, {})
        replayed = product.crm("parked", "replay", "--service", "followups").stdout
        run.work(10)
        until(lambda: checker.parked(product, "followups") == 3, 30)
        product.poison = 3

    run.sizes = f"{len(poison)} + {len(garbage)}, p99 {normal:.2f} -> {with_poison:.2f} s"
    assert f"{len(poison) + 3} replayed" in replayed
    assert with_poison <= max(2 * normal, stretched(PROMPT))
    assert not run.check().problems


def _restart(house: House, order: dict[str, str]) -> None:
    """Let the consumer of followups start again under an order."""
    if house.product.broker:
        house.product.order("work-followups", order)
        house.product.kill_processes("work", "followups")
        until(house.product.has_carried_out_its_orders, 20)
    else:
        assert house.product.stop() == 0
        house.product.order("embedded", order)
        house.product.start()


def _garbage(house: House) -> list[Message]:
    """What followups, which alone listens to it, cannot take (three of them), and what nobody cares for."""
    (known, *_) = told(house.product, "InteractionCreated")
    envelope = orjson.loads(known.body)
    strange, empty = new_id(), new_id()
    return [
        Message(new_id(), "InteractionUpdated", "interactions", b"{not json"),
        Message(new_id(), "InteractionUpdated", "interactions", b"[1]", "application/json"),
        Message(
            empty, "InteractionUpdated", "interactions", _with(envelope, empty, type="InteractionUpdated", data={})
        ),
        Message(strange, "ClientAdored", "interactions", _with(envelope, strange, type="ClientAdored")),
    ]


def _with(envelope: dict[str, object], id: UUID, **changes: object) -> bytes:
    return orjson.dumps(envelope | {"id": str(id)} | changes)


def _unsee(house: House, garbage: list[Message]) -> None:
    """No service has told this, whatever the witness of an outbox says."""
    for each in garbage if house.product.broker is None else ():
        house.product.databases.execute("interactions", f"DELETE FROM witness WHERE event_id = '{each.id.hex}'")


def _slowness(run: Run, writes: int) -> float:
    """Seconds from an interaction to its being heard of in followups, for the slowest of a hundred from now on."""
    databases, since = run.product.databases, time.time_ns() // 1_000_000
    run.work(writes)
    good = {id for id, kind in databases.kinds(since).items() if kind == "InteractionCreated"}
    until(lambda: good <= databases.heard("followups"))
    heard = {row["event_id"]: row["received_at"] for row in databases.rows("followups", "SELECT * FROM inbox")}
    delays = sorted(seconds_of(heard[id]) - (id.int >> 80) / 1000 for id in good)
    return delays[int(len(delays) * 0.99)]
