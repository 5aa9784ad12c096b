"""Clients, patients and students: the tables of this service and the rules they obey."""
