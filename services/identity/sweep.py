"""What identity does when time passes."""

from datetime import datetime

from services.identity.models import Failure, Session, SigningKey, db


def rotate_keys(at: datetime) -> int:
    """Make a new signing key every thirty days, and forget those whose tokens are over."""
    moved = SigningKey.rotate_if_old(at) + SigningKey.forget_over(at)
    db.session.commit()
    return moved


def forget_sessions(at: datetime) -> int:
    """Forget what nobody can sign in with any more."""
    moved = Session.forget_over(at)
    db.session.commit()
    return moved


def forget_failures(at: datetime) -> int:
    """Forget the failed sign-ins that no longer count."""
    moved = Failure.forget_old(at)
    db.session.commit()
    return moved
