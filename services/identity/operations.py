"""Signing in and out, and what commands do: verbs that span several tables.

Passwords are hashed between two transactions, never inside one: hashing takes long, and on SQLite everybody
else would wait for it.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from prometheus_client import Counter

from services.identity import passwords
from services.identity.models import Branch, Failure, Session, SigningKey, Team, User, db
from services.identity.models.base import queue_for
from services.identity.models.keys import TOKEN_LIFE
from services.identity.origin import Origin
from shared import trail
from shared.db import reading
from shared.problems import Invalid, Refused
from shared.resources import Rendered
from shared.service import this_service
from shared.telemetry import REGISTRY
from shared.tokens import ADMIN, NOBODY_ID, SERVICE, BadToken

SIGN_INS = Counter("crm_login_attempts_total", "Tries to sign in.", ["result"], registry=REGISTRY)


SERVICE_TOKEN_LIFE = timedelta(minutes=5)


class BadCredentials(Refused):
    """No active user has that e-mail and password; which of the two is wrong is not told."""

    status, name = 401, "bad-credentials"


@dataclass(frozen=True)
class Grant:
    """What a sign-in or a refresh gives."""

    access_token: str
    refresh_token: str
    user: Rendered

    def shown(self) -> Rendered:
        return {
            "access_token": self.access_token,
            "token_type": "Bearer",
            "expires_in": int(TOKEN_LIFE.total_seconds()),
            "refresh_token": self.refresh_token,
            "user": self.user,
        }


def sign_in(email: str, password: str, origin: Origin, at: datetime) -> Grant:
    """Begin a session.

    :raises BadCredentials: not this e-mail with this password
    :raises services.identity.models.failures.TooManyFailures: too many failed tries before
    """
    email = email.lower()
    known = _recognized(email, password, origin, at)
    better = passwords.hashed(password) if known and passwords.is_weak(known.password_hash) else None
    user = _locked(known.id) if known else None
    if known and user and user.password_hash != known.password_hash:
        db.session.rollback()
        return sign_in(email, password, origin, at)
    _check_again(email, origin, at)
    if user is None or not user.active:
        _fail(email, origin, at, "SignInFailed")
        raise BadCredentials
    Failure.forgive(email, origin.address)
    user.password_hash = better or user.password_hash
    SIGN_INS.labels("succeeded").inc()
    trail.note("SignedIn", "user", user.id, actor_id=user.id)
    return _grant(Session.start(user.id, at), at)


def refresh(token: str, origin: Origin, at: datetime) -> Grant:
    """Go on with a session.

    :raises BadToken: it is over, or ends now because the token was used before
    """
    session = Session.refreshed(token, origin.client, at)
    return _grant(session, at)


def service_token(secret: str, at: datetime) -> Rendered:
    """A token for the service that knows the secret.

    :raises BadToken: it does not, or there is none
    """
    known, given = this_service().settings.service_secret, secret.encode("utf-8", "replace")
    if not any(hmac.compare_digest(each.encode(), given) for each in known):
        raise BadToken("not the secret of the services")
    claims = {"sub": str(NOBODY_ID), "name": "", "role": SERVICE.label, "branches": []}
    token = SigningKey.current(at).sign(claims, at, SERVICE_TOKEN_LIFE)
    return {
        "access_token": token,
        "token_type": "Bearer",
        "expires_in": int(SERVICE_TOKEN_LIFE.total_seconds()),
    }


def sign_out(token: str) -> None:
    """End the session of a refresh token, if there is one."""
    user_id = Session.end(token)
    if user_id:
        trail.note("SignedOut", "user", user_id, actor_id=user_id)


def change_password(
    user_id: UUID, current: str, new: str, origin: Origin, at: datetime, *, session_id: UUID | None
) -> None:
    """Change one's own password; every other session ends.

    :raises shared.problems.Invalid: not the current password
    :raises services.identity.models.failures.TooManyFailures: too many failed tries before
    """
    email = db.session.scalar(sa.select(User.email).where(User.id == user_id, User.active))
    db.session.rollback()
    if email is None:
        raise BadToken("no such user")
    known = _recognized(email, current, origin, at)
    new_hash = passwords.hashed(new)
    user = _locked(known.id) if known else None
    _check_again(email, origin, at)
    if known is None or user is None or user.password_hash != known.password_hash:
        _fail(email, origin, at, "PasswordChangeFailed")
        raise Invalid(current="password-wrong")
    Failure.forgive(email, origin.address)
    user.password_hash, user.updated_at = new_hash, at
    trail.note("PasswordChanged", "user", user_id)
    Session.end_all(user_id, but=session_id)


def profile(user_id: UUID) -> Rendered:
    """A user as they see themselves, with the branches that they may see and their teams.

    :raises BadToken: the user is gone or no longer active
    """
    user = User.render_all([user_id]).get(user_id)
    if user is None or not user["active"]:
        raise BadToken("no such user")
    everywhere = user["role"] == ADMIN.label
    branch_ids = (
        list(db.session.scalars(sa.select(Branch.id).order_by(Branch.id))) if everywhere else user["branch_ids"]
    )
    branches = Branch.render_all(branch_ids)
    return user | {
        "branches": list(branches.values()),
        "teams": list(Team.render_all(user["team_ids"]).values()),
    }


def create_user(*, email: str, name: str, role: str, password: str, branch_ids: list[UUID], at: datetime) -> UUID:
    """Make a user by command, which commits. Who needs a branch and is given none works in the first one.

    :raises shared.problems.Invalid: a password that may not be chosen, or branches that do not exist
    :raises services.identity.models.people.EmailTaken: somebody else has the e-mail
    """
    wrong = passwords.what_is_wrong(password)
    if wrong:
        raise Invalid(password=wrong)
    kept = passwords.hashed(password)
    queue_for("house")
    first = Branch.oldest() if role != ADMIN.label and not branch_ids else None
    fields = {
        "name": name,
        "email": email.strip().lower(),
        "role": role,
        "active": True,
        "branch_ids": branch_ids or ([first] if first else []),
    }
    return User.register(fields, kept, at).id


def _recognized(email: str, password: str, origin: Origin, at: datetime) -> Any:
    """The (id, password_hash) of the user with this e-mail and password, or None."""
    with reading():
        try:
            Failure.check(email, origin.address, at)
        except Refused:
            SIGN_INS.labels("throttled").inc()
            raise
        known = db.session.execute(sa.select(User.id, User.password_hash).where(User.email == email)).one_or_none()
        db.session.rollback()
    right = passwords.matches(known.password_hash if known else None, password)
    return known if right else None


def _locked(user_id: UUID) -> User | None:
    return db.session.scalar(
        sa.select(User).where(User.id == user_id).with_for_update().execution_options(populate_existing=True)
    )


def _check_again(email: str, origin: Origin, at: datetime) -> None:
    try:
        Failure.check_again(email, origin.address, at)
    except Refused:
        SIGN_INS.labels("throttled").inc()
        raise


def _fail(email: str, origin: Origin, at: datetime, what: str) -> None:
    Failure.note(email, origin.address, at)
    trail.note(what, "user", db.session.scalar(sa.select(User.id).where(User.email == email)))
    db.session.commit()
    SIGN_INS.labels("failed").inc()


def _grant(session: Session, at: datetime) -> Grant:
    user = profile(session.user_id)
    claims = {
        "sub": str(user["id"]),
        "name": user["name"],
        "role": user["role"],
        "branches": [str(id) for id in user["branch_ids"]],
        "sid": str(session.id),
    }
    return Grant(SigningKey.current(at).sign(claims, at), session.issue_token(at), user)
