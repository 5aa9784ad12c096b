"""What every channel takes, and how it says that it could not."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


class DeliveryError(Exception):
    """A message that could not be handed over; it is tried again unless that is of no use.

    :ivar reason: a key of the catalogue's `[delivery-errors]`
    """

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent


@dataclass(frozen=True)
class Message:
    """One text for one address. `id` is the delivery's: the same at every attempt."""

    id: UUID
    channel: str
    template: str
    address: str
    title: str
    body: str


class Channel(Protocol):
    """Hands messages to a provider.

    :ivar provider: its name, as deliveries show it
    :ivar immediate: whether the delivery's row is all there is to do
    """

    provider: str
    immediate: bool

    def send(self, message: Message) -> str | None:
        """Hand a message over, within LONGEST_SEND seconds.

        :returns: the provider's id of it, where it gives one
        :raises DeliveryError: it could not
        """


# Seconds. Who claimed a delivery keeps it for longer than this.
LONGEST_SEND = 30


def masked(address: str) -> str:
    """An address that only those who know it recognize: `a***@clinica.mx`, `***34`."""
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}***@{domain}" if at else f"***{address[-2:]}"
