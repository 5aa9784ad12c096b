"""What the stand-in providers took, and how they are told to behave. Like the real ones they know no repetition."""

import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

OK = "ok"


@dataclass
class Taken:
    """One message that was taken, whether or not the one who sent it came to know.

    :ivar marker: what the sender gave along, to know it by
    :ivar template: the name or id of the approved template that it went as
    """

    id: str
    provider: str
    to: str
    sender: str
    body: str
    marker: str = ""
    template: str = ""
    callback: str = ""
    status: str = "queued"
    at: float = field(default_factory=time.time)


@dataclass
class Mode:
    """How to meet requests.

    :ivar name: `ok`; `429`; `500`; `slow`; `timeout-before`, `timeout-after` (the message is taken), `cut-after` (the
        same, with the connection cut); a provider's number for an error; `failed:` and one: it is told later
    :ivar to: only for messages to this address
    :ivar times: how often; None: from now on
    """

    name: str = OK
    to: str | None = None
    provider: str | None = None
    times: int | None = None
    retry_after: float | None = None
    seconds: float = 5.0

    def is_for(self, provider: str, to: str) -> bool:
        return self.to in {None, to} and self.provider in {None, provider} and self.times != 0


class Ledger:
    """Everything that was taken, in order, and the modes, the newest first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken: list[Taken] = []
        self._modes: list[Mode] = []
        self._asked = 0
        self._tell: Callable[[Taken, str | None], None] = lambda taken, failed: None
        self.callbacks = "plain"

    def when_taken(self, tell: Callable[[Taken, str | None], None]) -> None:
        """Call this with every message that is taken, and the number of the error that it will fail with."""
        self._tell = tell

    def meet(self, provider: str, to: str) -> Mode:
        """How the next request for a message is to be met."""
        with self._lock:
            self._asked += 1
            for mode in self._modes:
                if mode.is_for(provider, to):
                    if mode.times is not None:
                        mode.times -= 1
                    return mode
        return Mode()

    def take(self, taken: Taken, mode: Mode) -> Taken:
        with self._lock:
            self._taken.append(taken)
        _, failed, number = mode.name.partition("failed:")
        self._tell(taken, number if failed else None)
        return taken

    def behave(self, mode: Mode) -> None:
        with self._lock:
            self._modes.insert(0, mode)

    def forget(self) -> None:
        with self._lock:
            self._taken.clear()
            self._modes.clear()
            self._asked = 0
            self.callbacks = "plain"

    def found(self, **wanted: str) -> list[Taken]:
        """What was taken and is so, the newest first."""
        with self._lock:
            return [
                each
                for each in reversed(self._taken)
                if all(getattr(each, name) == value for name, value in wanted.items())
            ]

    def shown(self) -> dict[str, Any]:
        with self._lock:
            return {"asked": self._asked, "taken": [asdict(each) for each in self._taken]}
