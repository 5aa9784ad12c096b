"""The interactions API: what people can ask of this service."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.interactions.models import Branch, Client, Interaction, Person, check_follow_up, moment_of
from services.interactions.schemas import InteractionFilters, InteractionIn, InteractionOut, InteractionPatch
from shared import clock
from shared.api import Routes
from shared.contact import chosen_client
from shared.folding import contains
from shared.listing import Listing
from shared.problems import Invalid, Passed, Refused
from shared.resources import Rendered
from shared.service import this_service
from shared.tokens import OPERATOR, current_user

routes = Routes("interactions", "Interacciones: quién contactó a quién, cuándo, cómo y qué se acordó.")


class AlreadyCompleted(Refused):
    """The follow-up that this should complete has been completed."""

    status, name = 409, "already-completed"


class NotOpen(Refused):
    """The follow-up that this should complete was cancelled."""

    status, name = 409, "not-open"


@routes.get("/interactions", role=OPERATOR)
@routes.arguments(InteractionFilters, location="query")
@routes.list_of(InteractionOut)
def list_interactions(filters: dict[str, Any]) -> Listing:
    """Interactions, newest first."""
    query = Interaction.rows().where(Interaction.visible(), *_conditions(filters))
    return Listing(Interaction, query, (Interaction.occurred_at, Interaction.id), filters, descending=True)


def _conditions(filters: dict[str, Any]) -> Iterator[sa.ColumnElement[bool]]:
    for name in ("client_id", "method", "direction", "author_id", "branch_id"):
        if filters.get(name):
            yield getattr(Interaction, name).in_(filters[name])
    if "from_" in filters:
        yield Interaction.occurred_at >= _start_of(filters["from_"])
    if "to" in filters:
        yield Interaction.occurred_at < _start_of(clock.next_day(filters["to"]))
    for word in filters.get("q", "").split():
        pattern = contains(word)
        yield sa.or_(Interaction.notes_folded.like(pattern, escape="\\"), Client.folded.like(pattern, escape="\\"))


def _start_of(day: date) -> datetime:
    """Where a day begins for the caller: in the time zone of their first branch."""
    branch = Branch.chosen(None)
    return clock.start_of(day, branch.time_zone)


@routes.post("/interactions", role=OPERATOR)
@routes.arguments(InteractionIn)
@routes.response(201, InteractionOut)
def register(given: dict[str, Any]) -> Interaction:
    """Register an interaction, and when to contact again; a new contact becomes a client."""
    contact, branch_id = given.pop("contact"), given.pop("branch_id", None)
    if "client_id" not in contact:
        _check_early(given, Branch.chosen(branch_id))
    completed = _follow_up_to_complete(given.get("completes_follow_up_id"), contact)
    client = chosen_client(Client, Branch, contact, branch_id)
    branch = Branch.chosen(branch_id or client.branch_id)
    _check_assigned(given.get("follow_up_assigned_to_id"), branch.id)
    if completed and completed["client"]["id"] != str(client.id):
        raise Invalid(completes_follow_up_id="other-client")
    Person.learn_caller()
    return Interaction.register(client_id=client.id, branch=branch, author=_caller(), at=clock.now(), **given)


def _caller() -> Rendered:
    user = current_user()
    return {"id": user.id, "name": user.name}


def _check_early(given: dict[str, Any], branch: Branch) -> None:
    """Refuse what can be refused before contacts makes a client of it."""
    moment = moment_of(given["occurred_at"], branch.time_zone, clock.now())
    check_follow_up(given.get("follow_up_on"), moment, branch.time_zone)
    _check_assigned(given.get("follow_up_assigned_to_id"), branch.id)


def _check_assigned(assigned_to_id: UUID | None, branch_id: UUID) -> None:
    if assigned_to_id is not None and assigned_to_id != current_user().id:
        Person.given_work(assigned_to_id, branch_id, "follow_up_assigned_to_id")


def _follow_up_to_complete(follow_up_id: UUID | None, contact: dict[str, Any]) -> Rendered | None:
    """The follow-up that this completes, as followups knows it; it must be open and cannot be a new client's."""
    if follow_up_id is None:
        return None
    if "first_name" in contact:
        raise Invalid(completes_follow_up_id="other-client")
    try:
        follow_up: Rendered = this_service().calls.get("followups", f"/follow-ups/{follow_up_id}")
    except Passed as refusal:
        if refusal.status == 404:
            raise Invalid(completes_follow_up_id="unknown") from refusal
        raise
    if follow_up["state"] == "done":
        raise AlreadyCompleted(by=follow_up["completed_by"], at=follow_up["completed_at"])
    if follow_up["state"] == "cancelled":
        raise NotOpen
    return follow_up


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
    branch = Branch.learn(Interaction.get_or_404(id).branch_id)
    assert branch is not None
    _check_assigned(changes.get("follow_up_assigned_to_id"), branch.id)
    interaction = Interaction.for_change(id)
    interaction.change(branch=branch, by=_caller(), at=clock.now(), **changes)
    return interaction


@routes.delete("/interactions/<uuid:id>", role=OPERATOR)
@routes.response(204)
def delete(id: UUID) -> None:
    """Remove an interaction that was wrong; it cannot be undone."""
    Interaction.for_change(id).delete(at=clock.now())
