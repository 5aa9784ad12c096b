"""Limits: a bucket for each user, or for each address without one, and bodies that are too large."""

from collections.abc import Callable
from typing import Any

import pytest

from gateway.limits import BURST, Buckets
from gateway.tests.conftest import Clock, Gateway, echo
from shared.inprocess import InProcess
from shared.testing.fixtures import ANA, LUIS, token_of

MakeGateway = Callable[..., Gateway]
MIB = 1024 * 1024


def test_a_full_bucket_takes_a_burst_and_then_one_request_at_a_time(clock: Clock) -> None:
    buckets = Buckets(rate=2, clock=clock)

    burst = [buckets.take("ana") for _ in range(2 * BURST)]
    refused = buckets.take("ana")
    clock.pass_(0.5)
    later = [buckets.take("ana"), buckets.take("ana")]

    assert burst == [0] * 20
    assert refused == 0.5
    assert later == [0, 0.5]


def test_waiting_longer_than_the_burst_gains_nothing_more(clock: Clock) -> None:
    buckets = Buckets(rate=1, clock=clock)
    buckets.take("ana")

    clock.pass_(3600)

    assert [buckets.take("ana") for _ in range(11)] == [0] * 10 + [1]


def test_being_refused_costs_nothing(clock: Clock) -> None:
    buckets = Buckets(rate=1, clock=clock)
    for _ in range(100):
        buckets.take("ana")

    clock.pass_(1)

    assert buckets.take("ana") == 0


def test_buckets_do_not_grow_without_bound_and_the_busy_ones_stay(clock: Clock) -> None:
    buckets = Buckets(rate=0.1, clock=clock, capacity=100)
    buckets.take("ana")

    for stranger in range(1000):
        buckets.take(stranger)
        buckets.take("ana")

    assert buckets.take("ana") > 0
    assert len(buckets._buckets) == 100


def a_gateway(gateway: MakeGateway, **settings: Any) -> Gateway:
    names = ("identity", "contacts")
    return gateway({name: InProcess(echo(name)) for name in names}, rate_limit=0.2, **settings)


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_too_many_requests_are_refused_with_the_time_to_wait(gateway: MakeGateway) -> None:
    client = a_gateway(gateway).client

    answers = [client.get("/api/v1/clients", headers=bearer(token_of(ANA))) for _ in range(3)]

    assert [each.status_code for each in answers] == [200, 200, 429]
    problem = answers[2].get_json()
    assert problem["type"] == "/problems/too-many-requests"
    assert answers[2].headers["Retry-After"] == str(problem["retry_after"]) == "5"
    assert answers[2].headers["X-Content-Type-Options"] == "nosniff"


def test_one_user_does_not_use_up_what_another_may_ask(gateway: MakeGateway) -> None:
    client = a_gateway(gateway).client
    for _ in range(3):
        client.get("/api/v1/clients", headers=bearer(token_of(ANA)))

    assert client.get("/api/v1/clients", headers=bearer(token_of(LUIS))).status_code == 200


def test_a_second_token_is_not_a_second_bucket(gateway: MakeGateway) -> None:
    client = a_gateway(gateway).client

    answers = [client.get("/api/v1/clients", headers=bearer(token_of(ANA, jti=str(n)))) for n in range(3)]

    assert answers[2].status_code == 429


@pytest.mark.parametrize("credentials", [{}, bearer("forged"), {"Authorization": "Basic YTpi"}])
def test_without_a_good_token_the_address_counts_and_forged_origins_do_not_help(
    gateway: MakeGateway, credentials: dict[str, str]
) -> None:
    client = a_gateway(gateway).client

    answers = [
        client.get("/api/v1/clients", headers={"X-Forwarded-For": f"203.0.113.{n}", **credentials}) for n in range(3)
    ]

    assert [each.status_code for each in answers] == [200, 200, 429]


def test_behind_a_trusted_proxy_each_address_has_its_own(gateway: MakeGateway) -> None:
    client = a_gateway(gateway, trusted_proxies=("127.0.0.1",)).client

    answers = [client.get("/api/v1/clients", headers={"X-Forwarded-For": f"203.0.113.{n}"}) for n in range(5)]

    assert [each.status_code for each in answers] == [200] * 5


def test_one_owner_of_an_ipv6_network_has_one_bucket(gateway: MakeGateway) -> None:
    client = a_gateway(gateway, trusted_proxies=("127.0.0.1",)).client

    answers = [client.get("/api/v1/clients", headers={"X-Forwarded-For": f"2001:db8::{n}"}) for n in range(3)]

    assert answers[2].status_code == 429


def test_while_identity_is_away_requests_count_by_address(gateway: MakeGateway) -> None:
    client = gateway({"contacts": InProcess(echo("contacts"))}, rate_limit=0.2).client

    answers = [client.get("/api/v1/clients", headers=bearer(token_of(who))) for who in (ANA, LUIS, ANA)]

    assert [each.status_code for each in answers] == [200, 200, 429]


def test_health_is_never_limited(gateway: MakeGateway) -> None:
    client = a_gateway(gateway).client

    assert {client.get(path).status_code for path in ("/healthz", "/readyz") for _ in range(5)} == {200}


class Endless:
    """A body that has no end; it tells how much of it was read."""

    def __init__(self) -> None:
        self.read_so_far = 0

    def read(self, size: int = -1) -> bytes:
        size = size if size > 0 else MIB
        self.read_so_far += size
        return b"x" * size

    def readinto(self, buffer: Any) -> int:
        buffer[:] = self.read(len(buffer))
        return len(buffer)

    def close(self) -> None:
        pass


@pytest.mark.parametrize(("path", "allowed"), [("/api/v1/clients", 1), ("/api/v1/imports", 50)])
def test_a_body_said_to_be_too_large_is_refused_unread(gateway: MakeGateway, path: str, allowed: int) -> None:
    body = Endless()

    answer = a_gateway(gateway).client.post(
        path, environ_overrides={"wsgi.input": body, "CONTENT_LENGTH": str(allowed * MIB + 1)}
    )

    assert answer.status_code == 413
    assert answer.get_json()["type"] == "/problems/content-too-large"
    assert body.read_so_far == 0


@pytest.mark.parametrize(("path", "allowed"), [("/api/v1/clients", 1), ("/api/v1/imports", 50)])
def test_a_body_that_does_not_say_how_large_it_is_is_read_only_so_far(
    gateway: MakeGateway, path: str, allowed: int
) -> None:
    body = Endless()

    answer = a_gateway(gateway).client.post(
        path,
        environ_overrides={
            "wsgi.input": body,
            "wsgi.input_terminated": True,
            "HTTP_TRANSFER_ENCODING": "chunked",
        },
    )

    assert answer.status_code == 413
    assert body.read_so_far <= allowed * MIB + 2 * MIB


def test_a_body_of_a_mebibyte_passes(gateway: MakeGateway) -> None:
    answer = a_gateway(gateway).client.post("/api/v1/clients", data=b"x" * MIB)

    assert answer.status_code == 200
    assert len(answer.get_json()["body"]) == MIB
