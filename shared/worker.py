"""The worker process of a service: its relay, its consumer and its sweeps, each in a thread of its own."""

import threading
from collections.abc import Callable, Mapping
from queue import SimpleQueue
from time import monotonic

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from shared import tracing
from shared.bus.consumer import Consumer
from shared.bus.relay import Relay
from shared.health import Draining, answer_health, database_check
from shared.service import Service
from shared.sweeps import DRAIN, SweepLoop
from shared.telemetry import log

Part = Callable[[threading.Event], None]


def parts_of(service: Service) -> dict[str, Part]:
    """What a worker does, by name; each runs until told to stop."""
    return {"relay": Relay(service).run, "consumer": Consumer(service).run, "sweep": SweepLoop(service).run}


def run(service: Service, parts: Mapping[str, Part], ends: "SimpleQueue[int]") -> int:
    """Work until somebody puts an exit code into `ends`, and return it.

    A thread that ends by itself puts 1: a process works with all its parts, or is started again.
    """
    stop = threading.Event()

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
    tracing.end()
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
