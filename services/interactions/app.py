"""The interactions service, put together."""

from flask import Flask

from services.interactions.api import routes
from services.interactions.handlers import handlers
from services.interactions.models import Interaction, db, tables
from shared.build import build_service
from shared.config import Settings


def create_app(settings: Settings) -> Flask:
    return build_service(
        "interactions",
        settings=settings,
        db=db,
        tables=tables,
        routes=(routes,),
        handlers=handlers,
        announces=((Interaction, "InteractionUpdated"),),
    )
