"""What the gateway sends to a service, what it gets back, and what can go wrong between."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from shared.problems import Refused

ANSWER_SECONDS = 5.0


class TimedOut(Refused):
    """A service that takes too long."""

    status, name = 504, "gateway-timeout"

    def __init__(self, service: str) -> None:
        super().__init__(service=service)


class AnswerLost(Refused):
    """A service that went away with a request that may not be repeated: it may have been carried out."""

    status, name = 502, "answer-lost"

    def __init__(self, service: str) -> None:
        super().__init__(service=service)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A request to a service.

    :param target: path and query, as they go over the wire
    :param headers: also those that say how long the body is
    :param chunked: whether the body is sent in chunks, because its length is not known
    :param seconds: how long to wait for the answer
    :param repeatable: whether the same thing happens when it arrives twice
    """

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes | Iterable[bytes] = b""
    chunked: bool = False
    seconds: float = ANSWER_SECONDS
    repeatable: bool = True

    def continuing(self, traceparent: str | None) -> "Outgoing":
        """The same request as what a part of a trace asks, where there is one."""
        if traceparent is None:
            return self
        others = [each for each in self.headers if each[0] != "traceparent"]
        return replace(self, headers=[*others, ("traceparent", traceparent)])


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of a service. A body that is no bytes is read while it is passed on."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes | Iterable[bytes]

    def read(self) -> "ReadAnswer":
        """Read the body to its end.

        :raises OSError: the service went away meanwhile
        """
        body = self.body if isinstance(self.body, bytes) else b"".join(self.body)
        return ReadAnswer(self.status, self.headers, body)

    def close(self) -> None:
        """Give up what was not read of the body."""
        if hasattr(self.body, "close"):
            self.body.close()


@dataclass(frozen=True, slots=True)
class ReadAnswer(Answer):
    """The answer of a service with all of its body."""

    body: bytes


class Transport(Protocol):
    """A way to a service."""

    def exchange(self, outgoing: Outgoing) -> Answer: ...

    def close(self) -> None: ...
