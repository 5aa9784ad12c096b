"""Telling the senders that there is something to send, as soon as it is committed."""

import threading
from time import monotonic
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import scoped_session

from shared.service import this_service

CHANNEL = "crm_send"


class Bell:
    """Wakes the threads of this process."""

    def __init__(self) -> None:
        self._rung = 0
        self._condition = threading.Condition()

    @property
    def rung(self) -> int:
        """How often it has rung so far."""
        return self._rung

    def ring(self) -> None:
        with self._condition:
            self._rung += 1
            self._condition.notify_all()

    def wait(self, heard: int, seconds: float) -> None:
        """Wait until it rings more often than was heard, at most so long."""
        deadline = monotonic() + seconds
        with self._condition:
            while self._rung == heard and (left := deadline - monotonic()) > 0:
                self._condition.wait(left)


def wake_senders() -> None:
    """Wake them once the transaction has committed: through PostgreSQL, or those of this process."""
    session = this_service().db.session
    if this_service().dialect == "postgresql":
        session.execute(sa.text(f"SELECT pg_notify('{CHANNEL}', '')"))
    else:
        session.info["wakes"] = True


def ring_on_commit(session: scoped_session[Any]) -> None:
    """Let what is committed here ring the bell of its process."""
    if not sa.event.contains(session, "after_commit", _ring):
        sa.event.listen(session, "after_commit", _ring)


def _ring(session: Any) -> None:
    if session.info.pop("wakes", False):
        current_app.extensions["bell"].ring()
