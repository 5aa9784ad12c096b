"""The token of services: for the secret that they share, and for a few calls only."""

from dataclasses import replace

import pytest

from shared.testing.fixtures import Bench
from shared.tokens import NOBODY_ID, SERVICE

SECRET, BEFORE = "un secreto entre servicios", "el de antes"


@pytest.fixture
def shared_secret(bench: Bench) -> str:
    bench.service.settings = replace(bench.service.settings, service_secret=(SECRET, BEFORE))
    return SECRET


def test_a_service_that_knows_the_secret_gets_a_short_token(bench: Bench, shared_secret: str) -> None:
    answer = bench.as_(None).post("/auth/service", {"secret": shared_secret})

    assert answer.status_code == 200
    assert answer.json["expires_in"] == 300
    assert answer.headers["Cache-Control"] == "no-store"
    user = bench.service.keys.user_of(answer.json["access_token"])
    assert (user.id, user.role) == (NOBODY_ID, SERVICE)


def test_while_it_is_changed_the_one_before_is_good_too(bench: Bench, shared_secret: str) -> None:
    assert bench.as_(None).post("/auth/service", {"secret": BEFORE}).status_code == 200


@pytest.mark.parametrize("secret", ["otro secreto, de la misma época", "ñ", " "])
def test_another_secret_opens_nothing(bench: Bench, shared_secret: str, secret: str) -> None:
    assert bench.as_(None).post("/auth/service", {"secret": secret}).status_code in {401, 422}


def test_without_a_secret_nothing_is_open(bench: Bench) -> None:
    assert bench.as_(None).post("/auth/service", {"secret": "x"}).status_code == 401


def test_it_opens_nothing_here(bench: Bench, shared_secret: str) -> None:
    token = bench.as_(None).post("/auth/service", {"secret": shared_secret}).json["access_token"]

    for path in ("/users", "/branches", "/auth/me"):
        answer = bench.as_(None).get(path)
        assert answer.status_code == 401
        answer = bench.as_(None).request("GET", path, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 403
