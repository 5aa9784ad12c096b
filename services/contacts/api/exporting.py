"""All that the house knows of one person, in one file."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.contacts.models.base import db
from services.contacts.models.clients import Client
from services.contacts.models.registry import Patient, Registered, Student
from services.contacts.schemas import ClientExportOut
from shared import clock, trail
from shared.api import Routes
from shared.listing import MOST
from shared.problems import Passed
from shared.resources import Rendered
from shared.service import this_service
from shared.tokens import ADMIN

routes = Routes("exports", "All that is known of one person")
# What the other services know of clients: the name in the file, the service, its list, and its filters.
_LISTS: tuple[tuple[str, str, str, Rendered], ...] = (
    ("interactions", "interactions", "/interactions", {}),
    ("follow_ups", "followups", "/follow-ups", {"state": ["open", "done", "cancelled"]}),
    ("sales", "followups", "/sales", {}),
    ("tasks", "tasks", "/tasks", {}),
    ("history", "tasks", "/history", {}),
    ("deliveries", "notifications", "/deliveries", {"upcoming": True}),
)


@routes.get("/clients/<uuid:id>/export", role=ADMIN)
@routes.response(200, ClientExportOut)
def export_client(id: UUID) -> tuple[Rendered, int, dict[str, str]]:
    """All that is known of a person, complete, as a file; 503 while one of the services does not answer."""
    client = Client.get_or_404(id).rendered()
    duplicates = Client.render_all(db.session.scalars(Client.duplicates_of(client["id"])).all())
    linked = {"patient": _linked(Patient, client["id"]), "student": _linked(Student, client["id"])}
    known = {"client": client, "duplicates": list(duplicates.values()), **linked}
    elsewhere = _known_elsewhere([client["id"], *duplicates])
    trail.note("Exported", "client", client["id"], branch_id=client["branch_id"])
    name = {"Content-Disposition": f'attachment; filename="{client["id"]}.json"', "Cache-Control": "no-store"}
    return {"exported_at": clock.now(), **known, **elsewhere}, 200, name


def _linked(cls: type[Registered], client_id: UUID) -> Rendered | None:
    found = db.session.scalars(sa.select(cls.id).where(cls.client_id == client_id)).all()
    return next(iter(cls.render_all(found).values()), None)


def _known_elsewhere(client_ids: Sequence[UUID]) -> Rendered:
    """What the services of this installation know, also of a duplicate whose merge they have not heard of yet."""
    ids = [str(each) for each in client_ids]
    here = this_service().calls.urls
    known: Rendered = {
        name: list(_items(service, path, filters | {"client_id": ids}))
        for name, service, path, filters in _LISTS
        if service in here
    }
    if "notifications" in here:
        known["consents"] = [each for id in ids if (each := _consents(id))]
    return known


def _items(service: str, path: str, filters: Rendered) -> Iterator[Any]:
    """The items of a list, of all its pages."""
    cursor: Rendered = {}
    while True:
        page = this_service().calls.get(service, path, limit=MOST, **filters, **cursor)
        yield from page["items"]
        if page["next_cursor"] is None:
            return
        cursor = {"cursor": page["next_cursor"]}


def _consents(client_id: str) -> Any:
    """What a client has agreed to; nothing where nobody ever asked."""
    try:
        return this_service().calls.get("notifications", f"/consents/{client_id}")
    except Passed as refusal:
        if refusal.status == 404:
            return None
        raise
