"""What goes in and out about how people want to be told: those of the house, and clients."""

from marshmallow import fields

from services.notifications.models.consents import OUTSIDE, State
from services.notifications.schemas.rules import QuietTime
from shared.schemas import Choice, Flag, In, Out, TimeOfDay, Version
from shared.texts import LANGUAGES


class WelcomeChannelsIn(In):
    email, sms, whatsapp = (Flag() for _ in OUTSIDE)


class PreferencesIn(In):
    """What is left out stays."""

    channels = fields.Nested(WelcomeChannelsIn)
    quiet_hours = fields.Nested(QuietTime, allow_none=True)
    digest_at = TimeOfDay(allow_none=True)
    language = Choice(*LANGUAGES)


class WelcomeChannelsOut(Out):
    email, sms, whatsapp = (fields.Boolean(required=True) for _ in OUTSIDE)


class PreferencesOut(Out):
    """How the signed-in user wants to be told. The bell always rings."""

    channels = fields.Nested(WelcomeChannelsOut, required=True)
    quiet_hours = fields.Nested(QuietTime, required=True, allow_none=True)
    digest_at = fields.String(required=True, allow_none=True, metadata={"description": "HH:MM; null: no digest."})
    language = Choice(*LANGUAGES, required=True)
    version = Version()


class ConsentIn(In):
    """What is left out stays."""

    email, sms, whatsapp = (Choice(*State) for _ in OUTSIDE)


class ConsentOut(Out):
    """What a client said of each channel."""

    client_id = fields.UUID(required=True)
    email, sms, whatsapp = (Choice(*State, required=True) for _ in OUTSIDE)
    branch_id = fields.UUID(required=True)
    updated_at = fields.DateTime(required=True, allow_none=True)
    version = Version()
