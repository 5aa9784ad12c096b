"""The tables' base, and what this service knows of people, branches and clients."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase

from shared import clock
from shared.db import COLUMN_TYPES, create_db, new_metadata
from shared.plumbing import plumbing
from shared.readmodels.clients import ClientRow
from shared.readmodels.people import PersonRow
from shared.readmodels.places import BranchRow
from shared.service import this_service


class Model(DeclarativeBase):
    """The tables of this service."""

    metadata = new_metadata()
    type_annotation_map = COLUMN_TYPES


db = create_db()
tables = plumbing(Model.metadata)


class Person(PersonRow, Model):
    __tablename__ = "people"


class Branch(BranchRow, Model):
    __tablename__ = "branches"

    @classmethod
    def todays(cls, now: datetime) -> dict[str, date]:
        """The day that it is now in each time zone that a branch has."""
        zones = {*db.session.scalars(sa.select(cls.time_zone).distinct()), this_service().settings.time_zone}
        return {zone: clock.day_of(now, zone) for zone in zones}


class Client(ClientRow, Model):
    __tablename__ = "clients"


# Whom we still want to win: they should never be without a next contact.
TO_BE_WON = sa.and_(
    Client.status == sa.literal_column("'active'"),
    Client.type.in_([sa.literal_column("'lead'"), sa.literal_column("'prospect'")]),
    Client.merged_into.is_(None),
)


def passed_somewhere(day: Any, now: datetime) -> sa.ColumnElement[bool]:
    """Whether a day has passed in any branch: beside what `today_of_branch` says, for an index to begin with."""
    condition: sa.ColumnElement[bool] = day < sa.literal(max(Branch.todays(now).values()), sa.Date())
    return condition


def today_somewhere(day: Any, now: datetime) -> sa.ColumnElement[bool]:
    """Whether it is that day in any branch: beside what `today_of_branch` says, for an index to begin with."""
    todays = Branch.todays(now).values()
    condition: sa.ColumnElement[bool] = day.between(
        sa.literal(min(todays), sa.Date()), sa.literal(max(todays), sa.Date())
    )
    return condition


def today_of_branch(now: datetime) -> sa.ColumnElement[Any]:
    """The day that it is now in the branch of a row, for queries that join it."""
    todays = Branch.todays(now)
    here = todays.pop(this_service().settings.time_zone)
    if not todays:
        return sa.literal(here, sa.Date())
    elsewhere = ((Branch.time_zone == zone, sa.literal(day, sa.Date())) for zone, day in todays.items())
    return sa.case(*elsewhere, else_=sa.literal(here, sa.Date()))
