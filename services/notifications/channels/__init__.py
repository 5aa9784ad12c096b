"""The ways a message can go out, one small file each; the settings say which of them are real."""

from collections.abc import Callable

from flask import current_app

from services.notifications.channels.console import Console
from services.notifications.channels.email import Email
from services.notifications.channels.in_app import InApp
from services.notifications.channels.message import (
    LONGEST_SEND,
    CannotTell,
    Channel,
    DeliveryError,
    Message,
    NotYet,
    masked,
)
from services.notifications.channels.twilio import TwilioSms, TwilioWhatsApp
from services.notifications.channels.whatsapp_cloud import WhatsAppCloud
from shared.config import BadSetting, Settings

__all__ = [
    "CHANNELS",
    "LONGEST_SEND",
    "CannotTell",
    "Channel",
    "DeliveryError",
    "Message",
    "NotYet",
    "channel_named",
    "masked",
    "open_channels",
]

CHANNELS = ("in_app", "email", "sms", "whatsapp")

_TWILIO = ("CRM_TWILIO_ACCOUNT_SID", "CRM_TWILIO_AUTH_TOKEN")


def _email(settings: Settings) -> Channel:
    _need(settings, "email", "CRM_SMTP_URL", "CRM_MAIL_FROM")
    return Email(settings)


def _sms(settings: Settings) -> Channel:
    _need(settings, "sms", *_TWILIO, "CRM_TWILIO_FROM")
    return TwilioSms(settings)


def _whatsapp(settings: Settings) -> Channel:
    """The Cloud API where there is a token for it, else Twilio."""
    if settings.whatsapp_token:
        cloud = ("CRM_WHATSAPP_PHONE_NUMBER_ID", "CRM_WHATSAPP_APP_SECRET", "CRM_WHATSAPP_VERIFY_TOKEN")
        _need(settings, "whatsapp", *cloud)
        return WhatsAppCloud(settings)
    _need(settings, "whatsapp", *_TWILIO, "CRM_TWILIO_WHATSAPP_FROM")
    return TwilioWhatsApp(settings)


# What can send for real.
PROVIDERS: dict[str, Callable[[Settings], Channel]] = {"email": _email, "sms": _sms, "whatsapp": _whatsapp}


def _need(settings: Settings, channel: str, *variables: str) -> None:
    missing = [name for name in variables if not getattr(settings, name.removeprefix("CRM_").lower())]
    if missing:
        raise BadSetting(f"CRM_CHANNELS names {channel}, which needs {', '.join(missing)}")


def open_channels(settings: Settings) -> dict[str, Channel]:
    """Every channel by its name: for real where CRM_CHANNELS names it, else on the console.

    :raises BadSetting: CRM_CHANNELS names one that cannot send for real
    """
    missing = sorted(set(settings.channels) - PROVIDERS.keys())
    if missing:
        raise BadSetting(f"CRM_CHANNELS: no provider for {', '.join(missing)}")
    console = Console(whole=settings.demo)
    outside = {name: console for name in CHANNELS if name != "in_app"}
    return {"in_app": InApp(), **outside, **{name: PROVIDERS[name](settings) for name in settings.channels}}


def channel_named(name: str) -> Channel:
    """A channel of the application at work."""
    channel: Channel = current_app.extensions["channels"][name]
    return channel
