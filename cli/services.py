"""The services there are, in the order in which they are set up."""

SERVICES = ("identity", "contacts", "interactions", "followups", "tasks", "notifications")
