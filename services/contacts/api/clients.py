"""Clients: one record for each person that the house speaks to."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.contacts.api.arguments import any_of, own_branch, since, typed_words, until, with_phone
from services.contacts.models.base import Branch, Person
from services.contacts.models.clients import Client
from services.contacts.models.finder import matches
from services.contacts.models.registry import Patient, Registered, Student
from services.contacts.models.stats import stats_of
from services.contacts.schemas import (
    ClientArgs,
    ClientIn,
    ClientOut,
    ClientPatch,
    ClientStatsOut,
    LinkIn,
    StatsArgs,
)
from shared import clock
from shared.api import Routes
from shared.listing import Listing
from shared.resources import Rendered
from shared.schemas import NoFields
from shared.tokens import OPERATOR, current_user

routes = Routes("clients", "The people that the house speaks to")
_ORDERS: dict[str, Any] = {
    "-created_at": Client.created_at,
    "name": Client.sort_name,
    "-updated_at": Client.updated_at,
}


@routes.get("/clients", role=OPERATOR)
@routes.arguments(ClientArgs, location="query")
@routes.list_of(ClientOut)
def list_clients(args: Rendered) -> Listing:
    """Clients of your branches, the newest first unless sorted otherwise."""
    sort = args["sort"]
    query = Client.rows().where(Client.visible(), *_filters(args))
    return Listing(Client, query, (_ORDERS[sort], Client.id), args, descending=sort.startswith("-"))


def _filters(args: Rendered) -> list[sa.ColumnElement[bool]]:
    filters = [
        any_of(getattr(Client, name), args.get(name))
        for name in ("type", "source", "status", "assigned_to_id", "branch_id")
    ]
    if args.get("q"):
        filters.append(matches(Client, typed_words(args["q"])))
    if "created_from" in args or "created_to" in args:
        branch = own_branch(args.get("branch_id"))
        zone = branch.time_zone if branch else "UTC"
        filters.append(since(Client.created_at, args.get("created_from"), zone))
        filters.append(until(Client.created_at, args.get("created_to"), zone))
    return filters


@routes.post("/clients", role=OPERATOR)
@routes.arguments(ClientIn)
@routes.response(201, ClientOut)
def create_client(values: Rendered) -> Client:
    """Take somebody up as a client. A phone or e-mail that another one of the branch has is refused (409)."""
    branch = Branch.chosen(values.pop("branch_id", None))
    allow_duplicate = values.pop("allow_duplicate")
    values = _checked(values, branch)
    return Client.register(values, branch_id=branch.id, at=clock.now(), allow_duplicate=allow_duplicate)


def _checked(values: Rendered, branch: Branch) -> Rendered:
    """The values as they are stored, once all that others know of them has been asked."""
    if values.get("assigned_to_id"):
        Person.given_work(values["assigned_to_id"], branch.id, "assigned_to_id")
    return with_phone(values, branch)


@routes.get("/clients/stats", role=OPERATOR)
@routes.arguments(StatsArgs, location="query")
@routes.response(200, ClientStatsOut)
def client_stats(args: Rendered) -> Rendered:
    """How many clients there are, by type, new and active."""
    return stats_of(current_user(), args.get("branch_id"), at=clock.now())


@routes.get("/clients/<uuid:id>", role=OPERATOR)
@routes.response(200, ClientOut)
def get_client(id: UUID) -> Client:
    """One client."""
    return Client.get_or_404(id)


@routes.patch("/clients/<uuid:id>", role=OPERATOR)
@routes.arguments(ClientPatch)
@routes.response(200, ClientOut)
def change_client(values: Rendered, id: UUID) -> Client:
    """Change what is known of a client."""
    allow_duplicate = values.pop("allow_duplicate")
    values = _checked(values, Branch.chosen(Client.get_or_404(id).branch_id))
    client = Client.for_change(id)
    client.change(values, at=clock.now(), allow_duplicate=allow_duplicate)
    return client


@routes.post("/clients/<uuid:id>/convert", role=OPERATOR)
@routes.arguments(NoFields)
@routes.response(200, ClientOut)
def convert_client(_nothing: Rendered, id: UUID) -> Client:
    """«Convertir a activo»: an active customer from now on; a VIP stays a VIP."""
    client = Client.for_change(id)
    client.convert(at=clock.now())
    return client


@routes.post("/clients/<uuid:id>/promote", role=OPERATOR)
@routes.arguments(NoFields)
@routes.response(200, ClientOut)
def promote_client(_nothing: Rendered, id: UUID) -> Client:
    """«Promover a VIP»."""
    client = Client.for_change(id)
    client.promote(at=clock.now())
    return client


@routes.post("/clients/<uuid:id>/link", role=OPERATOR)
@routes.arguments(LinkIn)
@routes.response(200, ClientOut)
def link_client(values: Rendered, id: UUID) -> Client:
    """«Vincular»: the client and the student or patient name each other from now on."""
    client, other = _both(values, id)
    client.link(other, at=clock.now())
    return client


@routes.post("/clients/<uuid:id>/unlink", role=OPERATOR)
@routes.arguments(LinkIn)
@routes.response(200, ClientOut)
def unlink_client(values: Rendered, id: UUID) -> Client:
    """Undo a link."""
    client, other = _both(values, id)
    client.unlink(other, at=clock.now())
    return client


def _both(values: Rendered, id: UUID) -> tuple[Client, Registered]:
    """The client and whom a link names, both locked."""
    Client.get_or_404(id)
    # Always the other first, so that two requests never wait for each other.
    [(field, other_id)] = values.items()
    other = (Student if field == "student_id" else Patient).named(other_id, field)
    return Client.for_change(id), other
