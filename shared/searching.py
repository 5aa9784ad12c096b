"""What people look for in texts: words in any order, anywhere, without regard to case and accents."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from shared.folding import contains, fold
from shared.readmodels.clients import ClientRow
from shared.service import this_service


def mentions(q: str, text: Any, client_id: Any, clients: type[ClientRow]) -> Iterator[sa.ColumnElement[bool]]:
    """The conditions for rows that hold every word, in a folded text of theirs or in their client's name or phone.

    On PostgreSQL trigram indexes find both: those of the text, and those of the clients' folded names.
    """
    for word in q.split():
        named = sa.select(clients.id).where(_holds(clients.folded, word))
        yield sa.or_(_holds(text, word), _any_of(client_id, named))


def index_words(text: Any) -> None:
    """Have PostgreSQL find words anywhere in a folded text; SQLite reads the texts."""
    name, operators = f"ix_{text.class_.__tablename__}_{text.key}", {text.key: "gin_trgm_ops"}
    sa.Index(name, text, postgresql_using="gin", postgresql_ops=operators).ddl_if(dialect="postgresql")


def _holds(text: Any, word: str) -> sa.ColumnElement[bool]:
    condition: sa.ColumnElement[bool]
    if this_service().dialect == "postgresql":
        condition = text.like(contains(word), escape="\\")
    else:
        # Without an index every text is read, and LIKE takes several times as long for one.
        condition = sa.func.instr(text, fold(word)) > 0
    return condition


def _any_of(column: Any, wanted: sa.Select[Any]) -> sa.ColumnElement[bool]:
    """The condition for rows whose column is one of what a query finds."""
    condition: sa.ColumnElement[bool]
    if this_service().dialect == "postgresql":
        # As an array it is found first, and can then be looked up in an index beside another condition.
        found = sa.func.array(wanted.scalar_subquery(), type_=sa.ARRAY(sa.Uuid()))
        condition = column == sa.any_(found)
    else:
        condition = column.in_(wanted)
    return condition
