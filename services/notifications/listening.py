"""Hearing from PostgreSQL that another process has committed something to send."""

import threading

import psycopg

from services.notifications.models.waking import CHANNEL, Bell
from shared.bus.broker import BackOff, rebuilding
from shared.service import Service

# Seconds until it is seen that one is to stop.
POLL = 1.0
# Seconds in which several news wake everybody only once.
TOGETHER = 0.05


class Listener:
    """Rings the bell of this process when another one has committed something to send."""

    def __init__(self, service: Service) -> None:
        self._url = service.settings.database_of(service.name).replace("+psycopg", "", 1)
        self._bell: Bell = service.app.extensions["bell"]

    def run(self, stop: threading.Event) -> None:
        rebuilding(self._listen, stop, part="listen")

    def _listen(self, back_off: BackOff, stop: threading.Event) -> None:
        with psycopg.connect(self._url, autocommit=True, connect_timeout=5) as database:
            database.execute(f"LISTEN {CHANNEL}")
            while not stop.is_set():
                for _ in database.notifies(timeout=POLL, stop_after=1):
                    self._bell.ring()
                    # Whatever else is committed at that moment is found with it.
                    stop.wait(TOGETHER)
                back_off.reset()
