"""Whom the words of a rule mean: the person in charge, the managers, the team."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.notifications.models import Person, Team, db
from services.notifications.models.known import id_of
from shared.tokens import ADMIN, MANAGER

Data = dict[str, Any]


class NobodyToTell(Exception):
    """No one is known who could be told. The events about people may still be on their way: try again."""


def reached_by(word: str, record: Data) -> list[UUID]:
    """The users whom a rule reaches.

    :param word: the rule's `to`
    :param record: what it is about, as its events carry it
    :raises NobodyToTell: none of them is known, nor anybody in their place
    """
    found = _WORDS[word](record) or _managers(record)
    if not found:
        raise NobodyToTell
    return found


def _managers(record: Data) -> list[UUID]:
    """The branch's managers; where it has none, the administrators."""
    here = [each.id for each in _active(Person.role == MANAGER.label) if record["branch_id"] in each.branch_ids]
    return here or [each.id for each in _active(Person.role == ADMIN.label)]


def _in_charge(record: Data) -> list[UUID]:
    """The person in charge, who has it in hand at least, or their successor."""
    for name in ("assigned_to", "operator", "claimed_by"):
        person_id = id_of(record.get(name))
        in_charge = Person.in_charge(person_id) if person_id else None
        if in_charge and not Person.has_left(in_charge):
            return [in_charge]
    return _team(record) if record.get("team_id") else []


def _team(record: Data) -> list[UUID]:
    """The members of the team; of no team is everybody of the branch."""
    here = [each for each in _active(sa.true()) if record["branch_id"] in each.branch_ids]
    team = db.session.get(Team, UUID(record["team_id"])) if record.get("team_id") else None
    return [each.id for each in here if team is None or str(each.id) in team.member_ids]


def _active(which: sa.ColumnElement[bool]) -> list[Person]:
    return list(db.session.scalars(sa.select(Person).where(which, Person.active).order_by(Person.id)))


_WORDS: dict[str, Callable[[Data], list[UUID]]] = {
    "in_charge": _in_charge,
    "operator": _in_charge,
    "managers": _managers,
    "team": _team,
}
