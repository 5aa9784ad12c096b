"""Contacts: the people of the house's customers, and how they are found."""
