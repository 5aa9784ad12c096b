"""Clients, and the rules they obey."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from flask import abort
from sqlalchemy.orm import Mapped, aliased, mapped_column

from services.contacts.models import duplicates, keys, tags
from services.contacts.models.base import Folded, Model, Person, db, differences, full_name, sort_name
from services.contacts.models.registry import EMAIL_LENGTH, PHONE_LENGTH, Patient, Registered, Student
from shared.erasing import NOBODY
from shared.ids import new_id
from shared.problems import Invalid, Refused
from shared.readmodels.clients import Erased
from shared.resources import Rendered, Resource
from shared.schemas import NAME_LENGTH, NOTES_LENGTH, person

TYPES = LEAD, PROSPECT, CUSTOMER, VIP = "lead", "prospect", "customer", "vip"
SOURCES = REFERRAL, WEB, DIRECT, COMPETITOR, OTHER = "referral", "web", "direct", "competitor", "other"
STATUSES = ACTIVE, INACTIVE = "active", "inactive"
# What a client is born as, unless somebody says otherwise.
BORN_AS: Rendered = {"type": LEAD, "source": DIRECT, "status": ACTIVE}
_CANDIDATES = 10
_LISTED = sa.text("merged_into_id IS NULL AND erased_at IS NULL")


class PossibleDuplicate(Refused):
    """Another client of the branch has the phone or the e-mail."""

    status, name = 409, "possible-duplicate"


class AlreadyLinked(Refused):
    """The client, or the person to link it with, is linked elsewhere."""

    status, name = 409, "already-linked"


class Client(tags.Tagged, Resource, Model):
    """One row per person spoken to: a lead, a parent who called, a customer."""

    __tablename__ = "clients"
    __table_args__ = (
        sa.Index(None, "created_at", "id"),
        sa.Index(None, "updated_at", "id"),
        sa.Index(None, "sort_name", "id"),
        # To be counted, and listed by branch, without a look at the rows.
        sa.Index(None, "branch_id", "type", "status", postgresql_where=_LISTED, sqlite_where=_LISTED),
        sa.Index(None, "branch_id", "created_at", "id", postgresql_where=_LISTED, sqlite_where=_LISTED),
    )

    first_name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))
    last_name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))
    sort_name: Mapped[str] = mapped_column(Folded)
    email: Mapped[str | None] = mapped_column(sa.String(EMAIL_LENGTH))
    phone: Mapped[str | None] = mapped_column(sa.String(PHONE_LENGTH))
    other_phones: Mapped[list[Any]]
    other_emails: Mapped[list[Any]]
    type: Mapped[str] = mapped_column(sa.String(20))
    source: Mapped[str] = mapped_column(sa.String(20))
    status: Mapped[str] = mapped_column(sa.String(20))
    notes: Mapped[str] = mapped_column(sa.String(NOTES_LENGTH))
    branch_id: Mapped[UUID]
    assigned_to_id: Mapped[UUID | None] = mapped_column(index=True)
    # The client that it was found to be a duplicate of, which may have been merged since.
    merged_into_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("clients.id"), index=True)
    erased_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    @classmethod
    def visible(cls) -> sa.ColumnElement[bool]:
        return sa.and_(super().visible(), cls.merged_into_id.is_(None))

    @classmethod
    def listed(cls) -> sa.ColumnElement[bool]:
        """The condition for clients that are people still: not erased, and no duplicates."""
        return sa.and_(cls.merged_into_id.is_(None), cls.erased_at.is_(None))

    @classmethod
    def erased_among(cls, ids: Collection[UUID]) -> set[UUID]:
        """Those of the ids that are of people who asked to be forgotten."""
        return set(db.session.scalars(sa.select(cls.id).where(cls.id.in_(ids), cls.erased_at.is_not(None))))

    @classmethod
    def kept(cls, id: UUID) -> UUID:
        """The client whom a client's id means today: for a duplicate, the one kept."""
        merged_into_id = db.session.scalar(sa.select(cls.merged_into_id).where(cls.id == id))
        return cls.kept(merged_into_id) if merged_into_id else id

    @classmethod
    def duplicates_of(cls, id: UUID) -> sa.Select[tuple[UUID]]:
        """The ids of all that became part of a client, also by way of another duplicate."""
        merged = sa.select(cls.id).where(cls.merged_into_id == id).cte(recursive=True)
        further = aliased(cls)
        return sa.select(
            merged.union_all(sa.select(further.id).join(merged, further.merged_into_id == merged.c.id)).c.id
        )

    @classmethod
    def get_or_404(cls, id: UUID) -> Self:
        """The client, or the one whom it was merged into."""
        found = db.session.scalars(sa.select(cls).where(cls.id == id, cls.visible())).one_or_none()
        if found is None and (kept_id := cls.kept(id)) != id:
            return cls.get_or_404(kept_id)
        return found or abort(404)

    @classmethod
    def for_change(cls, id: UUID) -> Self:
        """The client, or the one whom it was merged into, locked until the commit.

        :raises Erased: nothing can be written about them any more
        """
        client = cls._kept_for_update(id) or abort(404)
        client.check_if_match()
        if client.erased_at:
            raise Erased
        return client

    @classmethod
    def _kept_for_update(cls, id: UUID) -> Self | None:
        wanted = sa.select(cls).where(cls.id == id, cls.visible()).execution_options(populate_existing=True)
        free = db.session.scalars(wanted.with_for_update(skip_locked=True)).one_or_none()
        if free is not None:
            return free
        # It may be merged while it is waited for, and PostgreSQL locks what is then no longer wanted, too. Whoever
        # holds a duplicate and waits for a client could make others wait in a ring: so the duplicate is let go.
        with db.session.connection().begin_nested() as savepoint:
            client = db.session.scalars(wanted.with_for_update()).one_or_none()
            if client is not None:
                return client
            savepoint.rollback()
        kept_id = cls.kept(id)
        return cls._kept_for_update(kept_id) if kept_id != id else None

    @classmethod
    def announce(cls, versions: Iterable[tuple[UUID, int]], kind: str) -> None:
        """Publish what clients are; of a duplicate, what it became."""
        stated = dict(versions)
        merged = sa.select(cls.id).where(cls.id.in_(stated), cls.merged_into_id.is_not(None))
        duplicates = set(db.session.scalars(merged))
        super().announce([(id, version) for id, version in stated.items() if id not in duplicates], kind)
        for duplicate_id in duplicates:
            kept = db.session.get_one(
                cls, cls.kept(duplicate_id), with_for_update={"read": True}, populate_existing=True
            )
            kept.record("ClientsMerged", kept.merged_with(duplicate_id), announced=True)

    def merged_with(self, duplicate_id: UUID) -> Rendered:
        """What the event tells of it and its duplicate."""
        return self.rendered() | {"kept_id": self.id, "duplicate_id": duplicate_id}

    @classmethod
    def _for_update(cls) -> sa.Select[tuple[Self]]:
        return sa.select(cls).with_for_update().execution_options(populate_existing=True)

    @classmethod
    def rows(cls) -> sa.Select[Any]:
        return (
            sa.select(
                *sa.inspect(cls).columns,
                Person.name.label("assigned_to_name"),
                Patient.id.label("patient_id"),
                Student.id.label("student_id"),
                sa.func.coalesce(Student.active_enrolments, 0).label("active_enrolments"),
                tags.tags_of(cls.id).label("tags"),
            )
            .outerjoin(Person, Person.id == cls.assigned_to_id)
            .outerjoin(Patient, Patient.client_id == cls.id)
            .outerjoin(Student, Student.client_id == cls.id)
        )

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered:
        return {
            "id": row.id,
            "name": full_name(row.first_name, row.last_name),
            "first_name": row.first_name,
            "last_name": row.last_name,
            "email": row.email,
            "phone": row.phone,
            "other_phones": row.other_phones,
            "other_emails": row.other_emails,
            "type": row.type,
            "source": row.source,
            "status": row.status,
            "notes": row.notes,
            "tags": tags.shown_tags(row.tags),
            "branch_id": row.branch_id,
            "assigned_to": person(row.assigned_to_id, row.assigned_to_name),
            "patient_id": row.patient_id,
            "student_id": row.student_id,
            "active_enrolments": row.active_enrolments,
            "erased_at": row.erased_at,
            "created_at": row.created_at,
            "updated_at": row.updated_at,
            "version": row.version,
        }

    @classmethod
    def register(cls, values: Rendered, *, branch_id: UUID, at: datetime, allow_duplicate: bool = False) -> Self:
        """Take somebody up as a client.

        :raises PossibleDuplicate: another client of the branch has the phone or the e-mail, and that is not allowed
        """
        client = cls(id=new_id(), branch_id=branch_id, other_phones=[], other_emails=[], created_at=at, updated_at=at)
        client._refuse_duplicates(values, allow_duplicate)
        db.session.add(client)
        client._take({"last_name": "", "notes": "", **BORN_AS, **values})
        client.record("ClientCreated")
        keys.add(client.id, branch_id, client.known_by())
        return client

    def change(self, values: Rendered, *, at: datetime, allow_duplicate: bool = False) -> None:
        """Take other values; those that it has already are no change.

        :raises PossibleDuplicate: another client of the branch has the phone or the e-mail, and that is not allowed
        """
        changed = differences(self, values)
        if not changed:
            return
        self._refuse_duplicates(changed, allow_duplicate)
        self._take(self._others_after(changed) | changed)
        self._changed("ClientUpdated", at)
        if changed.keys() & {"phone", "email"}:
            keys.replace(self.id, self.branch_id, self.known_by())

    @classmethod
    def of_patient(cls, patient: Patient, given_phone: str | None, *, at: datetime) -> Self:
        """The client of a locked patient, made where there is none. Afterwards it can be called.

        :param given_phone: fills what is missing, and changes nothing that is there
        :raises Invalid: of the field `phone`: neither has one, and none is given
        """
        client = cls._locked(patient.client_id) if patient.client_id else None
        phone = patient.phone or (client.phone if client else None) or given_phone
        if phone is None:
            raise Invalid(phone="required")
        patient.change({"phone": patient.phone or given_phone}, at=at)
        if client is None:
            return cls._from_patient(patient, phone, at)
        client.change({"phone": client.phone or phone}, at=at, allow_duplicate=True)
        return client

    @classmethod
    def _from_patient(cls, patient: Patient, phone: str, at: datetime) -> Self:
        known = {"first_name": patient.first_name, "last_name": patient.last_name, "email": patient.email}
        client = cls.register(known | {"phone": phone}, branch_id=patient.branch_id, at=at, allow_duplicate=True)
        patient.client_id = client.id
        return client

    @classmethod
    def _locked(cls, id: UUID) -> Self:
        return db.session.scalars(cls._for_update().where(cls.id == id)).one()

    def convert(self, *, at: datetime) -> None:
        """Make an active customer of it; a VIP stays one."""
        if differences(self, {"type": VIP if self.type == VIP else CUSTOMER, "status": ACTIVE}):
            self.type = VIP if self.type == VIP else CUSTOMER
            self.status = ACTIVE
            self._changed("ClientConverted", at)

    def promote(self, *, at: datetime) -> None:
        """Make a VIP of it; whether it is active stays as it is."""
        if self.type != VIP:
            self.type = VIP
            self._changed("ClientPromoted", at)

    def link(self, other: Registered, *, at: datetime) -> None:
        """Connect it with a patient or a student; each then names the other.

        :raises AlreadyLinked: one of them is connected with somebody else
        :raises Invalid: they are of different branches
        """
        if other.client_id == self.id:
            return
        if other.branch_id != self.branch_id:
            raise Invalid(**{f"{type(other).__name__.lower()}_id": "other-branch"})
        cls = type(other)
        if other.client_id or db.session.scalar(sa.select(cls.id).where(cls.client_id == self.id)):
            raise AlreadyLinked
        other.client_id = self.id
        self._changed("ClientLinked", at)

    def unlink(self, other: Registered, *, at: datetime) -> None:
        """Disconnect it from a patient or a student; where it was not connected there is nothing to do."""
        if other.client_id == self.id:
            other.client_id = None
            self._changed("ClientUpdated", at)

    def forget(self, *, at: datetime) -> None:
        """Keep of the person no more than that there was one."""
        self._take({"first_name": NOBODY, "last_name": "", "email": None, "phone": None, "notes": ""})
        self.other_phones, self.other_emails, self.status = [], [], INACTIVE
        self.erased_at = at
        self._changed("ClientErased", at)

    def known_by(self) -> set[keys.Key]:
        """The phones and e-mails that tell it from others."""
        return keys.keys_of([self.phone, *self.other_phones], [self.email, *self.other_emails])

    def _take(self, values: Rendered) -> None:
        for name, value in values.items():
            setattr(self, name, value)
        self.sort_name = sort_name(self.first_name, self.last_name)

    def _others_after(self, changed: Rendered) -> Rendered:
        """A further phone or e-mail that becomes the first one changes places with it, so that neither is lost."""
        after: Rendered = {}
        for name, others in (("phone", "other_phones"), ("email", "other_emails")):
            known, first = getattr(self, others), changed.get(name)
            if first in known:
                former = getattr(self, name)
                after[others] = [each for each in (former if each == first else each for each in known) if each]
        return after

    def _changed(self, kind: str, at: datetime) -> None:
        self.updated_at = at
        self.record(kind)

    def _refuse_duplicates(self, values: Rendered, allow: bool) -> None:
        wanted = keys.keys_of([values.get("phone")], [values.get("email")])
        if not wanted:
            return
        keys.claim(self.branch_id, wanted)
        if not allow and self._others_have(wanted):
            raise PossibleDuplicate(candidates=self.like_it(values))

    def _others_have(self, wanted: Collection[keys.Key]) -> bool:
        theirs = sa.select(keys.ClientKey.client_id).where(keys.having(self.branch_id, wanted))
        others = sa.select(Client.id).where(Client.id.in_(theirs), Client.id != self.id, Client.listed())
        return db.session.scalar(others.limit(1)) is not None

    def like_it(self, values: Rendered, *, limit: int = _CANDIDATES) -> list[Rendered]:
        """Other clients of its branch who may be the same person, the likeliest first.

        :param values: what it is about to become
        """
        first_name, last_name, phone, email = (
            values.get(name, getattr(self, name)) for name in ("first_name", "last_name", "phone", "email")
        )
        phones, emails = [phone, *self.other_phones], [email, *self.other_emails]
        known = duplicates.Known.of(first_name, last_name or "", phones, emails)
        return duplicates.like(known, self.branch_id, Client, but=self.id, limit=limit)
