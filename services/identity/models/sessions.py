"""Sessions: what a sign-in begins, kept alive by refresh tokens of which each can be used once."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.identity.models.base import Model, db
from shared import trail
from shared.db import rows_changed
from shared.ids import new_id
from shared.telemetry import log
from shared.tokens import BadToken

# How long a session lasts that nobody uses.
LIFE = timedelta(days=30)
# Two tabs may refresh at once, and an answer may be lost on its way.
GRACE = timedelta(seconds=10)


class Session(Model):
    """One sign-in of a user. One that has ended is gone, and its tokens with it."""

    __tablename__ = "sessions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"), index=True)
    started_at: Mapped[datetime]

    @classmethod
    def start(cls, user_id: UUID, at: datetime) -> Self:
        session = cls(id=new_id(), user_id=user_id, started_at=at)
        db.session.add(session)
        db.session.flush()
        return session

    @classmethod
    def refreshed(cls, token: str, client: str, at: datetime) -> "Session":
        """The session of a refresh token, which is spent by this.

        Shown again by somebody else, or later, a spent token was stolen from one of the two: the session ends.

        :param client: what tells one client from another
        :raises BadToken: no session has the token, or no longer
        """
        session = db.session.scalar(_session_of(token).with_for_update())
        # Read once the session is locked: another request may just have spent it.
        known = db.session.get(RefreshToken, _digest(token), populate_existing=True)
        if session is None or known is None or known.expires_at <= at:
            raise BadToken("no such session")
        if known.spent_at is None:
            known.spent_at, known.spent_by = at, client
        elif known.spent_by != client or at - known.spent_at > GRACE:
            log.warning("refresh token reused", user_id=str(session.user_id))
            cls.end(token)
            trail.note("RefreshTokenReused", "user", session.user_id)
            db.session.commit()
            raise BadToken("used before")
        return session

    def issue_token(self, at: datetime) -> str:
        """A new refresh token; only its digest is kept."""
        token = secrets.token_urlsafe(32)
        db.session.add(RefreshToken(digest=_digest(token), session_id=self.id, expires_at=at + LIFE))
        return token

    @classmethod
    def end(cls, token: str) -> UUID | None:
        """End the session of a refresh token.

        :returns: whose it was, if there is one
        """
        ids = sa.select(RefreshToken.session_id).where(RefreshToken.digest == _digest(token))
        ended = sa.delete(cls).where(cls.id.in_(ids)).returning(cls.user_id)
        return db.session.scalar(ended, execution_options={"synchronize_session": False})

    @classmethod
    def end_all(cls, user_id: UUID, *, but: UUID | None = None) -> None:
        """End every session of a user, perhaps but the one they are in."""
        others = sa.delete(cls).where(cls.user_id == user_id, cls.id != but if but else sa.true())
        db.session.execute(others, execution_options={"synchronize_session": False})

    @classmethod
    def forget_over(cls, at: datetime) -> int:
        """Forget the tokens that have expired, and the sessions without one.

        :returns: how many
        """
        expired = db.session.execute(sa.delete(RefreshToken).where(RefreshToken.expires_at <= at))
        left = sa.select(RefreshToken.session_id)
        # A session is born with its token, in one transaction.
        ended = db.session.execute(sa.delete(cls).where(cls.id.not_in(left)))
        return rows_changed(expired) + rows_changed(ended)


class RefreshToken(Model):
    """A refresh token, by its digest. Spent ones are kept until they expire, to be known again."""

    __tablename__ = "refresh_tokens"

    digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    session_id: Mapped[UUID] = mapped_column(sa.ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    spent_at: Mapped[datetime | None]
    spent_by: Mapped[str | None] = mapped_column(sa.String(64))


def _session_of(token: str) -> sa.Select[tuple[Session]]:
    ids = sa.select(RefreshToken.session_id).where(RefreshToken.digest == _digest(token))
    return sa.select(Session).where(Session.id.in_(ids)).execution_options(populate_existing=True)


def _digest(token: str) -> str:
    # It is random: nothing that could be guessed needs a slow hash.
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
