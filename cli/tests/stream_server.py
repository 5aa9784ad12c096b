"""A web process as `crm serve` runs them, with an event stream that hears what it is told by POST.

python -m cli.tests.stream_server <the public key that tokens are signed with, as JSON>
"""

import sys

import orjson
from flask import Flask, request

from cli.serve import Server
from gateway.callers import know_callers
from gateway.stream.hub import Hub
from gateway.stream.view import serve_stream
from shared.api import use_json
from shared.config import Settings
from shared.events import unseal
from shared.health import Draining, answer_health
from shared.problems import answer_problems
from shared.telemetry import configure_logs, observe_requests
from shared.tokens import KeyRing


class StreamServer(Server):
    """Serves a stream without a bus."""

    def load(self) -> Flask:
        app = Flask("stream")
        use_json(app)
        observe_requests(app, "stream")
        answer_problems(app)
        know_callers(app, ())
        hub = Hub()
        hub.begin()
        app.extensions["draining"] = draining = Draining()
        answer_health(app, dict, draining)
        serve_stream(app, hub, KeyRing(lambda: {"keys": [orjson.loads(sys.argv[1])]}))

        @app.post("/hear")
        def hear() -> dict[str, str]:
            hub.hear([unseal(request.data)])
            return {}

        return app


if __name__ == "__main__":
    configure_logs()
    StreamServer("stream", Settings.from_environment()).run()
