"""The one door: it routes to the services, limits, and composes the pages that need several of them."""
