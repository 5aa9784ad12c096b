"""What the clients of a run were told: the truth that the product is held to."""

import threading
import time
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True)
class Wanted:
    """How an interaction and its follow-up should be found.

    :ivar day: of the follow-up; None: nobody has to be contacted
    :ivar ever: whether it ever had a day, and so has a follow-up
    :ivar chained: whether its completion scheduled a next one
    """

    exists: bool = True
    notes: str = ""
    day: str | None = None
    ever: bool = False
    completed: bool = False
    chained: bool = False

    def but(self, **changes: Any) -> "Wanted":
        changed = replace(self, **changes)
        return replace(changed, ever=changed.ever or changed.day is not None)


@dataclass
class Entry:
    """One interaction. While it is not known whether a change took effect, several states are possible.

    :ivar possible: the first is the one before the change that is not known
    """

    tag: str
    client_id: str
    possible: list[Wanted]
    id: str | None = None
    version: int = 0
    # Another one that this completes.
    completes: "Entry | None" = None

    @property
    def now(self) -> Wanted:
        return self.possible[0]

    @property
    def certain(self) -> bool:
        return len(self.possible) == 1


@dataclass(frozen=True)
class Answered:
    """One answer to one attempt; times are seconds of the monotonic clock, status 0 is no answer."""

    began: float
    ended: float
    what: str
    status: int
    retry_after: str | None


@dataclass
class Ledger:
    """All that one run was told."""

    name: str
    began_ms: int = field(default_factory=lambda: time.time_ns() // 1_000_000)
    entries: list[Entry] = field(default_factory=list)
    answers: list[Answered] = field(default_factory=list)
    # New clients by their last name, and whether somebody was told that they are there.
    clients: dict[str, bool] = field(default_factory=dict)
    acked: int = 0
    unsure: int = 0
    # Refusals that nothing explains.
    strange: list[str] = field(default_factory=list)
    # From the end of a fault until everything was well, in seconds.
    recoveries: list[float] = field(default_factory=list)
    # From the beginning of a fault until everything was well.
    faults: list[tuple[float, float]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def settled(self, entry: Entry, wanted: Wanted) -> None:
        """The product said that this is so."""
        entry.possible = [wanted]
        self.acknowledge()

    def open(self, entry: Entry, wanted: Wanted) -> None:
        """Nobody knows whether this is so."""
        entry.possible = [entry.now, wanted]
        with self._lock:
            self.unsure += 1

    def acknowledge(self) -> None:
        with self._lock:
            self.acked += 1

    def strangely(self, what: str) -> None:
        self.strange.append(what)
