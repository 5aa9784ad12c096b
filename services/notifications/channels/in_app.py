"""The bell: a notice is there as soon as its row is."""

from collections.abc import Callable
from datetime import datetime

from services.notifications.channels.message import Channel, Message


class InApp(Channel):
    provider = "in_app"
    immediate = True
    in_flight = 50

    def send(self, message: Message) -> None:
        """The row is the notice."""

    def find(self, message: Message, *, since: datetime, is_known: Callable[[str], bool], now: datetime) -> None:
        """What is not noted has not happened."""
