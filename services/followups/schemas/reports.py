"""What goes in and out about reports."""

from marshmallow import fields

from services.followups.reports.without_next_step import TYPES
from services.followups.schemas.follow_ups import FollowUpOut
from shared.listing import ListArgs
from shared.schemas import Choice, ClientRefOut, Day, Out, PersonOut


class UnattendedFilters(ListArgs):
    branch_id = fields.List(fields.UUID())
    agent_id = fields.List(fields.UUID(), metadata={"description": "The sale's agent, else the person in charge."})
    from_ = Day(data_key="from", metadata={"description": "Due on this day or later."})
    to = Day(metadata={"description": "Due on this day or earlier."})
    format = Choice("json", "csv", "xlsx", "pdf", load_default="json")


class WithoutNextStepFilters(ListArgs):
    branch_id = fields.List(fields.UUID())
    type = fields.List(Choice(*TYPES))


class BranchRefOut(Out):
    """A branch, embedded."""

    id = fields.UUID(required=True)
    name = fields.String(required=True, allow_none=True)


class SaleRefOut(Out):
    """A sale, embedded."""

    id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    title = fields.String(required=True)


class UnattendedFollowUpOut(FollowUpOut):
    """An overdue follow-up, with whoever answers for it."""

    agent = fields.Nested(PersonOut, required=True, allow_none=True)
    branch = fields.Nested(BranchRefOut, required=True)
    sale = fields.Nested(SaleRefOut, required=True, allow_none=True)


class BranchCountOut(Out):
    branch = fields.Nested(BranchRefOut, required=True)
    count = fields.Integer(required=True)


class AgentCountOut(Out):
    agent = fields.Nested(PersonOut, required=True, allow_none=True)
    count = fields.Integer(required=True)


class UnattendedTotalsOut(Out):
    """Of all that the filters ask for, whatever the page; those with most first."""

    count = fields.Integer(required=True)
    by_branch = fields.List(fields.Nested(BranchCountOut), required=True)
    by_agent = fields.List(fields.Nested(AgentCountOut), required=True)


class UnattendedReportOut(Out):
    items = fields.List(fields.Nested(UnattendedFollowUpOut), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
    total = fields.Integer()
    totals = fields.Nested(UnattendedTotalsOut, required=True)


class WithoutNextStepOut(Out):
    """A client or sale whom nobody has promised to contact again; `id` is the client's or the sale's."""

    id = fields.UUID(required=True)
    type = Choice(*TYPES, required=True)
    client = fields.Nested(ClientRefOut, required=True)
    sale = fields.Nested(SaleRefOut, required=True, allow_none=True)
    agent = fields.Nested(PersonOut, required=True, allow_none=True)
    branch = fields.Nested(BranchRefOut, required=True)
    last_interaction_at = fields.DateTime(required=True, allow_none=True)
