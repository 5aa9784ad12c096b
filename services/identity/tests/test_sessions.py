"""Refresh tokens: each can be used once, and a stolen one ends the session."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import jwt
import pytest
import sqlalchemy as sa

from services.identity.models import RefreshToken, Session, db
from services.identity.tests.people import NOON, bearing, refresh, signed_in
from shared import clock
from shared.testing.fixtures import ANA, NORTE, OLGA, Bench


def count(bench: Bench, table: type) -> int:
    with bench.app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def test_a_refresh_gives_a_new_pair(bench: Bench) -> None:
    first = signed_in(bench)

    second = refresh(bench, first["refresh_token"])

    assert second.status_code == 200, second.text
    assert second.json["refresh_token"] != first["refresh_token"]
    assert bearing(bench, second.json["access_token"]).get("/auth/me").status_code == 200
    assert refresh(bench, second.json["refresh_token"]).status_code == 200


def test_a_refresh_tells_what_has_changed_meanwhile(bench: Bench) -> None:
    token = signed_in(bench)["refresh_token"]
    bench.as_(OLGA).patch(f"/users/{ANA}", {"role": "manager", "branch_ids": [str(NORTE)]})

    claims = jwt.decode(refresh(bench, token).json["access_token"], options={"verify_signature": False})

    assert (claims["role"], claims["branches"]) == ("manager", [str(NORTE)])


def test_an_old_token_shown_again_ends_the_session(bench: Bench) -> None:
    with clock.stopped(NOON):
        old = signed_in(bench)["refresh_token"]
        new = refresh(bench, old).json["refresh_token"]
    with clock.stopped(NOON + timedelta(seconds=11)):
        assert refresh(bench, old).status_code == 401
        assert refresh(bench, new).status_code == 401


def test_the_other_sessions_of_the_user_are_left_alone(bench: Bench) -> None:
    with clock.stopped(NOON):
        stolen, other = signed_in(bench)["refresh_token"], signed_in(bench)["refresh_token"]
        refresh(bench, stolen)
    with clock.stopped(NOON + timedelta(minutes=1)):
        assert refresh(bench, stolen).status_code == 401
        assert refresh(bench, other).status_code == 200


def test_the_same_client_may_show_it_again_at_once(bench: Bench) -> None:
    with clock.stopped(NOON):
        old = signed_in(bench)["refresh_token"]
        new = refresh(bench, old).json["refresh_token"]
    with clock.stopped(NOON + timedelta(seconds=10)):
        again = refresh(bench, old)

        assert again.status_code == 200, again.text
        assert refresh(bench, new).status_code == 200
        assert refresh(bench, again.json["refresh_token"]).status_code == 200


@pytest.mark.parametrize("other", [{"agent": "otro/1"}, {"address": "198.51.100.9"}])
def test_another_client_may_not_even_at_once(bench: Bench, other: dict[str, str]) -> None:
    with clock.stopped(NOON):
        old = signed_in(bench)["refresh_token"]
        new = refresh(bench, old).json["refresh_token"]

        assert refresh(bench, old, **other).status_code == 401
        assert refresh(bench, new).status_code == 401


def test_twenty_refreshes_at_once_all_go_on(bench: Bench) -> None:
    token = signed_in(bench)["refresh_token"]

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: refresh(bench, token), range(20)))

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json["refresh_token"] for answer in answers}) == 20
    assert count(bench, Session) == 1


def test_of_many_thieves_at_once_none_gets_in(bench: Bench) -> None:
    token = signed_in(bench)["refresh_token"]
    refresh(bench, token, agent="de la dueña")

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: refresh(bench, token, agent="del ladrón"), range(10)))

    assert {answer.status_code for answer in answers} == {401}
    assert count(bench, Session) == 0


def test_a_token_lasts_thirty_days(bench: Bench) -> None:
    with clock.stopped(NOON):
        token = signed_in(bench)["refresh_token"]
    with clock.stopped(NOON + timedelta(days=30)):
        assert refresh(bench, token).status_code == 401
    with clock.stopped(NOON + timedelta(days=30, seconds=-1)):
        assert refresh(bench, token).status_code == 200


@pytest.mark.parametrize("token", ["", "nonsense", "ñ", "\x00", "x" * 100])
def test_a_made_up_token_is_none(bench: Bench, token: str) -> None:
    assert refresh(bench, token).status_code == 401


def test_an_access_token_is_no_refresh_token(bench: Bench) -> None:
    assert refresh(bench, signed_in(bench)["access_token"]).status_code in {401, 422}


@pytest.mark.parametrize("change", [{"password": "puesta por olga"}, {"active": False}])
def test_a_reset_and_being_made_inactive_end_every_session(bench: Bench, change: dict[str, object]) -> None:
    tokens = [signed_in(bench)["refresh_token"] for _ in range(2)]

    assert bench.as_(OLGA).patch(f"/users/{ANA}", change).status_code == 200

    assert [refresh(bench, token).status_code for token in tokens] == [401, 401]


def test_the_sweep_forgets_what_is_over(bench: Bench) -> None:
    with clock.stopped(NOON):
        token = signed_in(bench)["refresh_token"]
    with clock.stopped(NOON + timedelta(days=20)):
        refresh(bench, token)

    bench.sweep(NOON + timedelta(days=31))
    assert (count(bench, Session), count(bench, RefreshToken)) == (1, 1)

    bench.sweep(NOON + timedelta(days=51))
    assert (count(bench, Session), count(bench, RefreshToken)) == (0, 0)
