"""The tables of identity and the rules they obey, a module for each aggregate."""

from services.identity.models.base import Model, db, tables
from services.identity.models.branches import Branch
from services.identity.models.failures import Failure
from services.identity.models.keys import SigningKey
from services.identity.models.links import Employment, Membership
from services.identity.models.people import SeenUser, Team, User, administration
from services.identity.models.sessions import RefreshToken, Session
from services.identity.models.views import SavedView

__all__ = [
    "Branch",
    "Employment",
    "Failure",
    "Membership",
    "Model",
    "RefreshToken",
    "SavedView",
    "SeenUser",
    "Session",
    "SigningKey",
    "Team",
    "User",
    "administration",
    "db",
    "tables",
]
