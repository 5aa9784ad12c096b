"""The tables of followups and the rules they obey."""

from services.followups.models.base import Branch, Client, Model, Person, db, tables, today_of_branch
from services.followups.models.follow_up import IS_OPEN, FollowUp, OverdueNotice, State
from services.followups.models.in_step import keep_in_step
from services.followups.models.known import KnownInteraction

__all__ = [
    "IS_OPEN",
    "Branch",
    "Client",
    "FollowUp",
    "KnownInteraction",
    "Model",
    "OverdueNotice",
    "Person",
    "State",
    "db",
    "keep_in_step",
    "tables",
    "today_of_branch",
]
