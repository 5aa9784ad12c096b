"""Plumbing that every service uses and none could argue about. No business rule lives here."""
