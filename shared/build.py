"""A service put together from its parts; each service's app.py says which."""

from typing import TYPE_CHECKING, Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from shared import audit, tracing
from shared import db as database
from shared.api import Routes, document, use_json
from shared.calls import Calls
from shared.config import Settings
from shared.erasing import blank_parked
from shared.health import Draining, answer_health, database_check
from shared.idempotency import forget_old_keys
from shared.inbox import Handlers, forget_old_events
from shared.plumbing import Plumbing
from shared.problems import answer_problems
from shared.resources import publish_on_commit
from shared.sealing import seal_trail
from shared.service import Service, Sweep
from shared.telemetry import observe_requests
from shared.tokens import KeyRing

if TYPE_CHECKING:
    from shared.resources import Resource

THREADS = 8


def build_service(
    name: str,
    *,
    settings: Settings,
    db: SQLAlchemy,
    tables: Plumbing,
    routes: tuple[Routes, ...],
    handlers: Handlers | None = None,
    sweeps: tuple[Sweep, ...] = (),
    announces: "tuple[tuple[type[Resource], str], ...]" = (),
    people: str = "people",
) -> Flask:
    """Put a service together.

    :param sweeps: what it does when time passes
    :param announces: its resources, each with the event that carries their present state
    :param people: the table with the names of users
    """
    tracing.begin(settings)
    app = Flask(name)
    use_json(app)
    database.connect(app, db, settings.database_of(name), threads=THREADS)
    calls = Calls(dict(settings.service_urls))
    keys = KeyRing(lambda: _public_keys(app, calls))
    service = Service(
        name,
        app,
        db,
        tables,
        settings,
        calls,
        keys,
        handlers or Handlers(),
        (*sweeps, forget_old_keys, forget_old_events, seal_trail, blank_parked),
        announces,
        people,
    )
    app.extensions["crm"] = service
    app.extensions["draining"] = draining = Draining()
    publish_on_commit(db.session)
    observe_requests(app, name)
    answer_problems(app)
    answer_health(app, database_check(service), draining)
    document(app, f"Al Día: {name}", (*routes, audit.routes))
    return app


def _public_keys(app: Flask, calls: Calls) -> dict[str, Any]:
    with app.app_context():
        found: dict[str, Any] = calls.get("identity", "/auth/jwks.json")
        return found
