"""The keys that access tokens are signed with."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Self
from uuid import UUID

import jwt
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from sqlalchemy.orm import Mapped, mapped_column

from services.identity.models.base import Model, db, queue_for
from shared.ids import new_id
from shared.tokens import ALGORITHM, AUDIENCE, ISSUER, LEEWAY_SECONDS, TYPE

TOKEN_LIFE = timedelta(minutes=15)
ROTATED_AFTER = timedelta(days=30)
# A new key is published before it signs, so that whoever fetches the keys in between has it already.
PUBLISHED_BEFORE = timedelta(seconds=10)
_TOKENS_OVER_AFTER = TOKEN_LIFE + timedelta(seconds=2 * LEEWAY_SECONDS)


class SigningKey(Model):
    """A private key. It signs from an instant on until the next one does; its id is the tokens' `kid`."""

    __tablename__ = "signing_keys"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    private_pem: Mapped[str] = mapped_column(sa.Text)
    signs_from: Mapped[datetime]

    @classmethod
    def make_first(cls, at: datetime) -> None:
        """Make a key if there is none."""
        queue_for("keys")
        if not cls._all():
            cls._make(signs_from=at)

    @classmethod
    def rotate(cls, at: datetime) -> Self:
        """Make a new key, which signs after a moment."""
        return cls._make(signs_from=at + PUBLISHED_BEFORE)

    @classmethod
    def rotate_if_old(cls, at: datetime) -> int:
        """Make a new key when the newest is old.

        :returns: how many were made
        """
        queue_for("keys")
        keys = cls._all()
        if not keys or keys[-1].signs_from > at - ROTATED_AFTER:
            return 0
        cls.rotate(at)
        return 1

    @classmethod
    def current(cls, at: datetime) -> Self:
        """The key that signs at an instant."""
        return db.session.scalars(
            sa.select(cls).where(cls.signs_from <= at).order_by(cls.signs_from.desc(), cls.id.desc()).limit(1)
        ).one()

    @classmethod
    def published(cls, at: datetime) -> dict[str, Any]:
        """The public keys, as a JSON Web Key Set: of every key whose tokens may still be valid, or soon."""
        over = {key.id for key in cls._over(at)}
        return {"keys": [key.public() for key in cls._all() if key.id not in over]}

    @classmethod
    def forget_over(cls, at: datetime) -> int:
        """Forget the keys whose tokens are over.

        :returns: how many
        """
        over = cls._over(at)
        for key in over:
            db.session.delete(key)
        return len(over)

    def sign(self, claims: dict[str, Any], at: datetime, life: timedelta = TOKEN_LIFE) -> str:
        """An access token with these claims, valid from an instant on, for `TOKEN_LIFE` at most."""
        standard = {"iss": ISSUER, "aud": AUDIENCE, "iat": at, "nbf": at, "exp": at + life}
        return jwt.encode(
            claims | standard | {"jti": str(new_id())},
            self._private(),
            ALGORITHM,
            headers={"kid": str(self.id), "typ": TYPE},
        )

    @classmethod
    def _all(cls) -> Sequence[Self]:
        return db.session.scalars(sa.select(cls).order_by(cls.signs_from, cls.id)).all()

    @classmethod
    def _over(cls, at: datetime) -> list[Self]:
        return [key for key, following in pairwise(cls._all()) if following.signs_from + _TOKENS_OVER_AFTER < at]

    @classmethod
    def _make(cls, signs_from: datetime) -> Self:
        pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        key = cls(id=new_id(), private_pem=pem.decode(), signs_from=signs_from)
        db.session.add(key)
        return key

    def _private(self) -> Ed25519PrivateKey:
        key = load_pem_private_key(self.private_pem.encode(), password=None)
        assert isinstance(key, Ed25519PrivateKey)
        return key

    def public(self) -> dict[str, Any]:
        """Its public half, as a JSON Web Key."""
        key = jwt.algorithms.OKPAlgorithm.to_jwk(self._private().public_key(), as_dict=True)
        return key | {"kid": str(self.id), "alg": ALGORITHM, "use": "sig"}
