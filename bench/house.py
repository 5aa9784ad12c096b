"""The house whose people are measured: branches, and those who work there, in every service's tables."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from bench.population import Branch
from services.contacts.models.base import Model as Contacts
from services.followups.models import Model as FollowUps
from services.identity import passwords
from services.identity.models.base import Model as Identity
from services.interactions.models import Model as Interactions
from services.notifications.models import Model as Notifications
from services.tasks.models.base import Model as Tasks
from services.tasks.models.task_type import TaskType
from shared.inbox import insert

PASSWORD = "medir-al-dia"
EMAIL = "persona{}.{}@medidas.example"  # number of the branch, number of the person
_OPENED = datetime(2024, 1, 8, tzinfo=UTC)
_BRANCHES = (("Norte", "America/Tijuana"), ("Sur", "America/Cancun"))
_PEOPLE = ("Ana Ruiz", "Luis Vega", "Nora Paz", "Iván Cano", "Marta Gil")  # the last one manages
MANAGER = EMAIL.format(0, len(_PEOPLE) - 1)  # of the first branch
_READERS = {
    "contacts": Contacts,
    "interactions": Interactions,
    "followups": FollowUps,
    "tasks": Tasks,
    "notifications": Notifications,
}

Row = dict[str, Any]


class House:
    """The branches and people of an installation: those that it was born with, and those of the benchmarks."""

    def __init__(self, engines: dict[str, sa.Engine]) -> None:
        self._engines = engines

    def furnish(self) -> list[Branch]:
        """Add the people of the benchmarks where they are missing, and let every service know everybody.

        :returns: the branches, the first one first
        """
        branches, users, staff = self._branches(), Identity.metadata.tables["users"], []
        secret = passwords.hashed(PASSWORD)
        for place, branch in enumerate(branches):
            people = [_person(place, number, name, branch["id"]) for number, name in enumerate(_PEOPLE)]
            staff.append(Branch(branch["id"], branch["time_zone"], [(each["id"], each["name"]) for each in people]))
            self._add("identity", users, [_user(each, secret) for each in people])
            posts = [{"user_id": each["id"], "branch_id": branch["id"], "position": 0} for each in people]
            self._add("identity", Identity.metadata.tables["employments"], posts)
        known = list(self._everybody())
        for service, model in _READERS.items():
            self._add(service, model.metadata.tables["branches"], branches)
            self._add(service, model.metadata.tables["people"], known)
        self._prioritize("Presupuesto")
        return staff

    def _prioritize(self, name: str) -> None:
        """Let tasks of a type be urgent, as an administrator would."""
        given = sa.update(TaskType).where(TaskType.name == name).values(priority=True, version=2)
        with self._engines["tasks"].begin() as connection:
            connection.execute(given)

    def _branches(self) -> list[Row]:
        table = Identity.metadata.tables["branches"]
        born_with = self._all(table)
        first = born_with[0]
        more = [
            {**first, "id": _id(1, number), "version": 1, "name": name, "time_zone": zone}
            for number, (name, zone) in enumerate(_BRANCHES)
        ]
        self._add("identity", table, more)
        return [first, *more]

    def _everybody(self) -> Iterator[Row]:
        places: dict[UUID, list[str]] = {}
        for post in self._all(Identity.metadata.tables["employments"]):
            places.setdefault(post["user_id"], []).append(str(post["branch_id"]))
        for user in self._all(Identity.metadata.tables["users"]):
            yield user | {"branch_ids": places.get(user["id"], [])}

    def _all(self, table: sa.Table) -> list[Row]:
        with self._engines["identity"].connect() as connection:
            return [dict(row) for row in connection.execute(sa.select(table).order_by(*table.primary_key)).mappings()]

    def _add(self, service: str, table: sa.Table, rows: list[Row]) -> None:
        engine = self._engines[service]
        known = [{name: row[name] for name in table.columns.keys() if name in row} for row in rows]  # noqa: SIM118
        with engine.begin() as connection:
            connection.execute(insert(engine.dialect.name, table).on_conflict_do_nothing(), known)


def _person(place: int, number: int, name: str, branch_id: UUID) -> Row:
    role = "manager" if name == _PEOPLE[-1] else "operator"
    return {"id": _id(2 + place, number), "name": name, "email": EMAIL.format(place, number), "role": role}


def _user(person: Row, password_hash: str) -> Row:
    dates = {"created_at": _OPENED, "updated_at": _OPENED}
    return {**person, "version": 1, "phone": None, "active": True, "password_hash": password_hash, **dates}


def _id(kind: int, number: int) -> UUID:
    made = int(_OPENED.timestamp() * 1000)
    return UUID(int=made << 80 | 7 << 76 | 2 << 62 | kind << 32 | number)
