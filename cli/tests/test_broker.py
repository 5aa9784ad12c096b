"""What the users of the broker may do: their service's work, and nothing else."""

import re

import pytest

from cli.__main__ import main
from cli.broker import permissions_of, topics_of
from cli.services import SERVICES, STREAM
from cli.spec import published_by, services
from shared.bus.topology import queues_of
from shared.events import CATALOGUE, EXCHANGE


def may(name: str, what: str, resource: str) -> bool:
    """As the broker decides it: a pattern that is found anywhere in the name."""
    return re.search(permissions_of(name)[what], resource) is not None


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_may_declare_and_use_its_own_queues(name: str) -> None:
    for queue in queues_of(services()[name]):
        assert all(may(name, what, queue.name) for what in ("configure", "write", "read"))


@pytest.mark.parametrize("name", [*SERVICES, STREAM])
def test_nobody_may_touch_the_queues_of_another(name: str) -> None:
    others = [queue.name for other in SERVICES if other != name for queue in queues_of(services()[other])]
    others += [] if name == STREAM else ["stream.0123456789abcdef"]

    assert [queue for queue in others for what in ("configure", "write", "read") if may(name, what, queue)] == []


@pytest.mark.parametrize("name", [*SERVICES, STREAM])
def test_everybody_may_hear_the_exchange_and_nobody_change_it(name: str) -> None:
    assert may(name, "read", EXCHANGE)
    assert not may(name, "configure", EXCHANGE)
    assert not may(name, "read", f"{EXCHANGE}.more")


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_publishes_its_own_events_only(name: str) -> None:
    allowed = topics_of(name)["write"]

    told = {each.name for each in CATALOGUE.values() if re.search(allowed, each.routing_key)}

    assert told == {each.name for each in published_by(name)}
    assert may(name, "write", EXCHANGE)


def test_the_stream_only_listens() -> None:
    assert not may(STREAM, "write", EXCHANGE)
    assert not may(STREAM, "write", "amq.default")


def test_without_an_address_it_says_in_one_line_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CRM_RABBITMQ_URL", raising=False)

    assert main(["broker"]) == 2
    assert capsys.readouterr().err == "crm broker: CRM_RABBITMQ_URL is not set\n"
