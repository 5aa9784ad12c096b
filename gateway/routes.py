"""Which service answers which path below /api/v1: the one routing table. Nothing is rewritten."""

from shared.api import PREFIX

TABLE = {
    "identity": ("auth", "users", "branches", "teams", "packs", "views"),
    "contacts": ("clients", "patients", "students", "tags", "contacts", "imports"),
    "interactions": ("interactions",),
    "followups": ("follow-ups", "sales", "reports/unattended-follow-ups", "reports/without-next-step"),
    "tasks": ("tasks", "task-types", "history", "board", "agenda", "reports/tasks"),
    "notifications": (
        "notifications", "deliveries", "notification-rules", "templates", "preferences", "consents", "webhooks",
        "incoming-messages",
    ),
}  # fmt: skip

_SERVICE_OF = {path: service for service, paths in TABLE.items() for path in paths}


def service_of(path: str) -> str | None:
    """The service that answers a path such as `/api/v1/clients/{id}`, if one does."""
    if not path.startswith(f"{PREFIX}/"):
        return None
    segments = path.removeprefix(f"{PREFIX}/").split("/")
    return _SERVICE_OF.get(segments[0]) or _SERVICE_OF.get("/".join(segments[:2]))
