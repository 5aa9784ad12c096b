"""The indexes that lists, the agenda and sweeps walk along, each in the order of its page."""

from typing import Any

import sqlalchemy as sa

from services.tasks.models.known import Client
from services.tasks.models.task import IS_OPEN, Task
from shared.searching import index_words


def _index(name: str, *columns: Any, where: Any = None) -> None:
    sa.Index(f"ix_tasks_{name}", *columns, postgresql_where=where, sqlite_where=where)


_index("newest", Task.created_at, Task.id)
_index("of_client", Task.client_id, Task.created_at, Task.id)
_index("of_thread", Task.root_id, Task.id)
_index("of_operator", Task.operator_id, Task.starts_at, Task.id)
_index("of_branch", Task.branch_id, Task.starts_at, Task.id)
_index("planned", Task.starts_at, Task.id)
_index(
    "open", Task.branch_id, Task.starts_at, Task.id, Task.type_id, Task.operator_id, Task.claimed_by_id, Task.team_id,
    where=IS_OPEN,
)  # fmt: skip
_index("open_everywhere", Task.starts_at, Task.id, where=IS_OPEN)
_index("armed", Task.ends_at, where=sa.text("armed"))
_index("next_reminder_at", Task.next_reminder_at, where=Task.next_reminder_at.is_not(None))
index_words(Task.description_folded)
index_words(Client.folded)
