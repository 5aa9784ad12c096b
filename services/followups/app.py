"""The followups service, put together."""

from flask import Flask

from services.followups.api import follow_ups, reports, sales
from services.followups.handlers import handlers
from services.followups.models import FollowUp, Sale, db, tables
from services.followups.sweep import announce_overdue, remind
from shared.build import build_service
from shared.config import Settings


def create_app(settings: Settings) -> Flask:
    return build_service(
        "followups",
        settings=settings,
        db=db,
        tables=tables,
        routes=(follow_ups.routes, sales.routes, reports.routes),
        handlers=handlers,
        sweeps=(announce_overdue, remind),
        announces=((FollowUp, "FollowUpUpdated"), (Sale, "SaleUpdated")),
    )
