"""Access tokens: each service checks the signature itself and trusts nobody else's word for it."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any
from uuid import UUID

import jwt
import sqlalchemy as sa
from flask import g

ISSUER, AUDIENCE, ALGORITHM, TYPE = "al-dia", "crm", "EdDSA", "at+jwt"
LEEWAY_SECONDS = 60
_CACHED = 4096
# Keys are fetched again when they get old, since one may have been withdrawn; and, though not at the wish of
# everybody who invents one, when an unknown key is named.
_KEPT_SECONDS = 300.0
_REFETCH_SECONDS = 5.0


class Role(IntEnum):
    """What a user may do; each role may all that the one before it may. PUBLIC needs no user at all.

    SERVICE is nobody's: what it has of a service may only what routes name that say so.
    """

    SERVICE = -1
    PUBLIC = 0
    OPERATOR = 1
    MANAGER = 2
    ADMIN = 3

    @property
    def label(self) -> str:
        return self.name.lower()


SERVICE, PUBLIC, OPERATOR, MANAGER, ADMIN = Role.SERVICE, Role.PUBLIC, Role.OPERATOR, Role.MANAGER, Role.ADMIN
# Whose id the tokens of services carry: no user's.
NOBODY_ID = UUID(int=0)


class BadToken(Exception):
    """No token, or one that is forged, expired or meant for something else."""


@dataclass(frozen=True)
class User:
    """The signed-in user, as their access token tells."""

    id: UUID
    name: str
    role: Role
    branch_ids: tuple[UUID, ...]
    session_id: UUID | None = None

    def sees(self, branch_id: UUID) -> bool:
        return self.role in {ADMIN, SERVICE} or branch_id in self.branch_ids

    def in_branches(self, column: Any) -> sa.ColumnElement[bool]:
        """The condition for rows whose branch this user may see."""
        return sa.true() if self.role in {ADMIN, SERVICE} else column.in_(self.branch_ids)


def current_user() -> User:
    """The user of this request. Routes that need no token have none."""
    user: User = g.user
    return user


class KeyRing:
    """The public keys of identity."""

    def __init__(self, fetch: Callable[[], dict[str, Any]]) -> None:
        self._fetch = fetch
        self._keys: dict[str, Any] = {}
        self._fetched_at = -_KEPT_SECONDS
        self._lock = threading.Lock()
        self._users: dict[str, tuple[float, User]] = {}

    def user_of(self, token: str) -> User:
        """The user that a token was issued to.

        :raises BadToken: not one of ours, or not valid now
        """
        return self.checked(token)[1]

    def checked(self, token: str) -> tuple[float, User]:
        """When a token expires, in seconds since the epoch, and the user that it was issued to.

        :raises BadToken: not one of ours, or not valid now
        """
        known = self._users.get(token)
        if known and known[0] + LEEWAY_SECONDS > time.time():
            return known
        claims = self._claims(token)
        if len(self._users) >= _CACHED:
            self._users.clear()
        self._users[token] = known = (float(claims["exp"]), _user(claims))
        return known

    def _claims(self, token: str) -> dict[str, Any]:
        try:
            header = jwt.get_unverified_header(token)
            if header.get("typ") != TYPE:
                raise BadToken("not an access token")
            claims: dict[str, Any] = jwt.decode(
                token,
                self._key(str(header.get("kid"))),
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                issuer=ISSUER,
                leeway=LEEWAY_SECONDS,
                options={"require": ["exp", "iat", "nbf", "sub"]},
            )
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise BadToken(str(error)) from error
        return claims

    def _key(self, kid: str) -> Any:
        with self._lock:
            known = kid in self._keys
            if time.monotonic() - self._fetched_at >= (_KEPT_SECONDS if known else _REFETCH_SECONDS):
                self._refetch(but_go_on=known)
            if kid not in self._keys:
                raise BadToken("signed with an unknown key")
            return self._keys[kid]

    def _refetch(self, *, but_go_on: bool) -> None:
        try:
            self._keys = {key["kid"]: jwt.PyJWK(key).key for key in self._fetch()["keys"]}
            self._users.clear()
        except Exception:
            # Identity is away. Whoever has signed in goes on; only what is signed with a new key must wait.
            if not but_go_on:
                raise
        self._fetched_at = time.monotonic()


def _user(claims: dict[str, Any]) -> User:
    try:
        return User(
            id=UUID(claims["sub"]),
            name=str(claims["name"]),
            role=Role[str(claims["role"]).upper()],
            branch_ids=tuple(UUID(each) for each in claims["branches"]),
            session_id=UUID(claims["sid"]) if claims.get("sid") else None,
        )
    except (KeyError, ValueError, TypeError) as error:
        raise BadToken("its claims cannot be read") from error
