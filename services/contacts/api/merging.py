"""Two records of one person become one; a person is forgotten."""

from uuid import UUID

from flask import abort

from services.contacts.models.clients import Client
from services.contacts.models.erasing import erase
from services.contacts.models.merging import lock_people, merge
from services.contacts.schemas import ClientOut, MergedClientOut, MergeIn
from shared import clock
from shared.api import Routes
from shared.problems import Invalid
from shared.resources import Rendered
from shared.schemas import NoFields
from shared.tokens import ADMIN, MANAGER

routes = Routes("merging", "One record of one person, or none")


@routes.post("/clients/<uuid:id>/merge", role=MANAGER)
@routes.arguments(MergeIn)
@routes.response(200, MergedClientOut)
def merge_clients(values: Rendered, id: UUID) -> Rendered:
    """Let a duplicate become part of a client: what happened with either is this client's from now on.

    The id of the duplicate then leads to the client; what is written to it is written to the client.
    """
    duplicate_id = values["duplicate_id"]
    if id == duplicate_id:
        raise Invalid(duplicate_id="same-client")
    clients, linked = lock_people([id, duplicate_id])
    client = clients.get(id) or abort(404)
    client.check_if_match()
    duplicate = clients.get(duplicate_id)
    if duplicate is None:
        raise Invalid(duplicate_id="unknown")
    if client is not duplicate:
        merge(client, duplicate, linked, at=clock.now())
    return client.merged_with(next(each for each in (duplicate.id, duplicate_id, id) if each != client.id))


@routes.post("/clients/<uuid:id>/erase", role=ADMIN)
@routes.arguments(NoFields)
@routes.response(200, ClientOut)
def erase_client(_nothing: Rendered, id: UUID) -> Client:
    """Forget a person everywhere: names, phones, e-mails and whatever was written about them. It cannot be undone."""
    clients, linked = lock_people([id])
    client = clients.get(id) or abort(404)
    client.check_if_match()
    erase(client, linked, at=clock.now())
    return client
