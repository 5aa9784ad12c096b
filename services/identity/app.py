"""The identity service, put together."""

from typing import Any

from flask import Flask

from services.identity.api import routes
from services.identity.models import Branch, SigningKey, Team, User, db, tables
from services.identity.sweep import forget_failures, forget_sessions, rotate_keys
from shared import clock
from shared.build import build_service
from shared.config import Settings
from shared.db import reading
from shared.tokens import KeyRing


def create_app(settings: Settings) -> Flask:
    app = build_service(
        "identity",
        settings=settings,
        db=db,
        tables=tables,
        routes=(routes,),
        sweeps=(rotate_keys, forget_sessions, forget_failures),
        announces=((Branch, "BranchUpdated"), (User, "UserUpdated"), (Team, "TeamUpdated")),
        people="users",
    )
    # It need not ask itself over HTTP for the keys that it has.
    app.extensions["crm"].keys = KeyRing(lambda: _own_keys(app))
    return app


def _own_keys(app: Flask) -> dict[str, Any]:
    with app.app_context(), reading():
        return SigningKey.published(clock.now())
