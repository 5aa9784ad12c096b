"""What goes in and out about follow-ups."""

from marshmallow import fields, validate

from services.followups.models import State
from shared.contact import ContactIn
from shared.listing import ListArgs
from shared.schemas import (
    NOTES_LENGTH,
    Choice,
    ClientRefOut,
    Day,
    In,
    Instant,
    Notes,
    Out,
    PersonOut,
    Text,
    TimeOfDay,
    Version,
)

MANY_REMINDERS = 20


def reminders() -> fields.List:
    return fields.List(Instant(), validate=validate.Length(max=MANY_REMINDERS))


class FollowUpFilters(ListArgs):
    state = fields.List(Choice("open", *State))
    assigned_to_id = fields.List(fields.UUID())
    branch_id = fields.List(fields.UUID())
    client_id = fields.List(fields.UUID())
    sale_id = fields.List(fields.UUID())
    due_from = Day()
    due_to = Day()
    q = Text()


class SummaryFilters(In):
    assigned_to_id = fields.List(fields.UUID())
    branch_id = fields.List(fields.UUID())
    client_id = fields.List(fields.UUID())
    sale_id = fields.List(fields.UUID())
    due_from = Day()
    due_to = Day()
    q = Text()


class PlanIn(In):
    """What was agreed."""

    due_on = Day(required=True)
    due_time = TimeOfDay(allow_none=True)
    reminders = reminders()
    notes = Notes()
    assigned_to_id = fields.UUID(allow_none=True)


class FollowUpIn(PlanIn):
    """A follow-up made by hand."""

    client_id = fields.UUID()
    contact = fields.Nested(ContactIn)
    sale_id = fields.UUID(allow_none=True)
    branch_id = fields.UUID()


class FollowUpPatch(In):
    due_on = Day()
    due_time = TimeOfDay(allow_none=True)
    reminders = reminders()
    notes = Notes()
    assigned_to_id = fields.UUID(allow_none=True)
    reason = Text()


class ResultIn(In):
    details = Text(length=NOTES_LENGTH, required=True)
    occurred_at = Instant()


class CompletionIn(In):
    result = fields.Nested(ResultIn, allow_none=True)
    next = fields.Nested(PlanIn, allow_none=True)


class CancellationIn(In):
    reason = Text()


class PostponementOut(Out):
    """A day that was moved."""

    from_ = fields.Date(required=True, data_key="from")
    to = fields.Date(required=True)
    by = fields.Nested(PersonOut, required=True, allow_none=True)
    at = fields.DateTime(required=True)
    reason = fields.String(required=True, allow_none=True)


class ResultOut(Out):
    occurred_at = fields.DateTime(required=True)
    details = fields.String(required=True)
    recorded_by = fields.Nested(PersonOut, required=True, allow_none=True)


class FollowUpOut(Out):
    """A promise to contact a client again on a given day."""

    id = fields.UUID(required=True)
    client = fields.Nested(ClientRefOut, required=True)
    interaction_id = fields.UUID(required=True, allow_none=True)
    sale_id = fields.UUID(required=True, allow_none=True)
    method = fields.String(required=True, allow_none=True)
    last_interaction_at = fields.DateTime(required=True, allow_none=True)
    last_interaction_notes = fields.String(required=True, allow_none=True)
    notes = fields.String(required=True)
    due_on = fields.Date(required=True)
    due_time = fields.String(required=True, allow_none=True)
    original_due_on = fields.Date(required=True)
    postponements = fields.List(fields.Nested(PostponementOut), required=True)
    reminders = fields.List(fields.DateTime(), required=True)
    assigned_to = fields.Nested(PersonOut, required=True, allow_none=True)
    claimed_by = fields.Nested(PersonOut, required=True, allow_none=True)
    claim_expires_at = fields.DateTime(required=True, allow_none=True)
    state = Choice(*State, required=True)
    days_overdue = fields.Integer(required=True)
    result = fields.Nested(ResultOut, required=True, allow_none=True)
    completed_at = fields.DateTime(required=True, allow_none=True)
    completed_by = fields.Nested(PersonOut, required=True, allow_none=True)
    branch_id = fields.UUID(required=True)
    created_at = fields.DateTime(required=True)
    updated_at = fields.DateTime(required=True)
    version = Version()


class CompletionOut(Out):
    follow_up = fields.Nested(FollowUpOut, required=True)
    next = fields.Nested(FollowUpOut, required=True, allow_none=True)


class DayCountOut(Out):
    day = fields.Date(required=True)
    count = fields.Integer(required=True)


class FollowUpDaysOut(Out):
    """Days that have open follow-ups, the earliest first; at most 366 of them."""

    items = fields.List(fields.Nested(DayCountOut), required=True)


class FollowUpSummaryOut(Out):
    overdue = fields.Integer(required=True)
    today = fields.Integer(required=True)
    upcoming = fields.Integer(required=True)
