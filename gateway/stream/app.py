"""The process of the event stream, put together."""

import threading

from flask import Flask

from gateway.callers import know_callers
from gateway.keys import key_ring
from gateway.stream.broker import Broker
from gateway.stream.hub import Hub
from gateway.stream.view import serve_stream
from gateway.upstream import reach
from shared import tracing
from shared.api import use_json
from shared.config import Settings
from shared.health import Draining, answer_health
from shared.problems import answer_problems
from shared.telemetry import observe_requests


def create_app(settings: Settings) -> Flask:
    """Put the stream together, and begin to hear events."""
    assert settings.amqp_url
    tracing.begin(settings)
    app = Flask("stream", static_folder=None)
    use_json(app)
    observe_requests(app, "stream")
    answer_problems(app)
    know_callers(app, ())
    hub = Hub()
    app.extensions["draining"] = draining = Draining()
    answer_health(app, lambda: {"events": "ok" if hub.hears else "none heard yet"}, draining)
    serve_stream(app, hub, key_ring(reach(settings, {}).get("identity")))
    hearing = threading.Thread(target=Broker(settings.amqp_url, hub).run, args=(threading.Event(),), daemon=True)
    hearing.start()
    return app
