"""The ways a message can go out, one small file each; the settings say which of them are real."""

from collections.abc import Callable

from flask import current_app

from services.notifications.channels.console import Console
from services.notifications.channels.in_app import InApp
from services.notifications.channels.message import LONGEST_SEND, Channel, DeliveryError, Message, masked
from shared.config import BadSetting, Settings

__all__ = [
    "CHANNELS",
    "LONGEST_SEND",
    "Channel",
    "DeliveryError",
    "Message",
    "channel_named",
    "masked",
    "open_channels",
]

CHANNELS = ("in_app", "email", "sms", "whatsapp")

# What can send for real.
PROVIDERS: dict[str, Callable[[Settings], Channel]] = {}


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
