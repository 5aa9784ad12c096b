"""What several resources read from a request in the same way."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.contacts.models.base import Branch, db
from services.contacts.models.matching import Word, words_of
from services.contacts.phones import e164
from shared import clock
from shared.resources import Rendered
from shared.tokens import current_user


def own_branch(among: Sequence[UUID] | None = None) -> Branch | None:
    """The first of the signed-in user's branches, or of those among them that a filter names."""
    mine = sa.select(Branch).where(current_user().in_branches(Branch.id), any_of(Branch.id, among))
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


def since(column: Any, given: datetime | date | None, zone: str) -> sa.ColumnElement[bool]:
    """From an instant on, or from the beginning of a day."""
    if given is None:
        return sa.true()
    return column >= (given if isinstance(given, datetime) else clock.start_of(given, zone))


def until(column: Any, given: datetime | date | None, zone: str) -> sa.ColumnElement[bool]:
    """Up to an instant, or to the end of a day."""
    if given is None:
        return sa.true()
    if isinstance(given, datetime):
        return column <= given
    return column < clock.start_of(clock.next_day(given), zone)
