"""The keys: what other services accept, and how one key follows another."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.identity.app import create_app
from services.identity.models import SigningKey, db
from services.identity.tests.people import PASSWORD, bearing, signed_in
from shared import clock
from shared.testing.fixtures import ANA, CENTRAL, Bench, close, token_of
from shared.tokens import BadToken, KeyRing, Role


@pytest.fixture
def ring(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> KeyRing:
    """The keys as another service has them."""
    monkeypatch.setattr("shared.tokens._REFETCH_SECONDS", 0.0)
    return KeyRing(lambda: published(bench))


@pytest.fixture
def now() -> Iterator[datetime]:
    """Tokens are checked against the true time."""
    at = datetime.now(UTC).replace(microsecond=0)
    with clock.stopped(at):
        yield at


def published(bench: Bench) -> dict[str, Any]:
    return bench.as_(None).get("/auth/jwks.json").json


def rotate(bench: Bench, at: datetime) -> str:
    with bench.app.app_context():
        kid = str(SigningKey.rotate(at).id)
        db.session.commit()
    return kid


def kid_of(token: str) -> str:
    return str(jwt.get_unverified_header(token)["kid"])


def test_other_services_accept_the_tokens(bench: Bench, ring: KeyRing) -> None:
    user = ring.user_of(signed_in(bench)["access_token"])

    assert (user.id, user.name, user.role, user.branch_ids) == (ANA, "Ana Ruiz", Role.OPERATOR, (CENTRAL,))
    assert user.session_id is not None


def test_the_key_set_is_public_and_holds_no_secret(bench: Bench) -> None:
    (key,) = published(bench)["keys"]

    assert key.keys() == {"kty", "crv", "x", "kid", "alg", "use"}
    assert (key["kty"], key["crv"], key["alg"], key["use"]) == ("OKP", "Ed25519", "EdDSA", "sig")


def test_a_rotation_in_the_middle_of_a_session_is_not_noticed(bench: Bench, ring: KeyRing, now: datetime) -> None:
    before = signed_in(bench)
    ring.user_of(before["access_token"])

    kid = rotate(bench, now)
    with clock.stopped(now + timedelta(seconds=11)):
        after = signed_in(bench)

        assert kid_of(after["access_token"]) == kid != kid_of(before["access_token"])
        assert ring.user_of(after["access_token"]).id == ANA
        assert KeyRing(lambda: published(bench)).user_of(before["access_token"]).id == ANA


def test_a_new_key_is_published_before_it_signs(bench: Bench, now: datetime) -> None:
    kid = rotate(bench, now)

    assert kid in {key["kid"] for key in published(bench)["keys"]}
    assert kid_of(signed_in(bench)["access_token"]) != kid


def test_an_old_key_is_published_until_its_tokens_are_over(bench: Bench, now: datetime) -> None:
    old = published(bench)["keys"][0]["kid"]
    new = rotate(bench, now)

    with clock.stopped(now + timedelta(minutes=17)):
        assert {key["kid"] for key in published(bench)["keys"]} == {old, new}
    with clock.stopped(now + timedelta(minutes=18)):
        assert [key["kid"] for key in published(bench)["keys"]] == [new]


def test_the_sweep_makes_a_new_key_every_thirty_days(bench: Bench, now: datetime) -> None:
    rotate(bench, now)
    bench.sweep(now + timedelta(hours=1))
    assert len(kept(bench)) == 1

    assert bench.sweep(now + timedelta(days=29)) == 0
    assert bench.sweep(now + timedelta(days=31)) == 1
    assert bench.sweep(now + timedelta(days=31)) == 0
    assert len(kept(bench)) == 2
    bench.sweep(now + timedelta(days=32))
    assert len(kept(bench)) == 1


def test_the_service_itself_asks_nobody_for_its_keys(bench: Bench) -> None:
    app = create_app(bench.service.settings)

    assert app.extensions["crm"].keys.user_of(signed_in(bench)["access_token"]).id == ANA
    close(app)


def kept(bench: Bench) -> list[SigningKey]:
    with bench.app.app_context():
        return list(db.session.scalars(sa.select(SigningKey)))


class TestForgeries:
    """What is no token of ours opens no route."""

    @pytest.fixture
    def genuine(self, bench: Bench) -> str:
        return signed_in(bench, password=PASSWORD)["access_token"]

    def forged(self, bench: Bench, genuine: str) -> dict[str, str]:
        header, claims, signature = genuine.split(".")
        content = jwt.decode(genuine, options={"verify_signature": False})
        key = published(bench)["keys"][0]
        stranger = Ed25519PrivateKey.generate()
        named = {"typ": "at+jwt", "kid": key["kid"]}
        none = jwt.encode(content, None, "none", headers=named)
        return {
            "no signature": f"{header}.{claims}.",
            "changed": f"{header}.{claims[:-4]}AAAA.{signature}",
            "alg none": none,
            "HMAC with the public key": jwt.encode(content, key["x"], "HS256", headers=named),
            "another key": jwt.encode(content, stranger, "EdDSA", headers=named),
            "path in kid": jwt.encode(content, stranger, "EdDSA", headers=named | {"kid": "../../etc/passwd"}),
            "its own key along": jwt.encode(content, stranger, "EdDSA", headers=named | {"jwk": key}),
            "elsewhere": jwt.encode(content, stranger, "EdDSA", headers=named | {"jku": "https://evil.example"}),
            "nonsense": "x.y.z",
        }

    def test_no_route_takes_them(self, bench: Bench, genuine: str) -> None:
        for kind, token in self.forged(bench, genuine).items():
            for method, path in guarded_routes(bench):
                answer = bearing(bench, token).request(method, path, json={})
                assert answer.status_code == 401, (kind, method, path)

    def test_no_route_takes_none(self, bench: Bench) -> None:
        routes = guarded_routes(bench)

        assert len(routes) >= 14
        assert {bench.as_(None).request(method, path, json={}).status_code for method, path in routes} == {401}

    @pytest.mark.parametrize(
        "claims",
        [
            {"exp": 1}, {"nbf": 99999999999}, {"iat": 99999999999}, {"aud": "other"}, {"iss": "other"},
            {"sub": "nobody"}, {"role": "god"}, {"branches": "all"}, {"exp": None},
        ],
    )  # fmt: skip
    def test_claims_are_checked(self, bench: Bench, claims: dict[str, Any]) -> None:
        assert bearing(bench, token_of(ANA, **claims)).get("/auth/me").status_code == 401

    def test_a_refresh_token_is_no_access_token(self, bench: Bench) -> None:
        token = signed_in(bench)["refresh_token"]

        assert bearing(bench, token).get("/auth/me").status_code == 401

    def test_an_expired_token_is_over(self, bench: Bench, ring: KeyRing, now: datetime) -> None:
        with clock.stopped(now - timedelta(minutes=17)):
            token = signed_in(bench)["access_token"]

        with pytest.raises(BadToken):
            ring.user_of(token)


def guarded_routes(bench: Bench) -> list[tuple[str, str]]:
    document = bench.as_(None).get("/openapi.json").json
    return [
        (method.upper(), path.removeprefix("/api/v1").replace("{id}", str(ANA)))
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if method in {"get", "post", "put", "patch", "delete"} and operation["x-role"] != "public"
    ]
