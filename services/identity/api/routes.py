"""The routes of this service, in one document."""

from shared.api import Routes

routes = Routes("identity", "The people of the house, where they work, and how they sign in.")
