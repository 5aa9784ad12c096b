"""People who could be: the contacts of a house with all that happened with them, the same for the same seed.

A contact has 1.5 interactions on average. 40 % of them have an open follow-up: a quarter of these is overdue,
a tenth is for today. There is a task for each contact on average, 40 % of them open, with the same spread.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from bench.deals import Deal, Followed, deal
from bench.ids import id_made_at
from bench.words import AGREED, CLIENT_NOTES, FIRST_NAMES, LAST_NAMES, RESULTS
from shared import clock

# Every time is of whole milliseconds: it fits into an id.
_HOW_MANY = ((0, 15), (1, 45), (2, 25), (3, 10), (5, 5))  # interactions of a contact, per cent of the contacts
_OPEN = 0.40 / 0.85  # of those who were contacted at all
_OVERDUE, _TODAY = 0.25, 0.10  # of the open ones
_DONE = 0.6  # earlier interactions with a follow-up, which is done by now
_METHODS = (("call", 50), ("whatsapp", 25), ("message", 8), ("email", 7), ("visit", 7), ("meeting", 3))
_HOW_MANY_TASKS = ((0, 35), (1, 40), (2, 15), (3, 10))  # tasks of a contact, per cent of the contacts
_TASK_OPEN, _NOBODYS, _CLAIMED = 0.40, 0.20, 0.15  # of all; of the open ones
# The types of tasks that the house is born with, and their minutes.
_TYPES = ((1, 30), (2, 30), (3, 10), (4, 10), (5, 5), (6, 5), (7, 10))
_MINUTES = {1: 60, 2: 15}
_TAGS = ("promoción", "VIP", "renovación", "precio", "familia", "verano")
_AREAS = ("55", "33", "81", "66", "22")


@dataclass(frozen=True)
class Branch:
    """A branch of the house, with those who work there."""

    id: UUID
    time_zone: str
    staff: Sequence[tuple[UUID, str]]


@dataclass
class Promise:
    """A follow-up. `done_at` and `result` are empty while it is open."""

    id: UUID
    due_on: date
    overdue: bool = False
    done_at: datetime | None = None
    result: str | None = None


@dataclass
class Talk:
    """An interaction, and the promise that came of it."""

    id: UUID
    at: datetime
    method: str
    author: tuple[UUID, str]
    notes: str
    promise: Promise | None


@dataclass
class Errand:
    """A task, for an instant or a day. What is not done is open; `overdue`, that its time has passed."""

    id: UUID
    made_at: datetime
    by: tuple[UUID, str]
    kind: int
    minutes: int
    planned_at: datetime | None
    due_on: date | None
    description: str
    tags: list[str]
    operator: tuple[UUID, str] | None
    claimed_by: tuple[UUID, str] | None = None
    overdue: bool = False
    done_at: datetime | None = None
    outcome: str | None = None


@dataclass
class Contact:
    """A client with their history, oldest first."""

    id: UUID
    branch: Branch
    first_name: str
    last_name: str
    phone: str | None
    email: str | None
    type: str
    source: str
    status: str
    notes: str
    assigned_to_id: UUID | None
    created_at: datetime
    talks: list[Talk] = field(default_factory=list)
    errands: list[Errand] = field(default_factory=list)
    deal: Deal | None = None


def contact(number: int, seed: int, branches: Sequence[Branch], at: datetime) -> Contact:
    """The contact with a number, as of an instant."""
    chance = Random(seed * 1_000_000_007 + number)
    branch = chance.choices(branches, range(2 * len(branches), len(branches), -1))[0]
    talks = _talks(chance, branch, at)
    first_at = talks[0].at if talks else at
    created_at = _whole(first_at - timedelta(minutes=chance.randrange(1, 60 * 24 * 60)))
    last_names = f"{chance.choice(LAST_NAMES)} {chance.choice(LAST_NAMES)}"
    found = Contact(
        id=id_made_at(created_at, chance),
        branch=branch,
        first_name=chance.choice(FIRST_NAMES),
        last_name=last_names,
        # A step without common divisors: no number comes twice.
        phone=f"+52{chance.choice(_AREAS)}{number * 7_368_787 % 10**8:08}" if chance.random() < 0.92 else None,
        email=f"contacto{number}@correo.example" if chance.random() < 0.7 else None,
        type=_any(chance, (("lead", 45), ("prospect", 25), ("customer", 27), ("vip", 3))),
        source=_any(chance, (("web", 35), ("referral", 25), ("direct", 30), ("competitor", 3), ("other", 7))),
        status=_any(chance, (("active", 90), ("inactive", 10))),
        notes=chance.choice(CLIENT_NOTES),
        assigned_to_id=chance.choice(branch.staff)[0] if chance.random() < 0.8 else None,
        created_at=created_at,
        talks=talks,
        # Drawn last: the rest stays the same for a seed.
        errands=[_errand(chance, branch, at) for _ in range(_how_many(chance, _HOW_MANY_TASKS))],
    )
    followed = [Followed(talk.id, talk.at, talk.author, talk.promise.done_at) for talk in talks if talk.promise]
    found.deal = deal(chance, number, created_at, at, branch.staff, followed)
    return found


def _talks(chance: Random, branch: Branch, at: datetime) -> list[Talk]:
    """What was talked about, told from the last time back to the first."""
    count = _how_many(chance, _HOW_MANY)
    if not count:
        return []
    talks = [_last_talk(chance, branch, at)]
    while len(talks) < count:
        talks.insert(0, _talk_before(chance, branch, talks[0].at))
    return talks


def _last_talk(chance: Random, branch: Branch, at: datetime) -> Talk:
    if chance.random() >= _OPEN:
        return _talk(chance, branch, at - timedelta(minutes=chance.randrange(60, 700 * 24 * 60)), None)
    today, kind = clock.day_of(at, branch.time_zone), chance.random()
    overdue = kind < _OVERDUE
    if overdue:
        due_on = today - timedelta(days=chance.randint(1, 30))
    else:
        due_on = today if kind < _OVERDUE + _TODAY else today + timedelta(days=chance.randint(1, 30))
    # Agreed on at noon of an earlier day: that is never in the future, and never after the day agreed on.
    agreed_on = min(due_on, today) - timedelta(days=chance.randint(1, 14))
    moment = clock.instant_of(agreed_on, branch.time_zone, time(12)) + timedelta(
        seconds=chance.randrange(-9000, 9000)
    )
    return _talk(chance, branch, moment, Promise(id_made_at(moment, chance), due_on, overdue))


def _talk_before(chance: Random, branch: Branch, later: datetime) -> Talk:
    moment = later - timedelta(minutes=chance.randrange(2 * 24 * 60, 60 * 24 * 60))
    if chance.random() >= _DONE:
        return _talk(chance, branch, moment, None)
    due_on = clock.day_of(later, branch.time_zone)
    kept = Promise(id_made_at(moment, chance), due_on, done_at=_whole(later), result=chance.choice(RESULTS))
    return _talk(chance, branch, moment, kept)


def _talk(chance: Random, branch: Branch, moment: datetime, promise: Promise | None) -> Talk:
    moment = _whole(moment)
    author, notes = chance.choice(branch.staff), chance.choice(AGREED)
    return Talk(id_made_at(moment, chance), moment, _any(chance, _METHODS), author, notes, promise)


def _errand(chance: Random, branch: Branch, at: datetime) -> Errand:
    """Something that is to be done, or was done in the last two years."""
    is_open, kind, day = chance.random() < _TASK_OPEN, chance.random(), clock.day_of(at, branch.time_zone)
    if not is_open:
        day -= timedelta(days=chance.randint(1, 700))
    elif kind < _OVERDUE:
        day -= timedelta(days=chance.randint(1, 30))
    elif kind >= _OVERDUE + _TODAY:
        day += timedelta(days=chance.randint(1, 30))
    made_on = min(day, clock.day_of(at, branch.time_zone)) - timedelta(days=chance.randint(1, 14))
    made_at = _whole(clock.instant_of(made_on, branch.time_zone) + timedelta(seconds=chance.randrange(-9000, 9000)))
    hour = clock.instant_of(day, branch.time_zone, time(chance.randint(9, 18), chance.choice((0, 15, 30, 45))))
    by_hour, type_number = chance.random() < 0.5, _how_many(chance, _TYPES)
    minutes = _MINUTES.get(type_number, 30)
    errand = Errand(
        id=id_made_at(made_at, chance),
        made_at=made_at,
        by=chance.choice(branch.staff),
        kind=type_number,
        minutes=minutes,
        planned_at=hour if by_hour else None,
        due_on=None if by_hour else day,
        description=chance.choice(AGREED),
        tags=chance.sample(_TAGS, chance.choice((0, 0, 1, 2))),
        operator=None if chance.random() < _NOBODYS else chance.choice(branch.staff),
    )
    if not is_open:
        errand.done_at, errand.outcome = _whole(hour), chance.choice(RESULTS)
        return errand
    errand.claimed_by = chance.choice(branch.staff) if chance.random() < _CLAIMED else None
    errand.overdue = hour + timedelta(minutes=minutes) <= at if by_hour else kind < _OVERDUE
    return errand


def _how_many(chance: Random, weighted: Sequence[tuple[int, int]]) -> int:
    numbers, weights = zip(*weighted, strict=True)
    return int(chance.choices(numbers, weights)[0])


def _any(chance: Random, weighted: Sequence[tuple[str, int]]) -> str:
    words, weights = zip(*weighted, strict=True)
    return str(chance.choices(words, weights)[0])


def _whole(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
