"""How urgent a follow-up is, and what can no longer be done with it."""

from datetime import date
from enum import StrEnum
from typing import Any

from shared.problems import Refused


class State(StrEnum):
    """How urgent a follow-up is; the first three depend on the day and are never stored."""

    OVERDUE = "overdue"
    TODAY = "today"
    UPCOMING = "upcoming"
    DONE = "done"
    CANCELLED = "cancelled"


class AlreadyCompleted(Refused):
    """Somebody was quicker; the first result stays."""

    status, name = 409, "already-completed"


class NotOpen(Refused):
    """It was cancelled."""

    status, name = 409, "not-open"


class AlreadyOpen(Refused):
    """There is nothing to reopen."""

    status, name = 409, "already-open"


class AlreadyClaimed(Refused):
    """Somebody else is calling this client right now."""

    status, name = 409, "already-claimed"


def state_of(follow_up: Any, today: date) -> State:
    """How urgent a follow-up is on a day."""
    if follow_up.completed_at is not None:
        return State.DONE
    if follow_up.cancelled_at is not None:
        return State.CANCELLED
    if follow_up.due_on < today:
        return State.OVERDUE
    return State.TODAY if follow_up.due_on == today else State.UPCOMING
