"""Whether the gateway lives, and whether there is anything behind it."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from flask import Flask, Response, jsonify

from gateway.exchange import AnswerLost, Outgoing, TimedOut
from gateway.upstream import Upstream
from shared.health import Draining
from shared.problems import Unavailable

SECONDS = 1.0
# Once ready, the services are not asked more often than this, however often we are.
FRESH_SECONDS = 1.0


class Readiness:
    """Ready once every service has been; a service that goes away later does not take the others along.

    :param clock: seconds that only grow
    """

    def __init__(self, services: dict[str, Upstream], clock: Callable[[], float] = time.monotonic) -> None:
        self._services, self._clock = services, clock
        self._lock = threading.Lock()
        self._threads = ThreadPoolExecutor(max(1, len(services)), "readiness")
        self._waited_for = set(services)
        self._states: dict[str, str] = {}
        self._asked_at = -FRESH_SECONDS

    @property
    def reached(self) -> bool:
        return not self._waited_for

    def states(self) -> dict[str, str]:
        """How each service is: `ok`, or what is wrong."""
        with self._lock:
            if self._waited_for or self._clock() - self._asked_at >= FRESH_SECONDS:
                answers = self._threads.map(_state, self._services.values())
                self._states = dict(zip(self._services, answers, strict=True))
                self._waited_for -= {name for name, state in self._states.items() if state == "ok"}
                self._asked_at = self._clock()
            return self._states


def _state(service: Upstream) -> str:
    try:
        answer = service.probe(Outgoing("GET", "/readyz", [], seconds=SECONDS))
    except (Unavailable, TimedOut, AnswerLost) as error:
        return error.name
    return "ok" if answer.status == 200 else f"answers {answer.status}"


def answer_health(app: Flask, services: dict[str, Upstream]) -> None:
    """Serve /healthz and /readyz."""
    readiness = Readiness(services)
    app.extensions["draining"] = draining = Draining()

    @app.get("/healthz")
    def healthz() -> Response:
        return jsonify(status="ok")

    @app.get("/readyz")
    def readyz() -> tuple[Response, int]:
        states = readiness.states()
        ready = readiness.reached and not draining.started
        return jsonify(status="ok" if ready else "unavailable", checks=states), 200 if ready else 503
