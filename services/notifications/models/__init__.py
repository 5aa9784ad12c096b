"""Deliveries, the bell, and what is known of the people and follow-ups that they are about."""

from services.notifications.models.base import Model, db, tables
from services.notifications.models.bell import Notification
from services.notifications.models.claims import LEASE
from services.notifications.models.consents import Consent
from services.notifications.models.delivery import MOST_ATTEMPTS, NO_LONGER_DUE, Delivery, Status, rest_after
from services.notifications.models.incoming import Incoming
from services.notifications.models.known import Branch, Client, KnownRecord, Person, Team
from services.notifications.models.paces import Pace
from services.notifications.models.preferences import Preferences
from services.notifications.models.rules import RuleBook
from services.notifications.models.templates import Template

__all__ = [
    "LEASE",
    "MOST_ATTEMPTS",
    "NO_LONGER_DUE",
    "Branch",
    "Client",
    "Consent",
    "Delivery",
    "Incoming",
    "KnownRecord",
    "Model",
    "Notification",
    "Pace",
    "Person",
    "Preferences",
    "RuleBook",
    "Status",
    "Team",
    "Template",
    "db",
    "rest_after",
    "tables",
]
