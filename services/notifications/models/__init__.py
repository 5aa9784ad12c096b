"""Deliveries, the bell, and what is known of the people and follow-ups that they are about."""

from services.notifications.models.base import Model, db, tables
from services.notifications.models.bell import Notification
from services.notifications.models.delivery import LEASE, MOST_ATTEMPTS, NO_LONGER_DUE, Delivery, Status, rest_after
from services.notifications.models.known import Branch, Client, OpenFollowUp, Person

__all__ = [
    "LEASE",
    "MOST_ATTEMPTS",
    "NO_LONGER_DUE",
    "Branch",
    "Client",
    "Delivery",
    "Model",
    "Notification",
    "OpenFollowUp",
    "Person",
    "Status",
    "db",
    "rest_after",
    "tables",
]
