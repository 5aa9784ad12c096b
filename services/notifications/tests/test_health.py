"""Whether messages go out, at a glance."""

from datetime import timedelta

from services.notifications.channels import DeliveryError
from services.notifications.tests.examples import MONDAY, Provider, a_follow_up
from shared import clock
from shared.ids import new_id
from shared.testing.fixtures import ANA, NORA, NORTE, Bench

NOTHING = {"last_sent_at": None, "queued": 0, "stuck": 0, "failed_today": 0}


def test_where_nothing_was_sent_nothing_is_wrong(bench: Bench) -> None:
    health = bench.as_(ANA).get("/deliveries/health").json

    channels = {each.pop("channel"): each for each in health.pop("by_channel")}
    assert health == NOTHING
    assert channels == {
        "in_app": NOTHING | {"provider": "in_app"},
        **{name: NOTHING | {"provider": "console"} for name in ("email", "sms", "whatsapp")},
    }


def test_it_tells_when_the_last_one_was_sent_and_what_waits(bench: Bench) -> None:
    bench.app.extensions["channels"]["email"] = Provider(DeliveryError("unexpected", permanent=True))
    with clock.stopped(MONDAY):
        bench.hear("FollowUpOverdue", a_follow_up())
        bench.sweep(MONDAY)
        bench.hear("FollowUpOverdue", a_follow_up(id=new_id()))
        bench.sweep(MONDAY + timedelta(seconds=3))
        bench.hear("FollowUpOverdue", a_follow_up(id=new_id()))
        bench.hear("FollowUpOverdue", a_follow_up(id=new_id(), branch_id=NORTE, assigned_to=None))

        health = bench.as_(ANA).get("/deliveries/health").json
    with clock.stopped(MONDAY + timedelta(minutes=6)):
        later = bench.as_(ANA).get("/deliveries/health").json
        theirs = bench.as_(NORA).get("/deliveries/health").json

    assert {name: health[name] for name in NOTHING} == {
        "last_sent_at": "2026-11-23T15:00:03Z",
        "queued": 1,
        "stuck": 0,
        "failed_today": 1,
    }
    [mail] = [each for each in health["by_channel"] if each["channel"] == "email"]
    assert mail["provider"] == "provider"
    assert (later["queued"], later["stuck"]) == (1, 1)
    assert (theirs["queued"], theirs["failed_today"]) == (1, 0)
