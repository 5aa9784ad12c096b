"""What goes in and out of the interactions API."""

from marshmallow import fields

from services.interactions.models import Direction, Method
from shared.contact import ContactIn
from shared.listing import ListArgs
from shared.schemas import (
    Choice,
    ClientRefOut,
    Day,
    In,
    InstantOrDay,
    Notes,
    Out,
    PersonOut,
    Text,
    TimeOfDay,
    Version,
)


class InteractionFilters(ListArgs):
    client_id = fields.List(fields.UUID())
    method = fields.List(Choice(*Method))
    direction = fields.List(Choice(*Direction))
    author_id = fields.List(fields.UUID())
    branch_id = fields.List(fields.UUID())
    from_ = Day(data_key="from")
    to = Day()
    q = Text(metadata={"description": "Words of the notes or of the client's name, in any order."})
    sort = Choice("-occurred_at", "occurred_at", load_default="-occurred_at")


class InteractionIn(In):
    contact = fields.Nested(ContactIn, required=True)
    method = Choice(*Method, required=True)
    direction = Choice(*Direction)
    occurred_at = InstantOrDay(required=True)
    follow_up_on = Day(allow_none=True)
    follow_up_time = TimeOfDay(allow_none=True)
    follow_up_assigned_to_id = fields.UUID()
    sale_id = fields.UUID(allow_none=True)
    completes_follow_up_id = fields.UUID(allow_none=True)
    notes = Notes()
    branch_id = fields.UUID()


class InteractionPatch(In):
    method = Choice(*Method)
    direction = Choice(*Direction)
    occurred_at = InstantOrDay()
    follow_up_on = Day(allow_none=True)
    follow_up_time = TimeOfDay(allow_none=True)
    follow_up_assigned_to_id = fields.UUID()
    sale_id = fields.UUID(allow_none=True)
    notes = Notes()


class FollowUpDayOut(Out):
    """A day that was named for the follow-up, or null where it was cleared."""

    version = fields.Integer(required=True)
    on = fields.Date(required=True, allow_none=True)
    by = fields.Nested(PersonOut, required=True, allow_none=True)
    at = fields.DateTime(required=True)


class RevisionsOut(Out):
    """The version in which a field last changed."""

    notes = fields.Integer(required=True)
    follow_up_assigned_to = fields.Integer(required=True)
    sale_id = fields.Integer(required=True)
    follow_up_time = fields.Integer(required=True)


class InteractionOut(Out):
    """One contact between the house and a client."""

    id = fields.UUID(required=True)
    client = fields.Nested(ClientRefOut, required=True)
    method = Choice(*Method, required=True)
    direction = Choice(*Direction, required=True)
    occurred_at = fields.DateTime(required=True)
    precision = Choice("day", "minute", required=True)
    follow_up_on = fields.Date(required=True, allow_none=True)
    follow_up_time = fields.String(required=True, allow_none=True)
    follow_up_assigned_to = fields.Nested(PersonOut, required=True, allow_none=True)
    follow_up_days = fields.List(fields.Nested(FollowUpDayOut), required=True)
    revisions = fields.Nested(RevisionsOut, required=True)
    sale_id = fields.UUID(required=True, allow_none=True)
    completes_follow_up_id = fields.UUID(required=True, allow_none=True)
    completion_notes = fields.String(required=True, allow_none=True)
    notes = fields.String(required=True)
    author = fields.Nested(PersonOut, required=True, allow_none=True)
    branch_id = fields.UUID(required=True)
    created_at = fields.DateTime(required=True)
    updated_at = fields.DateTime(required=True)
    version = Version()
