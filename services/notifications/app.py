"""The notifications service, put together."""

from flask import Flask

from services.notifications.api import messages, people, rules, templates
from services.notifications.channels import open_channels
from services.notifications.handlers import handlers
from services.notifications.models import db, tables
from services.notifications.sweep import send_queued
from shared.build import build_service
from shared.config import Settings


def create_app(settings: Settings) -> Flask:
    app = build_service(
        "notifications",
        settings=settings,
        db=db,
        tables=tables,
        routes=(messages.routes, rules.routes, templates.routes, people.routes),
        handlers=handlers,
        sweeps=(send_queued,),
    )
    app.extensions["channels"] = open_channels(settings)
    return app
