"""What goes in and out of the contacts API."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from services.contacts.models.clients import BORN_AS, SOURCES, STATUSES, TYPES
from shared.contact import PHONE_LENGTH, ContactIn
from shared.listing import MOST, ListArgs
from shared.schemas import Choice, Day, Email, In, InstantOrDay, Name, Notes, Out, PersonOut, Text, Version

ENROLMENT_STATUSES = ("active", "ended")
SORTS = ("-created_at", "name", "-updated_at")
_MOST_ENROLMENTS = 100


class Phone(Text):
    """A phone as people write it; it is read in the region of the branch."""

    def __init__(self, **options: Any) -> None:
        super().__init__(length=PHONE_LENGTH, **options)


class ClientPatch(In):
    first_name = Name()
    last_name = Text(blank=True)
    email = Email(allow_none=True)
    phone = Phone(allow_none=True)
    type = Choice(*TYPES)
    source = Choice(*SOURCES)
    status = Choice(*STATUSES)
    notes = Notes()
    assigned_to_id = fields.UUID(allow_none=True)
    allow_duplicate = fields.Boolean(
        load_default=False,
        metadata={"description": "Also if another client of the branch has the phone or the e-mail."},
    )


class ClientIn(ClientPatch):
    first_name = Name(required=True)
    type = Choice(*TYPES, load_default=BORN_AS["type"])
    source = Choice(*SOURCES, load_default=BORN_AS["source"])
    status = Choice(*STATUSES, load_default=BORN_AS["status"])
    branch_id = fields.UUID()


class ClientOut(Out):
    """A person that the house speaks to."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    first_name = fields.String(required=True)
    last_name = fields.String(required=True)
    email = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True, metadata={"description": "E.164."})
    other_phones = fields.List(fields.String(), required=True)
    other_emails = fields.List(fields.String(), required=True)
    type = Choice(*TYPES, required=True)
    source = Choice(*SOURCES, required=True)
    status = Choice(*STATUSES, required=True)
    notes = fields.String(required=True)
    branch_id = fields.UUID(required=True)
    assigned_to = fields.Nested(PersonOut, required=True, allow_none=True)
    patient_id = fields.UUID(required=True, allow_none=True)
    student_id = fields.UUID(required=True, allow_none=True)
    active_enrolments = fields.Integer(required=True, metadata={"description": "Of the linked student."})
    created_at = fields.AwareDateTime(required=True)
    updated_at = fields.AwareDateTime(required=True)
    version = Version()


class ClientArgs(ListArgs):
    q = Text(blank=True, metadata={"description": "As in the contact finder."})
    type = fields.List(Choice(*TYPES))
    source = fields.List(Choice(*SOURCES))
    status = fields.List(Choice(*STATUSES))
    assigned_to_id = fields.List(fields.UUID())
    branch_id = fields.List(fields.UUID())
    created_from = InstantOrDay()
    created_to = InstantOrDay(metadata={"description": "A day is meant whole."})
    sort = Choice(*SORTS, load_default=SORTS[0])


class LinkIn(In):
    """Exactly one of: a student · a patient."""

    student_id = fields.UUID()
    patient_id = fields.UUID()

    @validates_schema
    def _is_one(self, data: dict[str, Any], **_options: Any) -> None:
        if len(data) != 1:
            raise ValidationError("exactly-one|{student_id} · {patient_id}")


class StatsArgs(In):
    branch_id = fields.List(fields.UUID())


class TypeCountsOut(Out):
    lead = fields.Integer(required=True)
    prospect = fields.Integer(required=True)
    customer = fields.Integer(required=True)
    vip = fields.Integer(required=True)


class ClientStatsOut(Out):
    by_type = fields.Nested(TypeCountsOut, required=True)
    new_this_month = fields.Integer(
        required=True, metadata={"description": "Since the month began in the time zone of each branch."}
    )
    active = fields.Integer(required=True)
    total = fields.Integer(required=True)


class RegistryArgs(ListArgs):
    q = Text(blank=True, metadata={"description": "As in the contact finder."})
    branch_id = fields.List(fields.UUID())


class RegisteredPatch(In):
    first_name = Name()
    last_name = Name()
    phone = Phone(allow_none=True)
    email = Email(allow_none=True)


class PatientPatch(RegisteredPatch):
    birth_date = Day(allow_none=True)
    record_number = Name(allow_none=True)


class PatientIn(PatientPatch):
    first_name = Name(required=True)
    last_name = Name(required=True)
    branch_id = fields.UUID()


class RegisteredOut(Out):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    first_name = fields.String(required=True)
    last_name = fields.String(required=True)
    phone = fields.String(required=True, allow_none=True, metadata={"description": "E.164."})
    email = fields.String(required=True, allow_none=True)
    branch_id = fields.UUID(required=True)
    client_id = fields.UUID(required=True, allow_none=True)
    created_at = fields.AwareDateTime(required=True)
    updated_at = fields.AwareDateTime(required=True)
    version = Version()


class PatientOut(RegisteredOut):
    """A patient of a clinic."""

    birth_date = fields.Date(required=True, allow_none=True)
    record_number = fields.String(required=True, allow_none=True)


class EnrolmentIn(In):
    program = Name(required=True)
    status = Choice(*ENROLMENT_STATUSES, load_default=ENROLMENT_STATUSES[0])
    started_on = Day(allow_none=True, load_default=None)

    @post_load
    def _as_stored(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        day = data["started_on"]
        return data | {"started_on": day and day.isoformat()}


class EnrolmentOut(Out):
    program = fields.String(required=True)
    status = Choice(*ENROLMENT_STATUSES, required=True)
    started_on = fields.Date(required=True, allow_none=True)


class StudentPatch(RegisteredPatch):
    guardian_name = Name(allow_none=True)
    enrolments = fields.List(fields.Nested(EnrolmentIn), validate=validate.Length(max=_MOST_ENROLMENTS))


class StudentIn(StudentPatch):
    first_name = Name(required=True)
    last_name = Name(required=True)
    enrolments = fields.List(
        fields.Nested(EnrolmentIn), validate=validate.Length(max=_MOST_ENROLMENTS), load_default=list
    )
    branch_id = fields.UUID()


class StudentOut(RegisteredOut):
    """A student of a school."""

    guardian_name = fields.String(required=True, allow_none=True)
    enrolments = fields.List(fields.Nested(EnrolmentOut), required=True)


class SearchArgs(ListArgs):
    q = Text(required=True, blank=True)
    limit = fields.Integer(load_default=10, validate=validate.Range(1, MOST))


class ContactOut(Out):
    """Somebody who can be chosen: a client, or a patient that is no client yet."""

    kind = Choice("client", "patient", required=True)
    id = fields.UUID(required=True)
    client_id = fields.UUID(required=True, allow_none=True)
    name = fields.String(required=True)
    phone = fields.String(required=True, allow_none=True)
    has_phone = fields.Boolean(required=True)


class ResolveIn(ContactIn):
    branch_id = fields.UUID(metadata={"description": "Where the client of a new name is made."})
