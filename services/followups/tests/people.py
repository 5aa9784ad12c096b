"""What the others would tell this service."""

from datetime import date
from typing import Any
from uuid import UUID

from shared.ids import new_id
from shared.testing.fixtures import ANA, CENTRAL, PEOPLE, Bench

JUAN = UUID("01900000-0000-7000-8000-0000000c1001")


def a_client(id: UUID = JUAN, name: str = "Juan Pérez", branch_id: UUID = CENTRAL, **fields: Any) -> dict[str, Any]:
    return {
        "id": id, "version": 1, "name": name, "phone": "+525512345678", "type": "lead", "status": "active",
        "branch_id": branch_id, **fields,
    }  # fmt: skip


# The version in which each field of a new interaction last changed.
REVISIONS = {"notes": 1, "follow_up_assigned_to": 1, "sale_id": 1, "follow_up_time": 1}


class AnInteraction:
    """An interaction as the interactions service would change and publish it."""

    def __init__(
        self, follow_up_on: date | None = None, *, notes: str = "", author: UUID = ANA, **fields: Any
    ) -> None:
        who = {"id": author, "name": PEOPLE[author]["name"]}
        self.versions: list[tuple[str, dict[str, Any]]] = []
        self._data: dict[str, Any] = {
            "id": new_id(), "version": 0, "client": {"id": JUAN, "name": "Juan Pérez", "phone": "+525512345678"},
            "method": "call", "direction": "outbound", "occurred_at": "2026-03-02T18:00:00Z", "follow_up_on": None,
            "follow_up_assigned_to": who, "follow_up_days": [], "revisions": REVISIONS, "follow_up_time": None,
            "sale_id": None, "completes_follow_up_id": None, "completion_notes": notes or None, "notes": notes,
            "author": who, "branch_id": CENTRAL, "created_at": "2026-03-02T18:00:00Z",
            "updated_at": "2026-03-02T18:00:00Z",
        } | fields  # fmt: skip
        self._publish("InteractionCreated", {"follow_up_on": follow_up_on} if follow_up_on else {})

    @property
    def id(self) -> UUID:
        return self._data["id"]

    def change(self, **fields: Any) -> "AnInteraction":
        self._publish("InteractionUpdated", fields)
        return self

    def delete(self) -> "AnInteraction":
        self._publish("InteractionDeleted", {})
        return self

    def _publish(self, kind: str, fields: dict[str, Any]) -> None:
        version = self._data["version"] + 1
        revisions = dict(self._data["revisions"])
        revisions |= {name: version for name in fields if name in revisions}
        days = list(self._data["follow_up_days"])
        if "follow_up_on" in fields:
            at = self._data["updated_at"]
            days.append({"version": version, "on": fields["follow_up_on"], "by": self._data["author"], "at": at})
        self._data = self._data | fields | {"version": version, "revisions": revisions, "follow_up_days": days}
        self.versions.append((kind, self._data))

    def heard_by(self, bench: Bench, *versions: int) -> "AnInteraction":
        """Let the service hear of these versions, in this order; by default of all."""
        for version in versions or range(1, len(self.versions) + 1):
            kind, data = self.versions[version - 1]
            bench.hear(kind, data, sequence=version)
        return self
