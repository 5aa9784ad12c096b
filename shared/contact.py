"""The contact union: how a request names whom it is about, wherever a contact is chosen."""

from typing import Any, TypeVar
from uuid import UUID

from marshmallow import ValidationError, fields, validates_schema

from shared.problems import Invalid, Passed
from shared.readmodels.clients import ClientRow
from shared.readmodels.places import BranchRow
from shared.schemas import Flag, In, Name, Text
from shared.service import this_service
from shared.tokens import current_user

ClientT = TypeVar("ClientT", bound=ClientRow)

PHONE_LENGTH = 60
_OF_A_CLIENT = {"client_id"}
_OF_A_PATIENT = {"patient_id", "phone"}
_OF_A_NEW_NAME = {"first_name", "last_name", "phone", "allow_duplicate"}
_FORMS = "{client_id} · {patient_id, phone?} · {first_name, last_name, phone, allow_duplicate?}"


class ContactIn(In):
    """Exactly one of: a client · a patient · a new name with its phone."""

    client_id = fields.UUID()
    patient_id = fields.UUID()
    first_name = Name()
    last_name = Name()
    phone = Text(
        length=PHONE_LENGTH,
        metadata={"description": "As people write it. For a patient: needed when neither it nor its client has one."},
    )
    allow_duplicate = Flag(
        metadata={"description": "Make a client even if another one has the phone, as families do."}
    )

    @validates_schema
    def _is_one_form(self, data: dict[str, Any], **_options: Any) -> None:
        given = data.keys() & (_OF_A_CLIENT | _OF_A_PATIENT | _OF_A_NEW_NAME)
        if given & {"client_id", "patient_id"}:
            if not (given <= _OF_A_CLIENT or given <= _OF_A_PATIENT):
                raise ValidationError(f"exactly-one|{_FORMS}")
        elif not given & {"first_name", "last_name"}:
            raise ValidationError(f"exactly-one|{_FORMS}")
        else:
            missing = {"first_name", "last_name", "phone"} - given
            if missing:
                raise ValidationError({name: ["required"] for name in sorted(missing)})


def chosen_client(
    clients: type[ClientT], branches: type[BranchRow], contact: dict[str, Any], branch_id: UUID | None
) -> ClientT:
    """The client whom a request is about; made by contacts where a patient or a new name is given.

    Comes before any change of the request: asking contacts ends the transaction.

    :param branch_id: where a new client belongs; default: the caller's own branch
    :raises Invalid: there is no such client for the caller
    :raises shared.problems.Unavailable: contacts is needed and does not answer
    """
    if "client_id" in contact:
        known = clients.learn(contact["client_id"])
        if known is None or not current_user().sees(known.branch_id):
            raise Invalid(contact__client_id="unknown")
        return known
    branch = branches.chosen(branch_id)
    try:
        union = {name: str(value) if isinstance(value, UUID) else value for name, value in contact.items()}
        data = this_service().calls.post("contacts", "/contacts/resolve", {**union, "branch_id": str(branch.id)})
    except Passed as refusal:
        raise refusal.within("contact") from refusal
    clients.take(data, data["version"])
    this_service().db.session.commit()
    client = this_service().db.session.get(clients, UUID(data["id"]))
    assert client is not None
    return client
