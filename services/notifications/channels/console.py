"""Writes a log line instead of sending: for every channel that is not to send for real."""

from services.notifications.channels.message import Channel, Message, masked
from shared.telemetry import log


class Console(Channel):
    """`whole`: write the text too, which names people; only for demonstrations."""

    provider = "console"
    in_flight = 10

    def __init__(self, *, whole: bool) -> None:
        self._whole = whole

    def send(self, message: Message) -> None:
        text = {"title": message.title, "body": message.body} if self._whole else {}
        log.info(
            "message",
            channel=message.channel,
            template=message.template,
            to=masked(message.address),
            delivery=str(message.id),
            **text,
        )
