"""Messages under way while senders die, are many, and providers fail: none lost, none twice that can be helped."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from time import monotonic

import pytest

from shared.testing.servers import Server
from tests.reliability.pace import stretched, until
from tests.reliability.sending import CHANNELS, Sending, p99, report

pytestmark = pytest.mark.servers

POINTS = ("send.after_claim", "send.after_accept", "send.before_commit")
# By which way a doubt is cleared: Twilio is asked, of the Cloud API a status tells; of mail nothing does.
CALLBACKS = {"email": "none", "sms": "none", "whatsapp": "plain"}
DWELL = 5.0


@pytest.fixture(scope="module")
def sending(postgresql: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sending]:
    running = Sending(tmp_path_factory.mktemp("sending"), postgresql.url)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sending]:
    """With a file for its database, as in the embedded mode."""
    running = Sending(tmp_path_factory.mktemp("alone"), None)
    yield running
    running.stop()


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("where", ["sending", "alone"])
def test_a_sender_may_die_at_any_point(request: pytest.FixtureRequest, where: str, channel: str) -> None:
    sending: Sending = request.getfixturevalue(where)
    chance, began = random.Random(4), monotonic()
    sending.begin(CALLBACKS[channel])
    ids = sending.fill(**{channel: 30})

    for point in POINTS:
        sender = sending.sender(CRM_CRASH_AT=point, CRM_CRASH_AFTER=str(chance.randrange(1, 5)))
        assert sender.wait(60) == 137
        sending.let_time_pass()
    sender = sending.sender()
    until(lambda: len(sending.taken()) > 20, 30)
    sending.kill(sender)
    sending.let_time_pass()
    _finish(sending)

    kills = len(POINTS) + 1
    took = monotonic() - began
    lost, doubled = report(sending.mode, f"F4 kill -9, {channel}", f"{kills} kills", ids, sending.taken(), took)
    assert lost == 0
    assert doubled <= (kills if channel == "email" else 0)


@pytest.mark.parametrize("number", [2, 4])
def test_senders_at_once_send_each_message_once(sending: Sending, number: int) -> None:
    began = monotonic()
    sending.begin()
    ids = sending.fill(email=60, sms=60, whatsapp=60)

    senders = [sending.sender() for _ in range(number)]
    until(lambda: not sending.waiting(), 90)
    assert sending.end(*senders) == [0] * number

    took = monotonic() - began
    found = report(sending.mode, f"F21 {number} senders", f"{len(ids)} due", ids, sending.taken(), took)
    assert found == (0, 0)


def test_a_thousand_due_at_once_go_out_within_seconds(sending: Sending) -> None:
    sending.begin()
    _warm(sending)
    due_at = datetime.now(UTC) + timedelta(seconds=6)
    ids = sending.fill(due_at, email=400, sms=400, whatsapp=200)
    sender = sending.sender()

    until(lambda: not sending.waiting(), 90)
    assert sending.end(sender) == [0]

    dwell = sending.dwell(due_at)
    sizes = f"1,000 due, p50 {dwell[len(dwell) // 2]:.1f} p99 {p99(dwell):.1f} s"
    assert report(sending.mode, "dwell", sizes, ids, sending.taken(), dwell[-1]) == (0, 0)
    assert p99(dwell) <= stretched(DWELL)


def test_a_slow_provider_holds_no_other_channel_up(sending: Sending) -> None:
    sending.begin()
    sending.providers.behave("slow", provider="whatsapp", seconds=2.0)
    due_at = datetime.now(UTC) + timedelta(seconds=6)
    ids = sending.fill(due_at, email=60, sms=60, whatsapp=12)
    sender = sending.sender()

    until(lambda: not sending.waiting(), 120)
    assert sending.end(sender) == [0]

    others = p99(sending.dwell(due_at, "email", "sms"))
    slow = sending.dwell(due_at, "whatsapp")[-1]
    sizes = f"others {others:.1f} s, slow {slow:.1f} s"
    assert report(sending.mode, "F17 slow provider", sizes, ids, sending.taken(), slow) == (0, 0)
    assert others <= stretched(DWELL)


@pytest.mark.parametrize(
    ("channel", "mode", "doubles"),
    [
        ("sms", "429", False),
        ("sms", "500", False),
        ("sms", "cut-after", False),
        ("whatsapp", "130429", False),
        ("whatsapp", "cut-after", False),
        ("email", "451", False),
        ("email", "cut-after", True),
    ],
)
def test_what_a_provider_fails_for_a_while_arrives_in_the_end(
    sending: Sending, channel: str, mode: str, doubles: bool
) -> None:
    began = monotonic()
    sending.begin(CALLBACKS[channel])
    sending.providers.behave(mode, times=5, retry_after=1)
    ids = sending.fill(**{channel: 20})

    _finish(sending, rounds=8)

    sizes = f"5 of 20 {mode}, tries <= {max(sending.attempts())}"
    took = monotonic() - began
    lost, doubled = report(sending.mode, f"F18 {channel}", sizes, ids, sending.taken(), took)
    assert lost == 0
    assert doubled == (5 if doubles else 0)
    assert max(sending.attempts()) <= 8


def _finish(sending: Sending, rounds: int = 4) -> None:
    """Let a sender do what is left, passing over what rests."""
    for _ in range(rounds):
        sender = sending.sender()
        until(lambda: not sending.due(), 60)
        assert sending.end(sender) == [0]
        if not sending.waiting():
            return
        sending.let_time_pass()
    assert not sending.waiting()


def _warm(sending: Sending) -> None:
    """Let everything have been used once."""
    sending.fill(email=1, sms=1, whatsapp=1)
    _finish(sending)
    sending.begin()
