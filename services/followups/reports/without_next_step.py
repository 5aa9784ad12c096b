"""«Sin próximo contacto»: whom nobody has promised to contact again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

import sqlalchemy as sa

from services.followups.models import IN_WORK, IS_OPEN, TO_BE_WON, Branch, Client, FollowUp, Sale, db, looks
from shared.listing import Listing, after, literal
from shared.resources import Rendered
from shared.schemas import client_ref, person
from shared.tokens import current_user

SALE = "sale"
TYPES = ("lead", "prospect", SALE)


class WithoutNextStep:
    """An active lead or prospect, or an open sale, with no open follow-up."""

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered:
        is_sale = row.type == SALE
        return {
            "id": row.id,
            "type": row.type,
            "client": client_ref(row.client_id, row.client_name, row.client_phone),
            "sale": {"id": row.id, "number": row.number, "title": row.title} if is_sale else None,
            "agent": person(row.agent_id, row.agent_name),
            "branch": {"id": row.branch_id, "name": row.branch_name},
            "last_interaction_at": row.last_at,
        }


@dataclass
class Report(Listing):
    """Clients and sales in one list, those that have been there for longest first.

    :ivar parts: the clients and the sales, each sorted by an index of its own
    """

    parts: Sequence[tuple[sa.Select[Any], Any]] = ()

    @classmethod
    def of(cls, filters: dict[str, Any]) -> Self:
        types = set(filters.get("type") or TYPES)
        parts: list[tuple[sa.Select[Any], Any]] = []
        if types - {SALE}:
            parts.append((_clients(types - {SALE}, filters), Client.id))
        if SALE in types:
            parts.append((_sales(filters), Sale.id))
        whole = sa.union_all(*(query for query, _ in parts)).subquery()
        return cls(WithoutNextStep, whole.select(), (whole.c.id,), filters, parts=parts)

    def rows_after(self, cursor: str | None, limit: int) -> Sequence[Any]:
        # Each part brings as many as could be needed; the database would not see that it is enough.
        enough = [
            after(query, (id,), cursor).order_by(id).limit(literal(limit)).subquery().select()
            for query, id in self.parts
        ]
        found = sa.union_all(*enough).subquery()
        last, is_latest = looks.latest_interaction(found.c.client_id, found)
        query = (
            sa.select(
                *found.c,
                Client.name.label("client_name"),
                Client.phone.label("client_phone"),
                Branch.name.label("branch_name"),
                looks.name_of(found.c.agent_id).label("agent_name"),
                last.occurred_at.label("last_at"),
                found.c.id.label("_key0"),
            )
            .select_from(found)
            .join(Client, Client.id == found.c.client_id, isouter=True)
            .join(Branch, Branch.id == found.c.branch_id, isouter=True)
            .join(last, is_latest, isouter=True)
            .order_by(found.c.id)
            .limit(literal(limit))
        )
        return db.session.execute(query).all()


def _clients(types: set[str], filters: dict[str, Any]) -> sa.Select[Any]:
    columns = (Client.type, Client.branch_id, Client.id.label("client_id"))
    nothing = (_nothing(sa.Integer(), "number"), _nothing(sa.String(), "title"), _nothing(sa.Uuid(), "agent_id"))
    query = sa.select(Client.id, *columns, *nothing)
    promised = sa.exists().where(FollowUp.client_id == Client.id, IS_OPEN)
    wanted = (TO_BE_WON, ~Client.erased, Client.type.in_(types), *_in_branches(Client.branch_id, filters))
    return query.where(*wanted, ~promised)


def _nothing(kind: sa.types.TypeEngine[Any], name: str) -> sa.Label[Any]:
    return sa.cast(sa.null(), kind).label(name)


def _sales(filters: dict[str, Any]) -> sa.Select[Any]:
    columns = (Sale.branch_id, Sale.client_id, Sale.number, Sale.title, Sale.agent_id)
    promised = sa.exists().where(FollowUp.sale_id == Sale.id, IS_OPEN)
    query = sa.select(Sale.id, sa.literal(SALE).label("type"), *columns)
    return query.where(IN_WORK, ~promised, *_in_branches(Sale.branch_id, filters))


def _in_branches(branch_id: Any, filters: dict[str, Any]) -> list[sa.ColumnElement[bool]]:
    own = current_user().in_branches(branch_id)
    return [own, branch_id.in_(filters["branch_id"])] if filters.get("branch_id") else [own]
