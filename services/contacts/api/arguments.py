"""What several resources read from a request in the same way."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.contacts.models.base import Branch, db
from services.contacts.models.clients import Client
from services.contacts.models.matching import Word, words_of
from services.contacts.phones import e164
from shared import clock
from shared.resources import Rendered
from shared.tokens import current_user

# No two instants that are stored are closer.
_LEAST = timedelta(microseconds=1)


def own_branch() -> Branch | None:
    """The first of the signed-in user's branches."""
    mine = sa.select(Branch).where(current_user().in_branches(Branch.id))
    return db.session.scalars(mine.order_by(Branch.id).limit(1)).first()


def with_phone(values: Rendered, branch: Branch) -> Rendered:
    """The values, with their phone in the form in which it is stored.

    :raises shared.problems.Invalid: it is no possible number
    """
    given = values.get("phone")
    return values | {"phone": e164(given, branch.phone_region)} if given else values


def typed_words(typed: str) -> list[Word]:
    """What the signed-in user looks for; phones are read as in their own branch."""
    branch = own_branch() if any(each.isdigit() for each in typed) else None
    return words_of(typed, branch.phone_region if branch else None)


def any_of(column: Any, wanted: Sequence[Any] | None) -> sa.ColumnElement[bool]:
    return column.in_(wanted) if wanted else sa.true()


def created_between(
    cls: type[Client], first: datetime | date | None, last: datetime | date | None, by_zone: dict[str, list[UUID]]
) -> sa.ColumnElement[bool]:
    """From an instant or the beginning of a day on, up to an instant or the end of a day.

    :param by_zone: the branches asked about; a day is at another time in each zone
    """
    times = {zone: _times(first, last, zone) for zone in by_zone or {"UTC": []}}
    # The widest of them comes first, since an index helps to find it.
    since = min((start for start, _ in times.values() if start), default=None)
    until = max((end for _, end in times.values() if end), default=None)
    widest = _between(cls.created_at, since, until)
    if len(set(times.values())) == 1:
        return widest
    of_zones = (sa.and_(cls.branch_id.in_(by_zone[zone]), _between(cls.created_at, *times[zone])) for zone in times)
    return sa.and_(widest, sa.or_(*of_zones))


def _times(
    first: datetime | date | None, last: datetime | date | None, zone: str
) -> tuple[datetime | None, datetime | None]:
    """The instant from which on, and the one before which."""
    start = first if first is None or isinstance(first, datetime) else clock.start_of(first, zone)
    if isinstance(last, datetime):
        return start, last + _LEAST
    return start, None if last is None else clock.start_of(clock.next_day(last), zone)


def _between(column: Any, start: datetime | None, end: datetime | None) -> sa.ColumnElement[bool]:
    after = column >= start if start else sa.true()
    return sa.and_(after, column < end if end else sa.true())
