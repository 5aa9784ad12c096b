"""The worker process of a service: its relay, its consumer and its sweeps, each in a thread of its own."""

import threading
from collections.abc import Callable, Mapping
from queue import SimpleQueue
from time import monotonic

from flask import Flask
from sqlalchemy.exc import DBAPIError
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from shared import clock
from shared.bus.consumer import Consumer
from shared.bus.relay import Relay
from shared.db import is_away
from shared.health import Draining, answer_health, database_check
from shared.service import Service, Sweep, pause_after
from shared.telemetry import SWEEP_SUCCESS, SWEPT, cause, log

# Seconds that the threads have to finish what they are at. One that hangs is left: whatever it was
# doing is not committed, and is done again by the next process.
DRAIN = 8.0


class SweepLoop:
    """Calls the sweeps of a service again and again."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._stopping = threading.Event()
        self._thread = threading.Thread(
            target=self.run, args=(self._stopping,), name=f"sweep-{service.name}", daemon=True
        )

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(timeout=DRAIN)

    def run(self, stop: threading.Event) -> None:
        pauses = {sweep: pause_after(sweep, self._service.settings) for sweep in self._service.sweeps}
        due_at = dict.fromkeys(pauses, monotonic())
        went_well = dict.fromkeys(pauses, False)
        while not stop.is_set():
            for sweep in (each for each in pauses if due_at[each] <= monotonic()):
                went_well[sweep] = self._sweep(sweep, stop)
                due_at[sweep] = monotonic() + pauses[sweep]
            if all(went_well.values()):
                SWEEP_SUCCESS.labels(self._service.name).set_to_current_time()
            stop.wait(max(0.0, min(due_at.values()) - monotonic()))

    def _sweep(self, sweep: Sweep, stop: threading.Event) -> bool:
        """Call a sweep until there is nothing left to do.

        :returns: whether it went well
        """
        name = sweep.__name__
        try:
            while not stop.is_set():
                with self._service.app.app_context():
                    moved = sweep(clock.now())
                if not moved:
                    break
                SWEPT.labels(self._service.name, name).inc(moved)
        except Exception as error:  # noqa: BLE001 - the other sweeps must go on
            away = isinstance(error, DBAPIError) and is_away(error)
            say = log.warning if away else log.error
            say("sweep failed", service=self._service.name, sweep=name, error=cause(error))
            return False
        return True


def run(service: Service, ends: "SimpleQueue[int]") -> int:
    """Work until somebody puts an exit code into `ends`, and return it.

    A thread that ends by itself puts 1: a worker works with all its parts, or is started again.
    """
    stop = threading.Event()
    parts: Mapping[str, Callable[[threading.Event], None]] = {
        "relay": Relay(service).run,
        "consumer": Consumer(service).run,
        "sweep": SweepLoop(service).run,
    }

    def work(name: str) -> None:
        try:
            parts[name](stop)
        finally:
            ends.put(1)

    threads = [
        threading.Thread(target=work, args=(name,), name=f"{name}-{service.name}", daemon=True) for name in parts
    ]
    draining = Draining()
    server = _serve_health(service, draining)
    for thread in threads:
        thread.start()
    code = ends.get()
    log.info("worker stops", service=service.name, code=code)
    draining.started = True
    stop.set()
    deadline = monotonic() + DRAIN
    for thread in threads:
        thread.join(timeout=max(0.0, deadline - monotonic()))
    if server:
        server.shutdown()
    return code


class _Quiet(WSGIRequestHandler):
    """Nobody needs to know that the health was asked for."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Not written."""


def _serve_health(service: Service, draining: Draining) -> BaseWSGIServer | None:
    """Answer those who ask how the worker is, where a port is set."""
    if service.settings.health_port is None:
        return None
    app = Flask(f"{service.name}-worker")
    check = database_check(service)

    def checked() -> dict[str, str]:
        with service.app.app_context():
            return check()

    answer_health(app, checked, draining, measure=checked)
    server = make_server(
        service.settings.host, service.settings.health_port, app, threaded=True, request_handler=_Quiet
    )
    threading.Thread(target=server.serve_forever, name=f"health-{service.name}", daemon=True).start()
    return server
