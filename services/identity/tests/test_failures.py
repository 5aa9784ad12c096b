"""Failed sign-ins slow down whoever guesses, and nobody else."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from services.identity.models import Failure, db
from services.identity.models.failures import wait_after
from services.identity.sweep import forget_failures
from services.identity.tests.people import NOON, PASSWORD, email_of, login
from shared import clock
from shared.testing.fixtures import ANA, LUIS, MARTA, NORA, Bench

HERE, THERE = "203.0.113.7", "198.51.100.9"


@pytest.fixture(autouse=True)
def _it_is_noon() -> Iterator[None]:
    with clock.stopped(NOON):
        yield


def fail(bench: Bench, times: int, **options: object) -> list[int]:
    return [login(bench, password="mal", **options).status_code for _ in range(times)]  # type: ignore[arg-type]


def note(bench: Bench, times: int, address: str, at: datetime = NOON, email: str = "ana@example.com") -> None:
    with bench.app.app_context():
        for _ in range(times):
            Failure.note(email, address, at)
        db.session.commit()


def test_the_sixth_try_has_to_wait(bench: Bench) -> None:
    assert fail(bench, 6) == [401] * 5 + [429]

    answer = login(bench)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "60"
    assert answer.json["type"] == "/problems/too-many-requests"
    assert "60" in answer.json["detail"]


def test_after_the_wait_the_right_password_opens(bench: Bench) -> None:
    fail(bench, 5)

    with clock.stopped(NOON + timedelta(seconds=59)):
        assert login(bench).status_code == 429
    with clock.stopped(NOON + timedelta(seconds=60)):
        assert login(bench).status_code == 200


def test_only_failures_count(bench: Bench) -> None:
    assert {login(bench).status_code for _ in range(25)} == {200}


def test_a_right_password_wipes_the_slate(bench: Bench) -> None:
    assert fail(bench, 4) == [401] * 4
    assert login(bench).status_code == 200
    assert fail(bench, 6) == [401] * 5 + [429]


def test_another_account_is_unharmed(bench: Bench) -> None:
    fail(bench, 6)

    assert login(bench, LUIS).status_code == 200


def test_the_owner_elsewhere_is_unharmed(bench: Bench) -> None:
    fail(bench, 6, address=THERE)

    assert login(bench, address=HERE).status_code == 200


def test_twenty_failures_of_one_address_stop_it_for_every_account(bench: Bench) -> None:
    for who in (ANA, LUIS, MARTA, NORA):
        assert fail(bench, 5, user_id=who) == [401] * 5

    assert login(bench, LUIS).status_code == 429
    assert bench.as_(None).post(
        "/auth/login", {"email": "nadie@example.com", "password": "x"}, headers={"X-Forwarded-For": HERE}
    ).status_code == 429  # fmt: skip
    assert login(bench, LUIS, address=THERE).status_code == 200


def test_unknown_accounts_are_counted_alike(bench: Bench) -> None:
    body = {"email": "nadie@example.com", "password": PASSWORD}

    assert [bench.as_(None).post("/auth/login", body).status_code for _ in range(6)] == [401] * 5 + [429]


def test_what_the_client_says_of_its_address_does_not_help(bench: Bench) -> None:
    tries = [login(bench, password="mal", address=f"10.1.1.{n}, {HERE}").status_code for n in range(6)]

    assert tries == [401] * 5 + [429]


def test_the_wait_grows_with_the_failures(bench: Bench) -> None:
    fail(bench, 5)
    with clock.stopped(NOON + timedelta(minutes=1)):
        assert fail(bench, 6) == [401] * 5 + [429]
        assert login(bench).headers["Retry-After"] == "120"


def test_an_account_under_attack_gives_each_address_one_try(bench: Bench) -> None:
    for n in range(50):
        note(bench, 1, f"192.0.2.{n}")

    assert fail(bench, 2, address=HERE) == [401, 429]
    assert login(bench, address=THERE).status_code == 200
    assert login(bench, LUIS, address=HERE).status_code == 200


def test_of_many_guesses_at_once_five_are_looked_at(bench: Bench) -> None:
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: fail(bench, 1)[0], range(12)))

    assert sorted(answers) == [401] * 5 + [429] * 7


def test_addresses_of_one_ipv6_network_count_as_one(bench: Bench) -> None:
    tries = [login(bench, password="mal", address=f"2001:db8:1:2::{n:x}").status_code for n in range(6)]

    assert tries == [401] * 5 + [429]
    assert login(bench, address="2001:db8:1:3::1").status_code == 200


def test_the_sweep_forgets_after_an_hour(bench: Bench) -> None:
    note(bench, 5, HERE)

    with bench.app.app_context():
        assert forget_failures(NOON + timedelta(minutes=59)) == 0
        assert forget_failures(NOON + timedelta(hours=1)) == 5
        assert forget_failures(NOON + timedelta(hours=1)) == 0


@pytest.mark.parametrize(
    ("failed", "allowed", "minutes"),
    [
        (0, 5, 0), (4, 5, 0), (5, 5, 1), (9, 5, 1), (10, 5, 2), (15, 5, 4), (20, 5, 8), (25, 5, 15), (999, 5, 15),
        (1, 1, 1), (3, 1, 4),
    ],
)  # fmt: skip
def test_the_wait_doubles_with_each_round_up_to_a_quarter_of_an_hour(failed: int, allowed: int, minutes: int) -> None:
    assert wait_after([NOON] * failed, allowed, NOON) == timedelta(minutes=minutes)


def test_an_address_can_be_read_from_strange_headers(bench: Bench) -> None:
    for header in ("", "nonsense", ",", "::ffff:203.0.113.7", "fe80::1%eth0"):
        answer = bench.as_(None).post(
            "/auth/login", {"email": email_of(ANA), "password": PASSWORD}, headers={"X-Forwarded-For": header}
        )
        assert answer.status_code == 200, answer.text
