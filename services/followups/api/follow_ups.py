"""What people can ask of follow-ups."""

from typing import Any
from uuid import UUID

from services.followups.api.arguments import check_assigned, chosen
from services.followups.models import Client, FollowUp, Person, Sale
from services.followups.pending import by_day, listing, summary
from services.followups.schemas.follow_ups import (
    CancellationIn,
    CompletionIn,
    CompletionOut,
    FollowUpDaysOut,
    FollowUpFilters,
    FollowUpIn,
    FollowUpOut,
    FollowUpPatch,
    FollowUpSummaryOut,
    SummaryFilters,
)
from shared import clock
from shared.api import Routes
from shared.listing import Listing
from shared.problems import Invalid
from shared.schemas import NoFields, person
from shared.tokens import OPERATOR, current_user

routes = Routes("follow-ups", "Seguimientos: quién espera que lo contacten, cuándo y a cargo de quién.")


@routes.get("/follow-ups", role=OPERATOR)
@routes.arguments(FollowUpFilters, location="query")
@routes.list_of(FollowUpOut)
def list_follow_ups(filters: dict[str, Any]) -> Listing:
    """Follow-ups, the most overdue first; by default those that are open."""
    return listing(filters, clock.now())


@routes.get("/follow-ups/summary", role=OPERATOR)
@routes.arguments(SummaryFilters, location="query")
@routes.response(200, FollowUpSummaryOut)
def summarize(filters: dict[str, Any]) -> dict[str, int]:
    """How many are overdue, for today and upcoming."""
    return summary(filters, clock.now())


@routes.get("/follow-ups/by-day", role=OPERATOR)
@routes.arguments(SummaryFilters, location="query")
@routes.response(200, FollowUpDaysOut)
def count_by_day(filters: dict[str, Any]) -> dict[str, Any]:
    """How many are due on each day."""
    return {"items": by_day(filters)}


@routes.post("/follow-ups", role=OPERATOR)
@routes.arguments(FollowUpIn)
@routes.response(201, FollowUpOut)
def schedule(plan: dict[str, Any]) -> FollowUp:
    """Schedule a follow-up by hand."""
    sale = _sale_of(plan)
    client, branch = chosen(plan)
    if sale and sale.client_id != client.id:
        raise Invalid(sale_id="other-client")
    assigned_to_id = plan.pop("assigned_to_id", current_user().id)
    check_assigned(assigned_to_id, branch.id)
    Person.learn_caller()
    client_id = Client.hold(client.id)
    if sale:
        Sale.for_follow_up(sale.id)
    return FollowUp.schedule(
        client_id=client_id, branch_id=branch.id, at=clock.now(), assigned_to_id=assigned_to_id, **plan
    )


def _sale_of(plan: dict[str, Any]) -> Sale | None:
    """The sale that a follow-up made by hand is to belong to; then it is of the sale's branch, too."""
    if plan.get("sale_id") is None:
        return None
    sale = Sale.named(plan["sale_id"])
    sale.check_not_concluded()
    if plan.setdefault("branch_id", sale.branch_id) != sale.branch_id:
        raise Invalid(sale_id="other-branch")
    if "first_name" in plan.get("contact", {}):
        raise Invalid(sale_id="other-client")
    return sale


@routes.get("/follow-ups/<uuid:id>", role=OPERATOR)
@routes.response(200, FollowUpOut)
def show(id: UUID) -> FollowUp:
    """One follow-up."""
    return FollowUp.get_or_404(id)


@routes.patch("/follow-ups/<uuid:id>", role=OPERATOR)
@routes.arguments(FollowUpPatch)
@routes.response(200, FollowUpOut)
def change(changes: dict[str, Any], id: UUID) -> FollowUp:
    """Change what was agreed; moving the day keeps the original and, if given, the reason."""
    if "assigned_to_id" in changes:
        check_assigned(changes["assigned_to_id"], FollowUp.get_or_404(id).branch_id)
    user = current_user()
    follow_up = FollowUp.for_change(id)
    follow_up.change(by=person(user.id, user.name), at=clock.now(), **changes)
    return follow_up


@routes.post("/follow-ups/<uuid:id>/claim", role=OPERATOR)
@routes.arguments(NoFields)
@routes.response(200, FollowUpOut)
def claim(_nothing: dict[str, Any], id: UUID) -> FollowUp:
    """«Llamando…»: tell the others for a quarter of an hour that you are on it."""
    Person.learn_caller()
    follow_up = FollowUp.for_change(id)
    follow_up.claim(current_user().id, at=clock.now())
    return follow_up


@routes.post("/follow-ups/<uuid:id>/release", role=OPERATOR)
@routes.arguments(NoFields)
@routes.response(200, FollowUpOut)
def release(_nothing: dict[str, Any], id: UUID) -> FollowUp:
    """Let others call."""
    follow_up = FollowUp.for_change(id)
    follow_up.release(current_user().id, at=clock.now())
    return follow_up


@routes.post("/follow-ups/<uuid:id>/complete", role=OPERATOR)
@routes.arguments(CompletionIn)
@routes.response(200, CompletionOut)
def complete(completion: dict[str, Any], id: UUID) -> dict[str, FollowUp | None]:
    """Complete a follow-up with its result and, if asked, schedule the next."""
    plan, result = completion.get("next"), completion.get("result") or {}
    seen = FollowUp.get_or_404(id)
    if plan:
        check_assigned(plan.get("assigned_to_id"), seen.branch_id, "next__assigned_to_id")
    Person.learn_caller()
    if plan:
        # The next one is a new row: a merge or an erasure that waited only for this one would not see it.
        Client.hold(seen.client_id)
    sale = Sale.held([seen.sale_id]).get(seen.sale_id) if plan and seen.sale_id else None
    follow_up, at = FollowUp.for_change(id), clock.now()
    follow_up.complete(
        by=current_user().id, at=at, details=result.get("details"), result_at=result.get("occurred_at")
    )
    if sale:
        sale.check_not_concluded()
    return {"follow_up": follow_up, "next": follow_up.schedule_next(at=at, **plan) if plan else None}


@routes.post("/follow-ups/<uuid:id>/reopen", role=OPERATOR)
@routes.arguments(NoFields)
@routes.response(200, FollowUpOut)
def reopen(_nothing: dict[str, Any], id: UUID) -> FollowUp:
    """«Deshacer»: open again; an untouched next one is cancelled."""
    sale_id = FollowUp.get_or_404(id).sale_id
    if sale_id:
        Sale.for_follow_up(sale_id)
    follow_up = FollowUp.for_change(id)
    follow_up.reopen(by=current_user().id, at=clock.now())
    return follow_up


@routes.post("/follow-ups/<uuid:id>/cancel", role=OPERATOR)
@routes.arguments(CancellationIn)
@routes.response(200, FollowUpOut)
def cancel(cancellation: dict[str, Any], id: UUID) -> FollowUp:
    """Nobody has to be contacted any more."""
    follow_up = FollowUp.for_change(id)
    follow_up.cancel(by=current_user().id, at=clock.now(), reason=cancellation.get("reason"))
    return follow_up
