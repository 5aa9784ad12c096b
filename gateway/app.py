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
from gateway.upstream import reach
from gateway.views.panel import serve_panel
from gateway.views.profile import serve_profile
from shared.api import use_json
from shared.config import Settings
from shared.problems import answer_problems
from shared.telemetry import observe_requests


def create_app(settings: Settings, adapters: dict[str, BaseAdapter] | None = None) -> Flask:
    """Put the gateway together.

    :param adapters: the ways to services that live in the same process, by their names
    """
    app = Flask("gateway", static_folder=None)
    use_json(app)
    app.extensions["upstreams"] = services = reach(settings, adapters or {})
    composer = Composer(services)
    observe_requests(app, "gateway")
    answer_problems(app)
    secure(app, settings.public)
    know_callers(app, settings.trusted_proxies)
    limit(app, Buckets(settings.rate_limit), key_ring(services.get("identity")))
    answer_health(app, services)
    pass_on(app, services)
    serve_panel(app, composer)
    if "contacts" in services:
        serve_profile(app, composer)
    serve_documents(app, services, composer)
    return app
