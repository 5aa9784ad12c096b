"""What goes in and out of the notifications API."""

from marshmallow import fields

from services.notifications.channels import CHANNELS
from services.notifications.models import Status
from services.notifications.models.templates import TEMPLATES
from shared.listing import ListArgs
from shared.schemas import Choice, ClientRefOut, Day, In, Out, PersonOut, Version


class NotificationFilters(ListArgs):
    # `?unread` without a value means it too.
    unread = fields.Boolean(truthy={*fields.Boolean.truthy, ""}, load_default=False)


class DeliveryFilters(ListArgs):
    channel = fields.List(Choice(*CHANNELS))
    status = fields.List(Choice(*Status))
    template = fields.List(Choice(*TEMPLATES))
    recipient_type = fields.List(Choice("user", "client"))
    client_id = fields.List(fields.UUID())
    branch_id = fields.List(fields.UUID())
    from_ = Day(data_key="from", metadata={"description": "Made on that day of its branch, or later."})
    to = Day(metadata={"description": "Made on that day of its branch, or earlier."})
    upcoming = fields.Boolean(
        truthy={*fields.Boolean.truthy, ""}, load_default=False,
        metadata={"description": "With what was made for later, too, and is not due yet."},
    )  # fmt: skip


class NoticeRecordOut(Out):
    """What a notice is about."""

    type = Choice("follow_up", "task", "digest", required=True)
    id = fields.UUID(required=True, metadata={"description": "Of a digest: the person's."})


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


class HealthArgs(In):
    branch_id = fields.List(fields.UUID())


class ChannelHealthOut(Out):
    """How one channel is doing."""

    channel = Choice(*CHANNELS, required=True)
    provider = fields.String(required=True, metadata={"description": "`console`: nothing is sent for real."})
    last_sent_at = fields.DateTime(required=True, allow_none=True)
    queued = fields.Integer(required=True, metadata={"description": "Due, and not sent yet."})
    stuck = fields.Integer(required=True, metadata={"description": "Due for more than five minutes."})
    failed_today = fields.Integer(required=True)


class DeliveryHealthOut(Out):
    """How sending is doing in the own branches; today is that of the house."""

    last_sent_at = fields.DateTime(required=True, allow_none=True)
    queued = fields.Integer(required=True)
    stuck = fields.Integer(required=True)
    failed_today = fields.Integer(required=True)
    by_channel = fields.List(fields.Nested(ChannelHealthOut), required=True)


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
