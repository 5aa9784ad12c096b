"""Which event reaches whom, by which channels and with which text."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.notifications.models import Person, db
from shared.texts import text
from shared.tokens import ADMIN, MANAGER

Data = dict[str, Any]


class NobodyToTell(Exception):
    """No one is known who could be told. The events about people may still be on their way: try again."""


@dataclass(frozen=True)
class Rule:
    """`template` names the text in `[notices]`; `reaches` finds the users from the event's data."""

    template: str
    reaches: Callable[[Data], list[UUID]]
    channels: tuple[str, ...]

    def write(self, follow_up: Data, language: str) -> tuple[str, str]:
        """The title and the text."""
        client = follow_up["client"]
        values = {
            "client": client["name"] or text("notices.no-name", language),
            "phone": client["phone"] or text("notices.no-phone", language),
            "due": _when(follow_up, language),
        }
        title, body = (text(f"notices.{self.template}.{part}", language, **values) for part in ("title", "body"))
        return title, body


def _when(follow_up: Data, language: str) -> str:
    day = date.fromisoformat(follow_up["due_on"]).strftime(text("notices.day", language))
    if not follow_up["due_time"]:
        return day
    return text("notices.day-and-time", language, day=day, time=follow_up["due_time"])


def whoever_is_in_charge(follow_up: Data) -> list[UUID]:
    """The person in charge, or their successor; where neither works here, the branch's managers, else the admins.

    :raises NobodyToTell: none of them is known
    """
    assigned_to = follow_up["assigned_to"]
    in_charge = Person.in_charge(UUID(assigned_to["id"])) if assigned_to else None
    if in_charge and not Person.has_left(in_charge):
        return [in_charge]
    managers = _active(MANAGER.label)
    reached = [each.id for each in managers if follow_up["branch_id"] in each.branch_ids]
    reached = reached or [each.id for each in _active(ADMIN.label)]
    if not reached:
        raise NobodyToTell
    return reached


def _active(role: str) -> list[Person]:
    query = sa.select(Person).where(Person.role == role, Person.active).order_by(Person.id)
    return list(db.session.scalars(query))


RULES = {
    "FollowUpOverdue": Rule("follow-up-overdue", whoever_is_in_charge, ("in_app", "email")),
    "FollowUpReminderDue": Rule("follow-up-reminder", whoever_is_in_charge, ("in_app", "email")),
}
