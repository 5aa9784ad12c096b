"""How things stand around deliveries just before they go out, seen in one look for all that go together."""

from collections.abc import Collection, Iterator
from datetime import date, time
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.notifications.models import Branch, Client, Delivery, KnownRecord, Person, Preferences, RuleBook, db
from services.notifications.models.delivery import holds
from services.notifications.models.rules import DEFAULT_RULES
from services.notifications.quiet import Hours, Rest
from shared.resources import among
from shared.service import this_service


class Standing:
    """What is known of a delivery's record, recipient and branch."""

    def __init__(self, delivery: Delivery, row: Any) -> None:
        self._delivery, self._row = delivery, row

    @classmethod
    def around(cls, deliveries: Collection[Delivery]) -> "dict[UUID, Standing]":
        """How things stand around deliveries, by their ids."""
        by_id = {each.id: each for each in deliveries}
        rows = db.session.execute(_around(this_service().dialect), {"ids": list(by_id)})
        return {row.id: cls(by_id[row.id], row) for row in rows}

    @property
    def address(self) -> str | None:
        """Where the recipient is reached by the channel."""
        known = "email" if self._delivery.channel == "email" else "phone"
        address: str | None = getattr(self._row, f"{self._delivery.recipient_type}_{known}")
        return address

    @property
    def holds(self) -> bool:
        return bool(self._row.holds)

    @property
    def rules(self) -> set[str]:
        """The names of the rules in force."""
        if self._row.rules is None:
            return {rule.name for rule in DEFAULT_RULES if rule.enabled}
        return {rule["name"] for rule in self._row.rules if rule["enabled"]}

    @property
    def has_left(self) -> bool:
        return self._row.active is False

    @property
    def is_welcome(self) -> bool:
        """Whether the person wants the channel."""
        return (self._row.channels or {}).get(self._delivery.channel, True)

    @property
    def rest(self) -> Rest:
        """When messages to the recipient rest: as their branch, its rules and they themselves want it."""
        home, own = self._home(), self._row.own_hours
        days = {date.fromisoformat(each) for each in [*(home.holidays or ()), *(home.book_holidays or ())]}
        hours = tuple(_hours([home.book_hours or home.branch_hours, own]))
        return Rest(home.time_zone or this_service().settings.time_zone, hours, days)

    def _home(self) -> Any:
        """The branch whose hours count: the delivery's own, unless the recipient is of others only."""
        own = self._delivery.branch_id
        if self._delivery.recipient_type == "client":
            home = self._row.client_branch_id or own
        else:
            elsewhere = self._row.branch_ids and str(own) not in self._row.branch_ids
            home = UUID(self._row.branch_ids[0]) if elsewhere else own
        return self._row if home == own else db.session.execute(_house(), {"id": home}).one()


def _hours(wanted: list[dict[str, str] | None]) -> Iterator[Hours]:
    for each in wanted:
        if each:
            # Identity has other names for the two ends.
            start, end = (each["from"], each["to"]) if "from" in each else (each["start"], each["end"])
            yield Hours(time.fromisoformat(start), time.fromisoformat(end))


_HOUSE = (
    Branch.time_zone,
    Branch.quiet_hours.label("branch_hours"),
    Branch.holidays,
    RuleBook.rules,
    RuleBook.quiet_hours.label("book_hours"),
    RuleBook.holidays.label("book_holidays"),
)


@cache
def _around(dialect: str) -> sa.Select[Any]:
    """The query, which takes longer to build than to execute."""
    return (
        sa.select(
            Delivery.id,
            holds(Delivery).label("holds"),
            Person.email.label("user_email"),
            Person.phone.label("user_phone"),
            Client.email.label("client_email"),
            Client.phone.label("client_phone"),
            Person.active,
            Person.branch_ids,
            Preferences.channels,
            Preferences.quiet_hours.label("own_hours"),
            Client.branch_id.label("client_branch_id"),
            *_HOUSE,
        )
        .select_from(Delivery)
        .outerjoin(KnownRecord, KnownRecord.id == Delivery.record_id)
        .outerjoin(Person, Person.id == Delivery.recipient_id)
        .outerjoin(Preferences, Preferences.id == Delivery.recipient_id)
        .outerjoin(Client, Client.id == Delivery.recipient_id)
        .outerjoin(Branch, Branch.id == Delivery.branch_id)
        .outerjoin(RuleBook, RuleBook.id == Delivery.branch_id)
        .where(among(Delivery.id, dialect))
    )


@cache
def _house() -> sa.Select[Any]:
    """The query for a branch that may not be known yet."""
    asked = sa.select(sa.bindparam("id", type_=sa.Uuid()).label("id")).subquery()
    joined = sa.select(*_HOUSE).select_from(asked).outerjoin(Branch, Branch.id == asked.c.id)
    return joined.outerjoin(RuleBook, RuleBook.id == asked.c.id)
