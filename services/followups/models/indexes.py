"""The indexes that lists, sweeps and reports walk along, each in the order of its page."""

from typing import Any

import sqlalchemy as sa

from services.followups.models.base import TO_BE_WON, Client
from services.followups.models.follow_up import IS_OPEN, FollowUp
from services.followups.models.sale import IN_WORK, Sale
from shared.searching import index_words

_OF_SALE = FollowUp.sale_id.is_not(None)
_RINGS = FollowUp.next_reminder_at.is_not(None)
_CONCLUDED = Sale.concluded_at.is_not(None)


def _index(name: str, *columns: Any, where: Any = None) -> None:
    sa.Index(f"ix_{name}", *columns, postgresql_where=where, sqlite_where=where)


_index("follow_ups_open", FollowUp.branch_id, FollowUp.due_on, FollowUp.id, where=IS_OPEN)
_index("follow_ups_open_everywhere", FollowUp.due_on, FollowUp.id, where=IS_OPEN)
_index("follow_ups_open_of_person", FollowUp.assigned_to_id, FollowUp.due_on, FollowUp.id, where=IS_OPEN)
_index("follow_ups_open_of_sale", FollowUp.sale_id, FollowUp.due_on, where=sa.and_(_OF_SALE, IS_OPEN))
_index("follow_ups_of_sale", FollowUp.sale_id, FollowUp.created_at, FollowUp.id, where=_OF_SALE)
_index("follow_ups_armed", FollowUp.due_on, where=sa.text("armed"))
_index("follow_ups_next_reminder_at", FollowUp.next_reminder_at, where=_RINGS)
index_words(FollowUp.notes_folded)

_index("sales_newest", Sale.branch_id, Sale.opened_on, Sale.id)
_index("sales_newest_everywhere", Sale.opened_on, Sale.id)
_index("sales_of_client", Sale.client_id, Sale.opened_on, Sale.id)
_index("sales_of_agent", Sale.agent_id, Sale.opened_on, Sale.id)
_index("sales_concluded", Sale.branch_id, Sale.opened_on, Sale.id, where=_CONCLUDED)
_index("sales_concluded_everywhere", Sale.opened_on, Sale.id, where=_CONCLUDED)
_index("sales_in_work", Sale.branch_id, Sale.id, where=IN_WORK)
_index("sales_in_work_everywhere", Sale.id, where=IN_WORK)
index_words(Sale.folded)

_index("clients_to_be_won", Client.branch_id, Client.id, where=TO_BE_WON)
_index("clients_to_be_won_everywhere", Client.id, where=TO_BE_WON)
index_words(Client.folded)
