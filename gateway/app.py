"""The gateway, put together."""

from flask import Flask
from requests.adapters import BaseAdapter

from gateway.callers import know_callers
from gateway.composing import Composer
from gateway.documents import serve_documents
from gateway.health import answer_health
from gateway.keys import key_ring
from gateway.limits import Buckets, limit
from gateway.proxy import pass_on
from gateway.security import secure
from gateway.stream.hub import Hub
from gateway.stream.relay import relay_stream
from gateway.stream.view import serve_stream
from gateway.upstream import reach, reach_stream
from gateway.views.audit import serve_audit
from gateway.views.panel import serve_panel
from gateway.views.profile import serve_profile
from gateway.views.search import serve_search
from gateway.web import serve_web
from shared import tracing
from shared.api import use_json
from shared.config import Settings
from shared.problems import answer_problems
from shared.telemetry import observe_requests


def create_app(settings: Settings, adapters: dict[str, BaseAdapter] | None = None, hub: Hub | None = None) -> Flask:
    """Put the gateway together.

    :param adapters: the ways to services that live in the same process, by their names
    :param hub: the event stream, where it is a part of the same process
    """
    tracing.begin(settings)
    app = Flask("gateway", static_folder=None)
    use_json(app)
    app.extensions["upstreams"] = services = reach(settings, adapters or {})
    composer = Composer(services)
    observe_requests(app, "gateway")
    answer_problems(app)
    secure(app, settings.public)
    know_callers(app, settings.trusted_proxies)
    keys = key_ring(services.get("identity"))
    limit(app, Buckets(settings.rate_limit), keys)
    stream = reach_stream(settings)
    answer_health(app, services | ({"stream": stream} if stream else {}))
    pass_on(app, services)
    serve_panel(app, composer)
    serve_search(app, composer, keys)
    serve_audit(app, composer)
    if "contacts" in services:
        serve_profile(app, composer)
    if hub:
        serve_stream(app, hub, keys)
    elif stream:
        relay_stream(app, stream)
    serve_documents(app, services, composer)
    serve_web(app)
    return app
