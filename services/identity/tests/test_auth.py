"""Signing in and out."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import jwt
import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from flask import Response

from services.identity import passwords
from services.identity.api import cookies
from services.identity.app import create_app
from services.identity.models import RefreshToken, User, db
from services.identity.tests.people import NOON, PASSWORD, WEB, a_team, bearing, email_of, login, refresh, signed_in
from shared import clock
from shared.config import Settings
from shared.testing.fixtures import ANA, CENTRAL, NORTE, OLGA, Bench


class TestLogin:
    def test_the_answer_holds_both_tokens_and_the_user(self, bench: Bench) -> None:
        answer = login(bench)

        assert answer.status_code == 200, answer.text
        assert answer.json.keys() == {"access_token", "token_type", "expires_in", "refresh_token", "user"}
        assert (answer.json["token_type"], answer.json["expires_in"]) == ("Bearer", 900)
        assert answer.json["user"]["email"] == "ana@example.com"
        assert answer.headers["Cache-Control"] == "no-store"

    def test_the_token_tells_who_it_is_and_opens_the_api(self, bench: Bench) -> None:
        token = signed_in(bench)["access_token"]

        header, claims = jwt.get_unverified_header(token), jwt.decode(token, options={"verify_signature": False})

        assert (header["typ"], header["alg"]) == ("at+jwt", "EdDSA")
        assert claims.keys() == {
            "iss", "aud", "sub", "name", "role", "branches", "sid", "iat", "nbf", "exp", "jti",
        }  # fmt: skip
        assert (claims["sub"], claims["name"], claims["role"]) == (str(ANA), "Ana Ruiz", "operator")
        assert claims["branches"] == [str(CENTRAL)]
        assert claims["exp"] - claims["iat"] == 900
        assert bearing(bench, token).get("/auth/me").json["id"] == str(ANA)

    def test_the_email_is_known_in_any_case(self, bench: Bench) -> None:
        answer = bench.as_(None).post("/auth/login", {"email": " ANA@Example.com ", "password": PASSWORD})

        assert answer.status_code == 200, answer.text

    def test_a_wrong_password_and_an_unknown_email_are_told_alike(self, bench: Bench) -> None:
        wrong = login(bench, password="otra contraseña")
        unknown = bench.as_(None).post("/auth/login", {"email": "nadie@example.com", "password": PASSWORD})

        assert (wrong.status_code, unknown.status_code) == (401, 401)
        told = [{k: v for k, v in answer.json.items() if k != "request_id"} for answer in (wrong, unknown)]
        assert told[0] == told[1]
        assert told[0]["type"] == "/problems/bad-credentials"

    @pytest.mark.parametrize(
        "password", [PASSWORD + " ", " " + PASSWORD, PASSWORD.upper(), PASSWORD[:-1], "", "\x00"]
    )
    def test_only_the_exact_password_opens(self, bench: Bench, password: str) -> None:
        assert login(bench, password=password).status_code == 401

    def test_an_inactive_user_is_told_the_same(self, bench: Bench) -> None:
        bench.as_(OLGA).patch(f"/users/{ANA}", {"active": False})

        assert login(bench).json["type"] == "/problems/bad-credentials"

    @pytest.mark.parametrize("body", [{}, {"email": "ana@example.com"}, {"email": 1, "password": PASSWORD}])
    def test_incomplete_credentials_are_named(self, bench: Bench, body: dict[str, Any]) -> None:
        assert bench.as_(None).post("/auth/login", body).status_code == 422

    @pytest.mark.parametrize("field", ["email", "password"])
    def test_what_no_database_can_keep_is_refused(self, bench: Bench, field: str) -> None:
        body = b'{"email": "a@example.com", "password": "x", "%s": "\\ud800"}' % field.encode()

        answer = bench.as_(None).request("POST", "/auth/login", data=body, content_type="application/json")

        assert answer.status_code == 422, answer.text

    def test_a_weak_hash_is_made_strong(self, bench: Bench) -> None:
        weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
        _keep(bench, ANA, weak)

        assert login(bench).status_code == 200
        kept = _kept(bench, ANA)
        assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
        assert login(bench).status_code == 200
        assert _kept(bench, ANA) == kept

    def test_passwords_are_hashed_outside_of_transactions(
        self, bench: Bench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen: list[bool] = []
        for name in ("matches", "hashed"):
            real = getattr(passwords, name)

            def watched(*args: Any, real: Any = real) -> Any:
                seen.append(db.session().in_transaction())
                return real(*args)

            monkeypatch.setattr(passwords, name, watched)

        token = signed_in(bench)["access_token"]
        bearing(bench, token).post("/auth/password", {"current": PASSWORD, "new": "otra más larga"})
        bench.as_(OLGA).post("/users", _somebody(), headers={"Idempotency-Key": "once"})
        bench.as_(OLGA).patch(f"/users/{ANA}", {"password": "una tercera"})

        assert seen == [False] * 5


class TestMe:
    def test_it_tells_role_branches_and_teams(self, bench: Bench) -> None:
        team_id = a_team(bench)
        bench.as_(OLGA).patch(f"/teams/{team_id}", {"member_ids": [str(ANA)]})

        me = bench.as_(ANA).get("/auth/me").json

        assert (me["role"], me["branch_ids"], me["team_ids"]) == ("operator", [str(CENTRAL)], [str(team_id)])
        assert [branch["name"] for branch in me["branches"]] == ["Central"]
        assert [team["name"] for team in me["teams"]] == ["Recepción"]

    def test_an_administrator_sees_every_branch(self, bench: Bench) -> None:
        branches = bench.as_(OLGA).get("/auth/me").json["branches"]

        assert {branch["id"] for branch in branches} == {str(CENTRAL), str(NORTE)}

    def test_the_token_of_somebody_made_inactive_is_no_longer_enough(self, bench: Bench) -> None:
        token = signed_in(bench)["access_token"]
        bench.as_(OLGA).patch(f"/users/{ANA}", {"active": False})

        assert bearing(bench, token).get("/auth/me").status_code == 401


class TestWeb:
    def test_the_refresh_token_goes_into_a_cookie_only(self, bench: Bench) -> None:
        answer = login(bench, **WEB)

        assert "refresh_token" not in answer.json
        name, *attributes = answer.headers["Set-Cookie"].split("; ")
        assert name.startswith("crm_refresh=")
        assert set(attributes) - {a for a in attributes if a.startswith("Expires=")} == {
            "HttpOnly", "SameSite=Strict", "Path=/api/v1/auth", "Max-Age=2592000",
        }  # fmt: skip

    def test_behind_tls_the_cookie_is_secure(self, bench: Bench) -> None:
        app = create_app(Settings(data=bench.service.settings.data, public_url="https://crm.example.com"))
        with app.test_request_context():
            response = Response()
            cookies.keep(response, "abc")

        assert response.headers["Set-Cookie"].startswith("__Secure-crm_refresh=abc;")
        assert "; Secure" in response.headers["Set-Cookie"]

    def test_refresh_and_logout_read_the_cookie(self, bench: Bench) -> None:
        browser = bench.as_(None)
        body = {"email": email_of(ANA), "password": PASSWORD}
        browser.post("/auth/login", body, headers=WEB)

        again = browser.request("POST", "/auth/refresh", headers=WEB)
        out = browser.request("POST", "/auth/logout", headers=WEB)

        assert again.status_code == 200, again.text
        assert "refresh_token" not in again.json
        assert out.status_code == 204
        assert "crm_refresh=;" in out.headers["Set-Cookie"]
        assert "Path=/api/v1/auth" in out.headers["Set-Cookie"]
        assert browser.post("/auth/refresh", headers=WEB).status_code == 401

    @pytest.mark.parametrize("verb", ["refresh", "logout"])
    def test_a_cookie_without_the_header_was_sent_by_another_site(self, bench: Bench, verb: str) -> None:
        browser = bench.as_(None)
        browser.post("/auth/login", {"email": email_of(ANA), "password": PASSWORD}, headers=WEB)

        assert browser.post(f"/auth/{verb}").status_code == 403
        assert browser.post("/auth/refresh", headers=WEB).status_code == 200

    def test_without_a_cookie_the_web_client_is_signed_out(self, bench: Bench) -> None:
        assert bench.as_(None).post("/auth/refresh", headers=WEB).status_code == 401
        assert bench.as_(None).post("/auth/logout", headers=WEB).status_code == 204


class TestLogout:
    def test_it_ends_the_session(self, bench: Bench) -> None:
        token = signed_in(bench)["refresh_token"]

        out = bench.as_(None).post("/auth/logout", {"refresh_token": token})

        assert out.status_code == 204
        assert refresh(bench, token).status_code == 401

    def test_the_other_sessions_stay(self, bench: Bench) -> None:
        phone, laptop = signed_in(bench)["refresh_token"], signed_in(bench)["refresh_token"]

        bench.as_(None).post("/auth/logout", {"refresh_token": phone})

        assert refresh(bench, laptop).status_code == 200

    def test_a_token_is_asked_for(self, bench: Bench) -> None:
        answer = bench.as_(None).post("/auth/logout")

        assert answer.status_code == 422
        assert "refresh_token" in answer.json["errors"]


class TestPassword:
    def test_the_new_one_opens_and_the_old_one_does_not(self, bench: Bench) -> None:
        answer = bench.as_(ANA).post("/auth/password", {"current": PASSWORD, "new": " nueva y larga "})

        assert answer.status_code == 204, answer.text
        assert login(bench).status_code == 401
        assert login(bench, password=" nueva y larga ").status_code == 200

    def test_all_other_sessions_end(self, bench: Bench) -> None:
        here, there = signed_in(bench), signed_in(bench)

        change = {"current": PASSWORD, "new": "nueva y larga"}
        assert bearing(bench, here["access_token"]).post("/auth/password", change).status_code == 204

        assert refresh(bench, there["refresh_token"]).status_code == 401
        assert refresh(bench, here["refresh_token"]).status_code == 200

    def test_the_current_one_must_be_right(self, bench: Bench) -> None:
        answer = bench.as_(ANA).post("/auth/password", {"current": "otra", "new": "nueva y larga"})

        assert answer.status_code == 422
        assert answer.json["errors"] == {"current": ["No es la contraseña actual."]}

    def test_guessing_the_current_one_is_slowed_down(self, bench: Bench) -> None:
        tries = [bench.as_(ANA).post("/auth/password", {"current": "no", "new": "nueva y larga"}) for _ in range(6)]

        assert [answer.status_code for answer in tries] == [422] * 5 + [429]

    def test_its_answers_are_not_kept(self, bench: Bench) -> None:
        change = {"current": PASSWORD, "new": "nueva y larga"}
        headers = {"Idempotency-Key": "the same"}

        first = bench.as_(ANA).post("/auth/password", change, headers=headers)
        again = bench.as_(ANA).post("/auth/password", change, headers=headers)

        assert (first.status_code, again.status_code) == (204, 422)

    @pytest.mark.parametrize(
        ("new", "message"),
        [
            ("corta", "Mínimo 8 caracteres."),
            ("ñ" * 129, "Máximo 128 caracteres."),
            ("Contraseña123", "Es una contraseña demasiado común."),
        ],
    )
    def test_a_weak_new_one_is_refused(self, bench: Bench, new: str, message: str) -> None:
        answer = bench.as_(ANA).post("/auth/password", {"current": PASSWORD, "new": new})

        assert answer.status_code == 422
        assert answer.json["errors"] == {"new": [message]}


def test_only_digests_of_refresh_tokens_are_kept(bench: Bench) -> None:
    with clock.stopped(NOON):
        token = signed_in(bench)["refresh_token"]

    with bench.app.app_context():
        kept = db.session.scalars(sa.select(RefreshToken)).one()

    assert len(token) >= 43
    assert len(kept.digest) == 64
    assert token not in str(vars(kept))
    assert kept.expires_at == NOON + timedelta(days=30)


def _keep(bench: Bench, user_id: UUID, password_hash: str) -> None:
    with bench.app.app_context():
        db.session.execute(sa.update(User).where(User.id == user_id).values(password_hash=password_hash))
        db.session.commit()


def _kept(bench: Bench, user_id: UUID) -> str:
    with bench.app.app_context():
        kept: str = db.session.scalars(sa.select(User.password_hash).where(User.id == user_id)).one()
        return kept


def _somebody() -> dict[str, Any]:
    return {
        "name": "Eva Sol", "email": "eva@example.com", "role": "operator", "branch_ids": [str(CENTRAL)],
        "password": "tres palabras más",
    }  # fmt: skip
