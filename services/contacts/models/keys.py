"""By what a client can be known to exist already: phones and e-mails, within a branch."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.contacts.models import base
from services.contacts.models.base import Model, db
from services.contacts.models.registry import EMAIL_LENGTH
from services.contacts.phones import same_for_all


class Key(NamedTuple):
    """A phone or an e-mail, in the form that is equal for all its variants."""

    kind: str
    value: str


class ClientKey(Model):
    """A client has this phone or e-mail. Several clients may: families share a phone."""

    __tablename__ = "client_keys"
    __table_args__ = (sa.Index(None, "branch_id", "kind", "value"),)

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(10), primary_key=True)
    value: Mapped[str] = mapped_column(sa.String(EMAIL_LENGTH), primary_key=True)
    branch_id: Mapped[UUID]


def keys_of(phones: Iterable[str | None], emails: Iterable[str | None]) -> set[Key]:
    known = {Key("phone", same_for_all(phone)) for phone in phones if phone}
    return known | {Key("email", email) for email in emails if email}


def keys_in(values: Mapping[str, Any]) -> set[Key]:
    """By what the person of a row of a file is known, or of a client."""
    return keys_of(
        [values.get("phone"), *values.get("other_phones", [])], [values.get("email"), *values.get("other_emails", [])]
    )


def claim(branch_id: UUID, keys: Iterable[Key]) -> None:
    """Wait until nobody else is giving these to a client of the branch; then nobody else can, until the commit."""
    base.claim(*((branch_id, *key) for key in keys))


def having(branch_id: UUID, keys: Collection[Key]) -> sa.ColumnElement[bool]:
    """The condition for keys of the branch that are among these."""
    return sa.and_(
        ClientKey.branch_id == branch_id,
        sa.or_(*(sa.and_(ClientKey.kind == kind, ClientKey.value == value) for kind, value in keys)),
    )


def add(client_id: UUID, branch_id: UUID, keys: Iterable[Key]) -> None:
    """Let a client be known by these keys."""
    rows: list[dict[str, Any]] = [
        {"client_id": client_id, "branch_id": branch_id, "kind": key.kind, "value": key.value} for key in keys
    ]
    if rows:
        db.session.flush()
        db.session.execute(sa.insert(ClientKey), rows)


def replace(client_id: UUID, branch_id: UUID, keys: Iterable[Key]) -> None:
    """Let a client be known by these keys and no others."""
    db.session.execute(sa.delete(ClientKey).where(ClientKey.client_id == client_id))
    add(client_id, branch_id, keys)
