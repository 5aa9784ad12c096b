"""The tables of followups and the rules they obey."""

from services.followups.models import indexes
from services.followups.models.base import (
    TO_BE_WON,
    Branch,
    Client,
    Model,
    Person,
    db,
    passed_somewhere,
    tables,
    today_of_branch,
    today_somewhere,
)
from services.followups.models.follow_up import IS_ARMED, IS_OPEN, FollowUp, OverdueNotice
from services.followups.models.in_step import keep_in_step
from services.followups.models.known import KnownInteraction
from services.followups.models.merging import forget, move
from services.followups.models.money import CURRENCIES, currency_of
from services.followups.models.moving import hand_over
from services.followups.models.sale import IN_WORK, Sale, SaleNumber
from services.followups.models.sale_looks import INDICATORS, FollowUpStatus
from services.followups.models.states import State

__all__ = [
    "CURRENCIES",
    "INDICATORS",
    "IN_WORK",
    "IS_ARMED",
    "IS_OPEN",
    "TO_BE_WON",
    "Branch",
    "Client",
    "FollowUp",
    "FollowUpStatus",
    "KnownInteraction",
    "Model",
    "OverdueNotice",
    "Person",
    "Sale",
    "SaleNumber",
    "State",
    "currency_of",
    "db",
    "forget",
    "hand_over",
    "indexes",
    "keep_in_step",
    "move",
    "passed_somewhere",
    "tables",
    "today_of_branch",
    "today_somewhere",
]
