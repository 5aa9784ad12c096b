"""Patients and students: people whom the house registers elsewhere, each linked to at most one client."""

from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from services.contacts.models.base import Folded, Model, db, differences, full_name, sort_name
from shared.erasing import NOBODY
from shared.ids import new_id
from shared.problems import Invalid
from shared.readmodels.clients import Erased
from shared.resources import Rendered, Resource
from shared.schemas import NAME_LENGTH

EMAIL_LENGTH = 254
PHONE_LENGTH = 20


class Registered(Resource):
    """A person of a registry. `client_id` is the link, which belongs to the client: setting it is no change here."""

    first_name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))
    last_name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))
    sort_name: Mapped[str] = mapped_column(Folded)
    phone: Mapped[str | None] = mapped_column(sa.String(PHONE_LENGTH))
    email: Mapped[str | None] = mapped_column(sa.String(EMAIL_LENGTH))
    branch_id: Mapped[UUID] = mapped_column(index=True)
    client_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("clients.id"), unique=True)
    erased_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[sa.Index, ...]:
        return (sa.Index(None, "sort_name", "id"),)

    @classmethod
    def rows(cls) -> sa.Select[Any]:
        return sa.select(*sa.inspect(cls).columns)  # type: ignore[union-attr]

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered:
        return {
            "id": row.id,
            "name": full_name(row.first_name, row.last_name),
            "first_name": row.first_name,
            "last_name": row.last_name,
            "phone": row.phone,
            "email": row.email,
            "branch_id": row.branch_id,
            "client_id": row.client_id,
            "erased_at": row.erased_at,
            "created_at": row.created_at,
            "updated_at": row.updated_at,
            "version": row.version,
        }

    @classmethod
    def register(cls, values: Rendered, *, branch_id: UUID, at: datetime) -> Self:
        """Put a person into the registry."""
        person = cls()
        person.id, person.branch_id = new_id(), branch_id
        person.created_at = person.updated_at = at
        db.session.add(person)
        person._take(values)
        person.record(f"{cls.__name__}Created")
        return person

    def change(self, values: Rendered, *, at: datetime) -> None:
        """Take other values; those that it has already are no change."""
        changed = differences(self, values)
        if changed:
            self._take(changed)
            self.updated_at = at
            self.record(f"{type(self).__name__}Updated")

    def forget(self, *, at: datetime) -> None:
        """Keep of the person no more than that there was one."""
        nothing = {"phone": None, "email": None, **self._own_nothing()}
        self._take({"first_name": NOBODY, "last_name": "", **nothing})
        self.erased_at = self.updated_at = at
        self.record(f"{type(self).__name__}Updated")

    @classmethod
    def _own_nothing(cls) -> Rendered:
        """What the registry's own fields are of somebody who is forgotten."""
        raise NotImplementedError

    @classmethod
    def for_change(cls, id: UUID) -> Self:
        """The row, locked until the commit.

        :raises Erased: nothing can be written about them any more
        """
        person = super().for_change(id)
        if person.erased_at:
            raise Erased
        return person

    def _take(self, values: Rendered) -> None:
        for name, value in values.items():
            setattr(self, name, value)
        self.sort_name = sort_name(self.first_name, self.last_name)

    @classmethod
    def named(cls, id: UUID, field: str) -> Self:
        """The person whom a field of a request names, locked until the commit.

        :raises Invalid: there is none in the caller's branches
        """
        wanted = sa.select(cls).where(cls.id == id, cls.visible()).with_for_update()
        found = db.session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
        if found is None or found.erased_at:
            raise Invalid(**{field: "unknown"})
        return found


class Patient(Registered, Model):
    """A patient of a clinic."""

    __tablename__ = "patients"

    birth_date: Mapped[date | None]
    record_number: Mapped[str | None] = mapped_column(sa.String(NAME_LENGTH))

    @classmethod
    def _own_nothing(cls) -> Rendered:
        return {"birth_date": None, "record_number": None}

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered:
        return super().shown(row, now) | {"birth_date": row.birth_date, "record_number": row.record_number}


class Student(Registered, Model):
    """A student of a school, with what they are enrolled in: `{program, status, started_on}` each."""

    __tablename__ = "students"

    guardian_name: Mapped[str | None] = mapped_column(sa.String(NAME_LENGTH))
    enrolments: Mapped[list[Any]]
    active_enrolments: Mapped[int]

    @classmethod
    def _own_nothing(cls) -> Rendered:
        return {"guardian_name": None, "enrolments": []}

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered:
        return super().shown(row, now) | {"guardian_name": row.guardian_name, "enrolments": row.enrolments}

    def _take(self, values: Rendered) -> None:
        super()._take(values)
        self.active_enrolments = sum(each["status"] == "active" for each in self.enrolments)
