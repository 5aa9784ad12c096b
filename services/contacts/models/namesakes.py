"""What the names of clients have in common, kept where it can be looked up."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.contacts.models.base import Model, db
from services.contacts.names import keys_of, read
from shared.many import insert_all
from shared.resources import among
from shared.service import this_service

# Who shares less with a name than so many others is not like it.
_MOST = 200
_AT_ONCE = {"synchronize_session": False}


class NameKey(Model):
    """A client's name has this key (`names.keys_of`)."""

    __tablename__ = "name_keys"
    __table_args__ = (sa.Index(None, "branch_id", "key", "client_id"),)

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(8), primary_key=True)
    branch_id: Mapped[UUID]


def learn(ids: Collection[UUID], clients: type[Any]) -> None:
    """Know what the names of clients are now; who was merged or erased has none."""
    names = sa.select(clients.id, clients.branch_id, clients.first_name, clients.last_name)
    dialect, wanted = this_service().dialect, {"ids": list(ids)}
    rows = [
        {"client_id": row.id, "branch_id": row.branch_id, "key": key}
        for row in db.session.execute(names.where(among(clients.id, dialect), clients.listed()), wanted)
        for key in keys_of(read(row.first_name, row.last_name))
    ]
    db.session.execute(
        sa.delete(NameKey).where(among(NameKey.client_id, dialect)), wanted, execution_options=_AT_ONCE
    )
    insert_all(db.session, NameKey.__table__, rows)


def sharing(branch_id: UUID, keys: Collection[str]) -> sa.Select[tuple[UUID]]:
    """The clients of a branch whose names have some of these keys; those with the most of them."""
    shared = sa.select(NameKey.client_id).where(NameKey.branch_id == branch_id, NameKey.key.in_(keys))
    return shared.group_by(NameKey.client_id).order_by(sa.func.count().desc(), NameKey.client_id).limit(_MOST)
