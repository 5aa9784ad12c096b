"""The contact finder: clients and patients in one index, kept in the transaction that changes them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from services.contacts.models import namesakes
from services.contacts.models.base import Folded, Model, db, full_name, plain
from services.contacts.models.clients import Client
from services.contacts.models.matching import ANY, START, Word, begins, holds, literal, text_of
from services.contacts.models.registry import PHONE_LENGTH, Patient, Registered, Student
from shared.listing import Listing
from shared.many import insert_all
from shared.resources import Rendered, among
from shared.schemas import NAME_LENGTH
from shared.service import this_service
from shared.tokens import ADMIN, User

CLIENT, PATIENT, STUDENT = "client", "patient", "student"
# Of each rank so many are looked at. Who finds more of them types another letter.
_OF_A_RANK = 1000
_LAST_LETTER = "\U0010ffff"
_NAMES, _NUMBERS = ("first_name", "last_name"), ("phone", "email", "other_phones", "other_emails")
_SEEN = (*_NAMES, *_NUMBERS, "client_id", "merged_into_id", "erased_at")


class ContactIndex(Model):
    """Where a client, a patient or a student is found. A client is also found as the patient that it is."""

    __tablename__ = "contact_index"
    __table_args__ = (
        sa.Index(None, "sort_name", "contact_id"),
        sa.Index(
            "ix_contact_index_text",
            "text",
            "emails",
            postgresql_using="gin",
            postgresql_ops={"text": "gin_trgm_ops", "emails": "gin_trgm_ops"},
        ).ddl_if(dialect="postgresql"),
    )

    contact_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(10))
    client_id: Mapped[UUID | None]
    branch_id: Mapped[UUID] = mapped_column(index=True)
    # Whether the finder offers it: a client, or a patient that is no client yet.
    offered: Mapped[bool]
    name: Mapped[str] = mapped_column(sa.String(2 * NAME_LENGTH + 1))
    sort_name: Mapped[str] = mapped_column(Folded)
    phone: Mapped[str | None] = mapped_column(sa.String(PHONE_LENGTH))
    # Names and phones, and apart from them the e-mails, whose parts are no words that a name could begin with.
    text: Mapped[str] = mapped_column(sa.Text())
    emails: Mapped[str] = mapped_column(sa.Text())

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered:
        return {
            "kind": row.kind,
            "id": row.contact_id,
            "client_id": row.client_id,
            "name": row.name,
            "phone": row.phone,
            "has_phone": row.phone is not None,
        }


@dataclass
class Search(Listing):
    """What was looked for, the best first; a rank is only asked for when those before it do not fill the page.

    :ivar ranks: the name begins so · words begin so · anything else
    """

    ranks: Sequence[Listing] = ()

    @classmethod
    def of(cls, typed: str, words: Sequence[Word], user: User, args: Rendered) -> Self:
        """The contacts of a user's branches that hold all the words."""
        name = "" if "@" in typed else plain(typed)
        slots = tuple(
            Word(tuple(f"word_{i}_{j}" for j, _ in enumerate(word.spellings)), word.anywhere)
            for i, word in enumerate(words)
        )
        everywhere = user.role == ADMIN
        whole, ranks = _queries(slots, named=bool(name), everywhere=everywhere)
        params: Rendered = {"name": name, "name_end": name + _LAST_LETTER} if name else {}
        if not everywhere:
            params["branch_ids"] = user.branch_ids
        for slot, word in zip(slots, words, strict=True):
            for stands, spelling in zip(slot.spellings, word.spellings, strict=True):
                params |= {_slot(stands, before): literal(spelling, before) for before in (ANY, START)}
        listings = [Listing(ContactIndex, query, order, args, params=params) for query, order in ranks]
        return cls(ContactIndex, *whole, args, params=params, ranks=listings)

    def rows_after(self, cursor: str | None, limit: int) -> Sequence[Any]:
        found: list[Any] = []
        for rank in self.ranks:
            if len(found) < limit:
                found += rank.rows_after(cursor, limit - len(found))
        return found


Query = tuple[sa.Select[Any], Sequence[sa.ColumnElement[Any]]]


@lru_cache(maxsize=256)
def _queries(words: tuple[Word, ...], *, named: bool, everywhere: bool) -> tuple[Query, Sequence[Query]]:
    """The search for all ranks together and for each; whatever is typed in so many words, it is built once.

    :param words: names of parameters in the place of spellings
    """
    mine = sa.true() if everywhere else ContactIndex.branch_id.in_(sa.bindparam("branch_ids", expanding=True))
    offered = sa.and_(ContactIndex.offered, mine)
    by_name = ContactIndex.sort_name.between(sa.bindparam("name"), sa.bindparam("name_end")) if named else sa.false()
    begin = begins(ContactIndex.text, words, _stand_in)
    held = holds(ContactIndex.text, ContactIndex.emails, words, _stand_in)
    # Those whose name is just what was typed are the first of those that begin so.
    found = [_contacts(offered, by_name).order_by(ContactIndex.sort_name, ContactIndex.contact_id)]
    found.append(_contacts(offered, ~by_name, begin))
    if any(word.anywhere for word in words):
        found.append(_contacts(offered, ~by_name, ~begin, held))
    ranked = [_ranked(rank, query) for rank, query in enumerate(found)]
    whole = sa.union_all(*(each.select() for each in ranked)).subquery()
    return (whole.select(), _order(whole)), [(each.select(), _order(each)) for each in ranked]


def _slot(stands: str, before: str) -> str:
    return f"{stands}_start" if before == START else stands


def _stand_in(stands: str, before: str) -> sa.BindParameter[str]:
    return sa.bindparam(_slot(stands, before), type_=sa.Text())


def _contacts(*conditions: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return sa.select(
        ContactIndex.contact_id,
        ContactIndex.kind,
        ContactIndex.client_id,
        ContactIndex.name,
        ContactIndex.sort_name,
        ContactIndex.phone,
    ).where(*conditions)


def _ranked(rank: int, query: sa.Select[Any]) -> sa.Subquery:
    return query.add_columns(sa.literal(rank).label("rank")).limit(_OF_A_RANK).subquery()


def _order(ranked: sa.Subquery) -> Sequence[sa.ColumnElement[Any]]:
    return ranked.c.rank, ranked.c.sort_name, ranked.c.contact_id


def matches(cls: type[Client | Registered], words: Sequence[Word]) -> sa.ColumnElement[bool]:
    """The condition for rows of a resource that hold all the words."""
    held = holds(ContactIndex.text, ContactIndex.emails, words)
    return cls.id.in_(sa.select(ContactIndex.contact_id).where(held))


@sa.event.listens_for(db.session, "after_flush")
def _keep_index(session: Session, _context: Any) -> None:
    changed: dict[type, set[UUID]] = {Client: set(), Patient: set(), Student: set()}
    for row in [*session.new, *session.dirty]:
        if type(row) in changed and _is_seen(row):
            changed[type(row)].add(row.id)
            if isinstance(row, Patient):
                linked = sa.inspect(row).attrs.client_id.history
                changed[Client] |= {id for id in linked.sum() if id}
    for cls, ids in changed.items():
        if ids:
            index(cls, ids)


def _is_seen(row: Any) -> bool:
    attributes = sa.inspect(row).attrs
    return any(name in attributes and attributes[name].history.has_changes() for name in _SEEN)


def index(cls: type, ids: Collection[UUID]) -> None:
    """Let clients, patients or students be found by what they are now; who was merged or erased is not found."""
    rows = _of_clients(ids) if cls is Client else _of_registered(cls, ids)
    gone = set(ids).difference(row["contact_id"] for row in rows)
    if gone:
        db.session.execute(sa.delete(ContactIndex).where(ContactIndex.contact_id.in_(gone)))
    if rows:
        _put(rows)
    if cls is Client:
        namesakes.learn(ids, Client)


def _put(rows: list[Rendered]) -> None:
    table = ContactIndex.__table__
    newer = ", ".join(f"{name} = excluded.{name}" for name in rows[0] if name != "contact_id")
    insert_all(db.session, table, rows, else_=f"ON CONFLICT (contact_id) DO UPDATE SET {newer}")


def _of_clients(ids: Collection[UUID]) -> list[Rendered]:
    also = (Patient.first_name, Patient.last_name, Patient.phone, Patient.email)
    wanted = (
        sa.select(
            Client.id,
            Client.branch_id,
            Client.first_name,
            Client.last_name,
            Client.sort_name,
            Client.phone,
            Client.email,
            Client.other_phones,
            Client.other_emails,
            *(column.label(f"patient_{column.key}") for column in also),
        )
        .outerjoin(Patient, Patient.client_id == Client.id)
        .where(among(Client.id, this_service().dialect), Client.listed())
        # A patient changed at the same moment as its client must not bring back what the client was.
        .with_for_update(of=Client)
    )
    return [
        {
            "contact_id": row.id,
            "kind": CLIENT,
            "client_id": row.id,
            "branch_id": row.branch_id,
            "offered": True,
            "name": full_name(row.first_name, row.last_name),
            "sort_name": row.sort_name,
            "phone": row.phone or row.patient_phone,
            "text": text_of(
                [row.first_name, row.last_name, row.patient_first_name, row.patient_last_name],
                [row.phone, *row.other_phones, row.patient_phone],
            ),
            "emails": " ".join(filter(None, [row.email, *row.other_emails, row.patient_email])),
        }
        for row in db.session.execute(wanted, {"ids": list(ids)})
    ]


def _of_registered(cls: type[Registered], ids: Collection[UUID]) -> list[Rendered]:
    kind = PATIENT if cls is Patient else STUDENT
    return [
        {
            "contact_id": row.id,
            "kind": kind,
            "client_id": row.client_id,
            "branch_id": row.branch_id,
            "offered": kind == PATIENT and row.client_id is None,
            "name": full_name(row.first_name, row.last_name),
            "sort_name": row.sort_name,
            "phone": row.phone,
            "text": text_of([row.first_name, row.last_name], [row.phone]),
            "emails": row.email or "",
        }
        for row in db.session.execute(cls.rows().where(cls.id.in_(ids), cls.erased_at.is_(None)))
    ]
