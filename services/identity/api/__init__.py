"""What people may ask of identity, a module for each resource."""

from services.identity.api import auth, branches, packs, teams, users, views
from services.identity.api.routes import routes

__all__ = ["auth", "branches", "packs", "routes", "teams", "users", "views"]
