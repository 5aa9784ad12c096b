"""The notifications service, put together."""

from random import SystemRandom

from flask import Flask

from services.notifications.api import messages, people, rules, templates, webhooks
from services.notifications.channels import open_channels
from services.notifications.handlers import handlers
from services.notifications.models import db, tables
from services.notifications.models.paces import forget_paces
from services.notifications.models.waking import Bell, ring_on_commit
from shared.build import build_service
from shared.config import Settings


def create_app(settings: Settings) -> Flask:
    channels = open_channels(settings)
    app = build_service(
        "notifications",
        settings=settings,
        db=db,
        tables=tables,
        routes=(messages.routes, rules.routes, templates.routes, people.routes, webhooks.routes),
        handlers=handlers,
        sweeps=(forget_paces,),
    )
    app.extensions |= {"channels": channels, "bell": Bell(), "chance": SystemRandom()}
    ring_on_commit(db.session)
    return app
