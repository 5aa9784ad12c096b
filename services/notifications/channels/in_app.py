"""The bell: a notice is there as soon as its row is."""

from services.notifications.channels.message import Message


class InApp:
    provider = "in_app"
    immediate = True

    def send(self, message: Message) -> None:
        """The row is the notice."""
