"""What every channel takes, and how it says that it could not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


class DeliveryError(Exception):
    """A message that could not be handed over; it is tried again unless that is of no use.

    :ivar reason: a key of the catalogue's `[delivery-errors]`
    :ivar code: the provider's number for it
    :ivar retry_after: seconds that the provider wants to be left alone, or that are of use to wait
    :ivar of_all: whether what is wrong concerns every message of the channel, so that all wait
    :ivar doubtful: whether the provider may have taken the message all the same
    """

    def __init__(
        self,
        reason: str,
        *,
        permanent: bool = False,
        code: str = "",
        retry_after: float | None = None,
        of_all: bool = False,
        doubtful: bool = False,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent
        self.code = code
        self.retry_after = retry_after
        self.of_all = of_all
        self.doubtful = doubtful


class CannotTell(Exception):
    """Nobody can say whether the provider has taken a message."""


class NotYet(Exception):
    """Whether the provider has taken a message will show, if at all, until an instant."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


@dataclass(frozen=True)
class Message:
    """One text for one address. `id` is the delivery's: the same at every attempt.

    :ivar whatsapp_name: the approved template that it goes as, by its name at the provider; else it is free text
    :ivar parameters: what the template is filled with, in order
    """

    id: UUID
    channel: str
    template: str
    address: str
    title: str
    body: str
    language: str = "es"
    whatsapp_name: str | None = None
    parameters: tuple[Any, ...] = ()


class Channel:
    """Hands messages to a provider.

    :cvar provider: its name, as deliveries show it
    :cvar immediate: whether the delivery's row is all there is to do
    :cvar threads: how many senders of one process may use it at once
    :cvar in_flight: how many messages a sender claims at once, and hands over before it notes what came of them
    :cvar one_by_one: whether it keeps of each that it was taken before it hands over the next: where `find` cannot
        tell, no more than one may be in doubt
    :cvar per_second: how many messages the provider takes in a second, where it says
    :cvar number_rests: seconds between two messages to one number, where the provider asks for them
    """

    provider: str
    immediate = False
    threads = 1
    in_flight = 1
    one_by_one = False
    per_second: float | None = None
    number_rests: float | None = None

    def send(self, message: Message) -> str | None:
        """Hand a message over, within LONGEST_SEND seconds.

        :returns: the provider's id of it, where it gives one
        :raises DeliveryError: it could not
        """
        raise NotImplementedError

    def find(
        self, message: Message, *, since: datetime, is_known: Callable[[str], bool], now: datetime
    ) -> str | None:
        """Look for a message of which it is not known whether it was taken.

        :param since: when it may have been handed over first
        :param is_known: whether an id of the provider's is that of another message of ours
        :returns: the provider's id of it; None: it was not taken
        :raises CannotTell: there is no way to know
        :raises NotYet: it cannot be known yet
        :raises DeliveryError: the provider could not be asked
        """
        raise CannotTell

    def close(self) -> None:
        """Leave the provider, where a connection to it is kept."""


# Seconds. Who claimed a delivery keeps it for longer than this.
LONGEST_SEND = 30


def masked(address: str) -> str:
    """An address that only those who know it recognize: `a***@clinica.mx`, `***34`."""
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}***@{domain}" if at else f"***{address[-2:]}"
