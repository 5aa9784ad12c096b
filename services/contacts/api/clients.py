"""Clients: one record for each person that the house speaks to."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Response

from services.contacts.api.arguments import any_of, created_between, typed_words, with_phone
from services.contacts.models.base import Branch, Person
from services.contacts.models.clients import Client
from services.contacts.models.finder import matches
from services.contacts.models.registry import Patient, Registered, Student
from services.contacts.models.stats import stats_of
from services.contacts.models.tags import having_any
from services.contacts.schemas import (
    ClientArgs,
    ClientIn,
    ClientOut,
    ClientPatch,
    ClientStatsOut,
    DuplicatesOut,
    LinkIn,
    StatsArgs,
)
from shared import clock
from shared.api import PREFIX, Routes
from shared.listing import Listing
from shared.resources import Rendered
from shared.schemas import NoFields
from shared.tokens import OPERATOR, current_user

routes = Routes("clients", "The people that the house speaks to")
MOST_DUPLICATES = 20
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
    query = Client.rows().where(Client.visible(), Client.listed(), *_filters(args))
    return Listing(Client, query, (_ORDERS[sort], Client.id), args, descending=sort.startswith("-"))


def _filters(args: Rendered) -> list[sa.ColumnElement[bool]]:
    filters = [
        any_of(getattr(Client, name), args.get(name))
        for name in ("type", "source", "status", "assigned_to_id", "branch_id")
    ]
    if args.get("q"):
        filters.append(matches(Client, typed_words(args["q"])))
    if args.get("tag"):
        filters.append(having_any(Client.id, args["tag"]))
    if "created_from" in args or "created_to" in args:
        by_zone = Branch.by_zone(current_user(), args.get("branch_id"))
        filters.append(created_between(Client, args.get("created_from"), args.get("created_to"), by_zone))
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
@routes.alt_response(301, description="It was merged into the client that Location names.")
@routes.response(200, ClientOut)
def get_client(id: UUID) -> Client | Response:
    """One client."""
    client = Client.get_or_404(id)
    return client if client.id == id else _moved_to(client.id)


def _moved_to(id: UUID) -> Response:
    """Merging can only be undone by hand; but whoever keeps the answer for ever would not see that."""
    return Response(status=301, headers={"Location": f"{PREFIX}/clients/{id}", "Cache-Control": "no-store"})


@routes.get("/clients/<uuid:id>/duplicates", role=OPERATOR)
@routes.response(200, DuplicatesOut)
def list_duplicates(id: UUID) -> Rendered:
    """Clients of the branch who may be the same person: by phone, e-mail and name, the likeliest first."""
    return {"items": Client.get_or_404(id).like_it({}, limit=MOST_DUPLICATES)}


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
