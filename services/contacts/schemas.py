"""What goes in and out of the contacts API."""

import re
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from services.contacts.models.clients import BORN_AS, SOURCES, STATUSES, TYPES
from services.contacts.models.duplicates import LIKELY, REASONS
from shared.contact import PHONE_LENGTH, ContactIn
from shared.listing import MOST, ListArgs
from shared.schemas import Choice, Day, Email, Flag, In, InstantOrDay, Name, Notes, Out, PersonOut, Text, Version

ENROLMENT_STATUSES = ("active", "ended")
SORTS = ("-created_at", "name", "-updated_at")
_MOST_ENROLMENTS = 100
_MOST_TAGS = 100
_COLOR = re.compile(r"#[0-9a-f]{6}\Z")


class Color(fields.String):
    """A color as the web writes it, `#rrggbb`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(validate=validate.Regexp(_COLOR, error="bad-color"), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return str(super()._deserialize(value, attr, data, **kwargs)).lower()


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
    allow_duplicate = Flag(
        load_default=False,
        metadata={"description": "Also if another client of the branch has the phone or the e-mail."},
    )


class ClientIn(ClientPatch):
    first_name = Name(required=True)
    type = Choice(*TYPES, load_default=BORN_AS["type"])
    source = Choice(*SOURCES, load_default=BORN_AS["source"])
    status = Choice(*STATUSES, load_default=BORN_AS["status"])
    branch_id = fields.UUID()


class TagPatch(In):
    name = Name()
    color = Color()


class TagIn(TagPatch):
    name = Name(required=True)
    color = Color(required=True)


class TagRefOut(Out):
    """A tag, embedded."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    color = fields.String(required=True, metadata={"description": "`#rrggbb`."})


class TagOut(TagRefOut):
    """A word with a color by which the house sorts its clients."""

    version = Version()


class ClientTagsIn(In):
    tag_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(max=_MOST_TAGS))


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
    tags = fields.List(fields.Nested(TagRefOut), required=True)
    branch_id = fields.UUID(required=True)
    assigned_to = fields.Nested(PersonOut, required=True, allow_none=True)
    patient_id = fields.UUID(required=True, allow_none=True)
    student_id = fields.UUID(required=True, allow_none=True)
    active_enrolments = fields.Integer(required=True, metadata={"description": "Of the linked student."})
    erased_at = fields.AwareDateTime(
        required=True, allow_none=True, metadata={"description": "When their data went."}
    )
    created_at = fields.AwareDateTime(required=True)
    updated_at = fields.AwareDateTime(required=True)
    version = Version()


class DuplicateOut(Out):
    """Somebody who may be the same person, and why. The candidates of a refusal are such too."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    phone = fields.String(required=True, allow_none=True, metadata={"description": "E.164."})
    email = fields.String(required=True, allow_none=True)
    reasons = fields.List(Choice(*REASONS), required=True)
    score = fields.Float(
        required=True,
        validate=validate.Range(0, 1),
        metadata={"description": f"How likely it is; from {LIKELY} on it is likely."},
    )


class DuplicatesOut(Out):
    items = fields.List(fields.Nested(DuplicateOut), required=True)


class MergedClientOut(ClientOut):
    """A client that a duplicate has become part of."""

    kept_id = fields.UUID(required=True)
    duplicate_id = fields.UUID(required=True)


class ClientExportOut(Out):
    """All that is known of a person. What this installation has no service for is left out."""

    exported_at = fields.AwareDateTime(required=True)
    client = fields.Nested(ClientOut, required=True)
    duplicates = fields.List(
        fields.Nested(ClientOut),
        required=True,
        metadata={"description": "The records that became part of the client."},
    )
    patient = fields.Nested(lambda: PatientOut(), required=True, allow_none=True)
    student = fields.Nested(lambda: StudentOut(), required=True, allow_none=True)
    interactions = fields.List(fields.Dict())
    follow_ups = fields.List(fields.Dict())
    sales = fields.List(fields.Dict())
    tasks = fields.List(fields.Dict())
    history = fields.List(fields.Dict())
    deliveries = fields.List(fields.Dict())
    consents = fields.List(fields.Dict())


class ClientArgs(ListArgs):
    q = Text(blank=True, metadata={"description": "As in the contact finder."})
    type = fields.List(Choice(*TYPES))
    source = fields.List(Choice(*SOURCES))
    status = fields.List(Choice(*STATUSES))
    tag = fields.List(fields.UUID(), metadata={"description": "Id of a tag."})
    assigned_to_id = fields.List(fields.UUID())
    branch_id = fields.List(fields.UUID())
    created_from = InstantOrDay()
    created_to = InstantOrDay(metadata={"description": "A day is meant whole."})
    sort = Choice(*SORTS, load_default=SORTS[0])


class MergeIn(In):
    duplicate_id = fields.UUID(required=True)


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
    erased_at = fields.AwareDateTime(
        required=True, allow_none=True, metadata={"description": "When their data went."}
    )
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
