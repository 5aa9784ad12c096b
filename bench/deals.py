"""Sales that could be: one of each contact. Four in ten are concluded, three in ten wait for a follow-up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from bench.ids import id_made_at
from bench.words import RESULTS, SOLD

_FOLLOWED, _CONCLUDED = 0.75, 0.45


@dataclass
class Deal:
    """A sale. `result` is its own only where no follow-up has it."""

    id: UUID
    number: int
    title: str
    agent: tuple[UUID, str]
    amount: Decimal
    opened_at: datetime
    talk_id: UUID | None = None
    concluded_at: datetime | None = None
    result: str | None = None


@dataclass(frozen=True)
class Followed:
    """A talk that promised to call again, which may have been about a sale."""

    talk_id: UUID
    at: datetime
    agent: tuple[UUID, str]
    done_at: datetime | None


def deal(
    chance: Random,
    number: int,
    born_at: datetime,
    at: datetime,
    staff: Sequence[tuple[UUID, str]],
    talks: list[Followed],
) -> Deal:
    """The sale of a contact who was born then; about the last of the talks, mostly, if there are any."""
    about = talks[-1] if talks and chance.random() < _FOLLOWED else None
    opened_at = about.at if about else born_at
    found = Deal(
        id=id_made_at(opened_at, chance),
        number=number + 1,
        title=chance.choice(SOLD),
        agent=about.agent if about else chance.choice(staff),
        amount=Decimal(chance.randrange(50_000, 9_000_000)) / 100,
        opened_at=opened_at,
        talk_id=about.talk_id if about else None,
    )
    if about and about.done_at is None:
        return found
    if chance.random() < _CONCLUDED:
        later = min(at, opened_at + timedelta(minutes=chance.randrange(60, 90 * 24 * 60)))
        found.concluded_at = about.done_at if about else later
        found.result = None if about else chance.choice(RESULTS)
    return found
