"""The threads that send: some for each channel, and one that hears of news."""

import threading
from collections.abc import Callable

from sqlalchemy.exc import DBAPIError

from services.notifications.channels import CHANNELS, Channel
from services.notifications.incoming import Answerer
from services.notifications.models.waking import Bell
from services.notifications.sending import Sender
from shared.db import is_away
from shared.service import Service
from shared.sweeps import DRAIN
from shared.telemetry import cause, log

# Seconds until it is looked for something to send without being woken.
POLL = 1.0

Part = Callable[[threading.Event], None]


def parts_of(service: Service) -> dict[str, Part]:
    """What sends, by name: each runs in a thread of its own until told to stop."""
    channels: dict[str, Channel] = service.app.extensions["channels"]
    parts: dict[str, Part] = {
        f"{name}-{number}": _Repeating(service, Sender(name)).run
        for name in CHANNELS
        for number in range(channels[name].threads)
    }
    parts["incoming"] = _Repeating(service, Answerer()).run
    if service.settings.database_url:
        # Imported here: the embedded mode starts without its libraries.
        from services.notifications.listening import Listener

        parts["listen"] = Listener(service).run
    return parts


class _Repeating:
    """Does rounds until told to stop; with nothing to do it waits until it is woken."""

    def __init__(self, service: Service, work: "Sender | Answerer") -> None:
        self._service, self._work = service, work
        self._bell: Bell = service.app.extensions["bell"]

    def run(self, stop: threading.Event) -> None:
        while not stop.is_set():
            heard = self._bell.rung
            if not self._do(self._work.round):
                self._bell.wait(heard, POLL)
        self._do(self._work.finish)

    def _do(self, what: Callable[[], int | None]) -> int | None:
        try:
            with self._service.app.app_context():
                return what()
        except Exception as error:  # noqa: BLE001 - whatever it was, the others must be sent
            away = isinstance(error, DBAPIError) and is_away(error)
            say = log.warning if away else log.error
            say("sending failed", error=cause(error))
            return None


class Senders:
    """All of it in this process, beside other things."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=run, args=(self._stop,), name=f"send-{name}", daemon=True)
            for name, run in parts_of(service).items()
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._service.app.extensions["bell"].ring()
        for thread in self._threads:
            thread.join(timeout=DRAIN)
