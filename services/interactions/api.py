"""The interactions API: what people can ask of this service."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.interactions.asked import check_branch, check_client, follow_up_to_complete, sale_talked_about
from services.interactions.models import Branch, Client, Interaction, Person, check_follow_up, moment_of
from services.interactions.schemas import InteractionFilters, InteractionIn, InteractionOut, InteractionPatch
from shared import clock
from shared.api import Routes
from shared.contact import chosen_client
from shared.listing import Listing
from shared.resources import Rendered
from shared.searching import mentions
from shared.tokens import OPERATOR, SERVICE, current_user

routes = Routes("interactions", "Interacciones: quién contactó a quién, cuándo, cómo y qué se acordó.")


@routes.get("/interactions", role=OPERATOR)
@routes.arguments(InteractionFilters, location="query")
@routes.list_of(InteractionOut)
def list_interactions(filters: dict[str, Any]) -> Listing:
    """Interactions, newest first unless `sort` says otherwise."""
    query = Interaction.rows().where(Interaction.visible(), *_conditions(filters))
    newest_first = filters["sort"] == "-occurred_at"
    return Listing(Interaction, query, (Interaction.occurred_at, Interaction.id), filters, descending=newest_first)


def _conditions(filters: dict[str, Any]) -> Iterator[sa.ColumnElement[bool]]:
    for name in ("client_id", "method", "direction", "author_id", "branch_id"):
        if filters.get(name):
            yield getattr(Interaction, name).in_(filters[name])
    if "from_" in filters:
        yield Interaction.occurred_at >= _start_of(filters["from_"])
    if "to" in filters:
        yield Interaction.occurred_at < _start_of(clock.next_day(filters["to"]))
    yield from mentions(filters.get("q", ""), Interaction.notes_folded, Interaction.client_id, Client)


def _start_of(day: date) -> datetime:
    """Where a day begins for the caller: in the time zone of their first branch."""
    branch = Branch.chosen(None)
    return clock.start_of(day, branch.time_zone)


@routes.post("/interactions", role=OPERATOR, services=True)
@routes.arguments(InteractionIn)
@routes.response(201, InteractionOut)
def register(given: dict[str, Any]) -> Interaction:
    """Register an interaction, and when to contact again; a new contact becomes a client."""
    contact, branch_id = given.pop("contact"), given.pop("branch_id", None)
    if "client_id" not in contact:
        _check_early(given, Branch.chosen(branch_id))
    completed = follow_up_to_complete(given.get("completes_follow_up_id"), contact)
    sale = sale_talked_about(given.get("sale_id"), contact, promising=given.get("follow_up_on") is not None)
    client = chosen_client(Client, Branch, contact, branch_id)
    branch = Branch.chosen(branch_id or client.branch_id)
    _check_assigned(given.get("follow_up_assigned_to_id"), branch.id)
    for told, field in ((completed, "completes_follow_up_id"), (sale, "sale_id")):
        check_client(told, client.id, field)
        check_branch(told, branch, field)
    if completed and completed["sale_id"]:
        # The chain goes on within its sale.
        given.setdefault("sale_id", UUID(completed["sale_id"]))
    author = _caller()
    if author:
        Person.learn_caller()
    client_id = Client.hold(client.id)
    return Interaction.register(client_id=client_id, branch=branch, author=author, at=clock.now(), **given)


def _caller() -> Rendered | None:
    """Who does it; nobody, where a service does."""
    user = current_user()
    return None if user.role == SERVICE else {"id": user.id, "name": user.name}


def _check_early(given: dict[str, Any], branch: Branch) -> None:
    """Refuse what can be refused before contacts makes a client of it."""
    moment = moment_of(given["occurred_at"], branch.time_zone, clock.now())
    check_follow_up(given.get("follow_up_on"), moment, branch.time_zone, time=given.get("follow_up_time"))
    _check_assigned(given.get("follow_up_assigned_to_id"), branch.id)


def _check_assigned(assigned_to_id: UUID | None, branch_id: UUID) -> None:
    if assigned_to_id is not None and assigned_to_id != current_user().id:
        Person.given_work(assigned_to_id, branch_id, "follow_up_assigned_to_id")


@routes.get("/interactions/<uuid:id>", role=OPERATOR)
@routes.response(200, InteractionOut)
def show(id: UUID) -> Interaction:
    """One interaction."""
    return Interaction.get_or_404(id)


@routes.patch("/interactions/<uuid:id>", role=OPERATOR)
@routes.arguments(InteractionPatch)
@routes.response(200, InteractionOut)
def change(changes: dict[str, Any], id: UUID) -> Interaction:
    """Correct an interaction; its client and author stay."""
    seen = Interaction.get_or_404(id)
    branch = Branch.learn(seen.branch_id)
    assert branch is not None
    _check_assigned(changes.get("follow_up_assigned_to_id"), branch.id)
    _check_sale(changes, seen, branch)
    Person.learn_caller()
    interaction = Interaction.for_change(id)
    interaction.change(branch=branch, by=_caller(), at=clock.now(), **changes)
    return interaction


def _check_sale(changes: dict[str, Any], seen: Interaction, branch: Branch) -> None:
    """Another sale must be of the same client, and one that is concluded gets no follow-up."""
    sale_id, day = changes.get("sale_id", seen.sale_id), changes.get("follow_up_on")
    promising = day is not None and day != seen.follow_up_on
    if sale_id != seen.sale_id or promising:
        sale = sale_talked_about(sale_id, {}, promising=promising)
        check_client(sale, seen.client_id, "sale_id")
        check_branch(sale, branch, "sale_id")


@routes.delete("/interactions/<uuid:id>", role=OPERATOR)
@routes.response(204)
def delete(id: UUID) -> None:
    """Remove an interaction that was wrong; it cannot be undone."""
    Interaction.for_change(id).delete(at=clock.now())
