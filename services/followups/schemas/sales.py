"""What goes in and out about sales."""

from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, fields, validate

from services.followups.models import CURRENCIES, INDICATORS, FollowUpStatus
from services.followups.schemas.follow_ups import FollowUpOut, PlanIn, ResultIn, ResultOut
from shared.contact import ContactIn
from shared.listing import ListArgs
from shared.schemas import Choice, ClientRefOut, Day, In, Name, Out, PersonOut, Text, Version


class Amount(fields.String):
    """An amount of money as decimal text: «1250», «1250.5» or «1250.50»; up to ten digits, two decimals."""

    def __init__(self, **options: Any) -> None:
        super().__init__(metadata={"pattern": r"^\d{1,10}(\.\d{1,2})?$", "example": "1250.50"}, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Decimal:  # type: ignore[override]
        given = super()._deserialize(value, attr, data, **kwargs)
        whole, point, decimals = given.partition(".")
        parts = (whole, decimals) if point else (whole,)
        if not all(part.isascii() and part.isdigit() for part in parts) or len(whole) > 10 or len(decimals) > 2:
            raise ValidationError("bad-amount")
        return Decimal(given)


class Currency(fields.String):
    """What an amount is in: a code of ISO 4217."""

    def __init__(self, **options: Any) -> None:
        told = {"pattern": "^[A-Z]{3}$", "example": "MXN"} | options.pop("metadata", {})
        super().__init__(metadata=told, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        given = super()._deserialize(value, attr, data, **kwargs)
        if given not in CURRENCIES:
            raise ValidationError("bad-currency")
        return given


class SaleFilters(ListArgs):
    follow_up_status = fields.List(Choice(*FollowUpStatus))
    agent_id = fields.List(fields.UUID())
    branch_id = fields.List(fields.UUID())
    client_id = fields.List(fields.UUID())
    from_ = Day(data_key="from", metadata={"description": "Opened on this day or later."})
    to = Day(metadata={"description": "Opened on this day or earlier."})
    q = Text(metadata={"description": "Words of the number, the title or the client's name, in any order."})


class SaleIn(In):
    title = Name(required=True)
    client_id = fields.UUID()
    contact = fields.Nested(ContactIn)
    agent_id = fields.UUID(metadata={"description": "Default: the caller."})
    branch_id = fields.UUID()
    amount = Amount(allow_none=True)
    currency = Currency(metadata={"description": "Default: of the branch's country."})
    opened_on = Day(metadata={"description": "Default: today in the branch."})


class SalePatch(In):
    title = Name()
    agent_id = fields.UUID()
    amount = Amount(allow_none=True)
    currency = Currency()
    opened_on = Day()


class SaleFollowUpFilters(ListArgs):
    """The follow-ups of one sale have no filters."""


class SaleFollowUpIn(PlanIn):
    """A follow-up of a sale; its agent's, unless it says otherwise."""


class ConclusionIn(In):
    result = fields.Nested(ResultIn, allow_none=True)


class SaleOut(Out):
    """A sale operation, followed up until it is concluded."""

    id = fields.UUID(required=True)
    number = fields.Integer(required=True, metadata={"description": "Counted in each branch, from 1."})
    title = fields.String(required=True)
    client = fields.Nested(ClientRefOut, required=True)
    agent = fields.Nested(PersonOut, required=True)
    branch_id = fields.UUID(required=True)
    amount = fields.String(required=True, allow_none=True, metadata={"example": "1250.50"})
    currency = fields.String(required=True, allow_none=True)
    opened_on = fields.Date(required=True)
    follow_up_status = Choice(*FollowUpStatus, required=True)
    indicator = fields.String(required=True, validate=validate.OneOf(list(INDICATORS.values())))
    days_overdue = fields.Integer(
        required=True, metadata={"description": "Of the most overdue of its open follow-ups."}
    )
    last_follow_up = fields.Nested(FollowUpOut, required=True, allow_none=True)
    reminders = fields.List(fields.DateTime(), required=True)
    concluded_at = fields.DateTime(required=True, allow_none=True)
    concluded_by = fields.Nested(PersonOut, required=True, allow_none=True)
    result = fields.Nested(ResultOut, required=True, allow_none=True)
    created_at = fields.DateTime(required=True)
    updated_at = fields.DateTime(required=True)
    version = Version()
