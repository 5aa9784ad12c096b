"""What goes in and out of the notifications API."""

from marshmallow import fields

from services.notifications.channels import CHANNELS
from services.notifications.models import Status
from shared.listing import ListArgs
from shared.schemas import Choice, ClientRefOut, Day, Out, PersonOut, Version


class NotificationFilters(ListArgs):
    # `?unread` without a value means it too.
    unread = fields.Boolean(truthy={*fields.Boolean.truthy, ""}, load_default=False)


class DeliveryFilters(ListArgs):
    channel = fields.List(Choice(*CHANNELS))
    status = fields.List(Choice(*Status))
    client_id = fields.List(fields.UUID())
    branch_id = fields.List(fields.UUID())
    from_ = Day(data_key="from", metadata={"description": "Made on that day of its branch, or later."})
    to = Day(metadata={"description": "Made on that day of its branch, or earlier."})


class NoticeRecordOut(Out):
    """What a notice is about."""

    type = Choice("follow_up", "task", required=True)
    id = fields.UUID(required=True)


class NotificationOut(Out):
    """A notice in the bell."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True, metadata={"description": "The name of its template."})
    title = fields.String(required=True)
    body = fields.String(required=True)
    record = fields.Nested(NoticeRecordOut, required=True)
    created_at = fields.DateTime(required=True)
    read_at = fields.DateTime(required=True, allow_none=True)
    version = Version()


class ReadAllOut(Out):
    read = fields.Integer(required=True, metadata={"description": "How many were unread."})


class RecipientOut(PersonOut):
    """Whom a message is for."""

    type = Choice("user", "client", required=True)


class DeliveryOut(Out):
    """One message to one person by one channel."""

    id = fields.UUID(required=True)
    channel = Choice(*CHANNELS, required=True)
    provider = fields.String(required=True)
    recipient = fields.Nested(RecipientOut, required=True)
    recipient_address = fields.String(
        required=True, allow_none=True, metadata={"description": "Masked; of the last attempt."}
    )
    template = fields.String(required=True)
    status = Choice(*Status, required=True)
    attempts = fields.Integer(required=True)
    error = fields.String(required=True, allow_none=True)
    provider_id = fields.String(required=True, allow_none=True)
    title = fields.String(required=True)
    body = fields.String(required=True)
    record = fields.Nested(NoticeRecordOut, required=True)
    client = fields.Nested(ClientRefOut, required=True, allow_none=True)
    branch_id = fields.UUID(required=True)
    created_at = fields.DateTime(required=True)
    due_at = fields.DateTime(required=True, metadata={"description": "When it was to go out."})
    sent_at = fields.DateTime(required=True, allow_none=True)
    version = Version()


class IncomingFilters(ListArgs):
    client_id = fields.List(fields.UUID())
    branch_id = fields.List(fields.UUID())


class IncomingMessageOut(Out):
    """One message that a client wrote."""

    id = fields.UUID(required=True)
    channel = Choice(*CHANNELS, required=True)
    provider = fields.String(required=True)
    address = fields.String(required=True, allow_none=True, metadata={"description": "The number it came from."})
    profile_name = fields.String(required=True)
    body = fields.String(required=True)
    client = fields.Nested(ClientRefOut, required=True, allow_none=True)
    answers = fields.Nested(
        NoticeRecordOut,
        required=True,
        allow_none=True,
        metadata={"description": "What the reminder was about that it answers."},
    )
    intent = Choice("confirmed", "cancelled", required=True, allow_none=True)
    consent = Choice("granted", "revoked", required=True, allow_none=True)
    interaction_id = fields.UUID(required=True, allow_none=True)
    branch_id = fields.UUID(required=True, allow_none=True)
    written_at = fields.DateTime(required=True)
    received_at = fields.DateTime(required=True)
    version = Version()
