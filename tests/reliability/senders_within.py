"""The senders of the embedded mode as a process of their own, which can be killed without the rest of it."""

import signal
import threading

from cli.apps import service_of
from services.notifications.senders import Senders
from shared.config import Settings


def main() -> None:
    told = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: told.set())
    with service_of("notifications", Settings.from_environment()) as service:
        senders = Senders(service)
        senders.start()
        told.wait()
        senders.stop()


if __name__ == "__main__":
    main()
