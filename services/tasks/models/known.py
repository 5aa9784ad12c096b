"""What this service knows of people, branches, clients and teams."""

from collections import defaultdict
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.tasks.models.base import Model, db
from shared.readmodels.clients import ClientRow
from shared.readmodels.people import PersonRow
from shared.readmodels.places import BranchRow, TeamRow
from shared.resources import Rendered
from shared.schemas import person
from shared.service import this_service
from shared.tokens import current_user


class Person(PersonRow, Model):
    __tablename__ = "people"


class Branch(BranchRow, Model):
    __tablename__ = "branches"

    @classmethod
    def zone_of(cls, id: UUID) -> str:
        """The time zone of a branch; the house's own, where the branch is not known yet."""
        known = db.session.scalar(sa.select(cls.time_zone).where(cls.id == id))
        return known or this_service().settings.time_zone

    @classmethod
    def by_zone(cls) -> dict[str, list[UUID]]:
        """The branches of the signed-in user, by their time zone; never empty."""
        found: dict[str, list[UUID]] = defaultdict(list)
        for id, zone in db.session.execute(
            sa.select(cls.id, cls.time_zone).where(current_user().in_branches(cls.id))
        ):
            found[zone].append(id)
        return found or {this_service().settings.time_zone: []}


class Client(ClientRow, Model):
    __tablename__ = "clients"


class Team(TeamRow, Model):
    __tablename__ = "teams"


def name_of(person_id: Any) -> sa.ScalarSelect[str]:
    """The name of a user. Not by a join: with four more of them PostgreSQL plans ten times as long as it works."""
    return sa.select(Person.name).where(Person.id == person_id).scalar_subquery()


def named(user_id: UUID | None) -> Rendered | None:
    """A user as answers embed them, by their id."""
    known = db.session.get(Person, user_id) if user_id else None
    return person(user_id, known.name if known else None)
