"""The contact finder, and the way from whom it found to a client."""

from uuid import UUID

import sqlalchemy as sa

from services.contacts.api.arguments import typed_words, with_phone
from services.contacts.models.base import Branch, db
from services.contacts.models.clients import Client
from services.contacts.models.finder import Search
from services.contacts.models.registry import Patient
from services.contacts.schemas import ClientOut, ContactOut, ResolveIn, SearchArgs
from shared import clock
from shared.api import Routes
from shared.listing import Listing
from shared.problems import Invalid
from shared.resources import Rendered
from shared.tokens import OPERATOR, current_user

routes = Routes("contacts", "Who can be chosen: clients and patients")


@routes.get("/contacts/search", role=OPERATOR)
@routes.arguments(SearchArgs, location="query")
@routes.list_of(ContactOut)
def find(args: Rendered) -> Listing:
    """Clients and patients that hold all that was typed, the best first; a patient that is a client appears once."""
    return Search.of(args["q"], typed_words(args["q"]), current_user(), args)


@routes.post("/contacts/resolve", role=OPERATOR, services=True)
@routes.arguments(ResolveIn)
@routes.response(200, ClientOut)
def resolve(contact: Rendered) -> Client:
    """The client that a contact is; a patient or a new name becomes one where needed."""
    if "client_id" in contact:
        return _known_client(contact["client_id"])
    if "patient_id" in contact:
        return _client_of_patient(contact)
    branch = Branch.chosen(contact.pop("branch_id", None))
    allow_duplicate = contact.pop("allow_duplicate", False)
    values = with_phone(contact, branch)
    return Client.register(values, branch_id=branch.id, at=clock.now(), allow_duplicate=allow_duplicate)


def _known_client(id: UUID) -> Client:
    # Held, so that the answer that is kept for the key of this request is not missed when they are erased.
    wanted = sa.select(Client).where(Client.id == Client.kept(id), Client.visible()).with_for_update(read=True)
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise Invalid(client_id="unknown")
    return found


def _client_of_patient(contact: Rendered) -> Client:
    patient_id = contact["patient_id"]
    seen = Patient.named(patient_id, "patient_id")
    phone = with_phone(contact, Branch.chosen(seen.branch_id)).get("phone")
    return Client.of_patient(Patient.named(patient_id, "patient_id"), phone, at=clock.now())
