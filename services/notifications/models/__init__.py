"""Deliveries, the bell, and what is known of the people and follow-ups that they are about."""

from services.notifications.models.base import Model, db, tables
from services.notifications.models.bell import Notification
from services.notifications.models.claims import LEASE
from services.notifications.models.delivery import MOST_ATTEMPTS, NO_LONGER_DUE, Delivery, Status, rest_after
from services.notifications.models.incoming import Incoming
from services.notifications.models.known import Branch, Client, KnownRecord, Person, Team
from services.notifications.models.paces import Pace

__all__ = [
    "LEASE",
    "MOST_ATTEMPTS",
    "NO_LONGER_DUE",
    "Branch",
    "Client",
    "Delivery",
    "Incoming",
    "KnownRecord",
    "Model",
    "Notification",
    "Pace",
    "Person",
    "Status",
    "Team",
    "db",
    "rest_after",
    "tables",
]
