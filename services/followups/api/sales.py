"""What people can ask of sales."""

from typing import Any
from uuid import UUID

from services.followups import sales
from services.followups.api.arguments import check_assigned, chosen
from services.followups.models import Client, FollowUp, Person, Sale, currency_of
from services.followups.schemas.follow_ups import FollowUpOut
from services.followups.schemas.sales import (
    ConclusionIn,
    SaleFilters,
    SaleFollowUpFilters,
    SaleFollowUpIn,
    SaleIn,
    SaleOut,
    SalePatch,
)
from shared import clock
from shared.api import PREFIX, Routes
from shared.listing import Listing
from shared.schemas import NoFields
from shared.tokens import OPERATOR, current_user

routes = Routes("sales", "Operaciones de venta y el control de sus seguimientos.")


@routes.get("/sales", role=OPERATOR)
@routes.arguments(SaleFilters, location="query")
@routes.list_of(SaleOut)
def list_sales(filters: dict[str, Any]) -> Listing:
    """Sales, newest first, each with its indicator and its last follow-up."""
    return sales.listing(filters, clock.now())


@routes.post("/sales", role=OPERATOR)
@routes.arguments(SaleIn)
@routes.response(201, SaleOut)
def open_sale(given: dict[str, Any]) -> Sale:
    """Open a sale operation."""
    client, branch = chosen(given)
    agent_id = given.pop("agent_id", current_user().id)
    check_assigned(agent_id, branch.id, "agent_id")
    Person.learn_caller()
    at = clock.now()
    defaults = {"currency": currency_of(branch.phone_region), "opened_on": clock.day_of(at, branch.time_zone)}
    return Sale.open(
        client_id=Client.hold(client.id), branch_id=branch.id, agent_id=agent_id, at=at, **(defaults | given)
    )


@routes.get("/sales/<uuid:id>", role=OPERATOR)
@routes.response(200, SaleOut)
def show(id: UUID) -> Sale:
    """One sale."""
    return Sale.get_or_404(id)


@routes.patch("/sales/<uuid:id>", role=OPERATOR)
@routes.arguments(SalePatch)
@routes.response(200, SaleOut)
def change(changes: dict[str, Any], id: UUID) -> Sale:
    """Correct a sale; its client, branch and number stay."""
    if "agent_id" in changes:
        check_assigned(changes["agent_id"], Sale.get_or_404(id).branch_id, "agent_id")
    Person.learn_caller()
    sale = Sale.for_change(id)
    sale.change(at=clock.now(), **changes)
    return sale


@routes.get("/sales/<uuid:id>/follow-ups", role=OPERATOR)
@routes.arguments(SaleFollowUpFilters, location="query")
@routes.list_of(FollowUpOut)
def list_follow_ups(filters: dict[str, Any], id: UUID) -> Listing:
    """The follow-ups of a sale, newest first."""
    query = FollowUp.rows().where(FollowUp.sale_id == Sale.get_or_404(id).id)
    return Listing(FollowUp, query, (FollowUp.created_at, FollowUp.id), filters, descending=True)


@routes.post("/sales/<uuid:id>/follow-ups", role=OPERATOR)
@routes.arguments(SaleFollowUpIn)
@routes.response(201, FollowUpOut)
def schedule(plan: dict[str, Any], id: UUID) -> tuple[FollowUp, dict[str, str]]:
    """«Agregar un seguimiento»: schedule a follow-up of the sale; its agent's, unless it says otherwise."""
    seen = Sale.get_or_404(id)
    seen.check_not_concluded()
    if "assigned_to_id" in plan:
        check_assigned(plan["assigned_to_id"], seen.branch_id)
    Person.learn_caller()
    client_id = Client.hold(seen.client_id)
    sale = Sale.for_follow_up(id)
    in_charge = {"assigned_to_id": Person.in_charge(sale.agent_id)}
    follow_up = FollowUp.schedule(
        client_id=client_id, branch_id=sale.branch_id, sale_id=sale.id, at=clock.now(), **(in_charge | plan)
    )
    return follow_up, {"Location": f"{PREFIX}/follow-ups/{follow_up.id}"}


@routes.post("/sales/<uuid:id>/conclude", role=OPERATOR)
@routes.arguments(ConclusionIn)
@routes.response(200, SaleOut)
def conclude(conclusion: dict[str, Any], id: UUID) -> Sale:
    """«Concluido, Terminar Seguimiento»: the last follow-up gets the result, other open ones are cancelled."""
    result = conclusion.get("result") or {}
    Person.learn_caller()
    sale = Sale.for_change(id)
    sale.conclude(
        by=current_user().id,
        at=clock.now(),
        details=result.get("details"),
        result_at=result.get("occurred_at"),
    )
    return sale


@routes.post("/sales/<uuid:id>/reopen", role=OPERATOR)
@routes.arguments(NoFields)
@routes.response(200, SaleOut)
def reopen(_nothing: dict[str, Any], id: UUID) -> Sale:
    """Go on following up a concluded sale."""
    Person.learn_caller()
    sale = Sale.for_change(id)
    sale.reopen(at=clock.now())
    return sale
