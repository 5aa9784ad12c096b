"""What managers can ask of follow-ups and sales."""

from typing import Any

from services.followups.reports import unattended, without_next_step
from services.followups.schemas.reports import (
    UnattendedFilters,
    UnattendedFollowUpOut,
    UnattendedReportOut,
    WithoutNextStepFilters,
    WithoutNextStepOut,
)
from shared import clock
from shared.api import Routes
from shared.listing import Listing
from shared.tokens import MANAGER

routes = Routes("follow-up reports", "Informes CRM: seguimientos sin atención y sin próximo contacto.")
_BINARY = {"type": "string", "format": "binary"}


@routes.get("/reports/unattended-follow-ups", role=MANAGER)
@routes.arguments(UnattendedFilters, location="query")
@routes.alt_response(200, schema=_BINARY, content_type=unattended.PDF, success=True)
@routes.list_of(UnattendedFollowUpOut, page=UnattendedReportOut)
def unattended_follow_ups(filters: dict[str, Any]) -> Listing:
    """«Seguimientos sin atención»: the overdue follow-ups, the most overdue first; also to be printed."""
    return unattended.Report.of(filters, clock.now())


@routes.get("/reports/without-next-step", role=MANAGER)
@routes.arguments(WithoutNextStepFilters, location="query")
@routes.list_of(WithoutNextStepOut)
def without_a_next_step(filters: dict[str, Any]) -> Listing:
    """«Sin próximo contacto»: active leads and prospects, and open sales, with no open follow-up."""
    return without_next_step.Report.of(filters)
