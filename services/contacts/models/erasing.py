"""A person who asked to be forgotten: ids and days stay, whatever tells who it was goes."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from services.contacts.models import imports, keys, tags
from services.contacts.models.base import db
from services.contacts.models.clients import Client
from services.contacts.models.registry import Registered
from shared.erasing import blank_mentions


def erase(client: Client, linked: Sequence[Registered], *, at: datetime) -> None:
    """Forget a client, its duplicates and whom it is linked with, all locked; doing it again changes nothing."""
    if client.erased_at:
        return
    duplicates = sa.select(Client).where(Client.id.in_(Client.duplicates_of(client.id))).with_for_update()
    records = [client, *db.session.scalars(duplicates)]
    for each in records:
        tags.take_off(each.id, tags.ids_of(each.id))
        keys.replace(each.id, each.branch_id, ())
        imports.forget_client(each.id, each.known_by())
        each.forget(at=at)
    for person in linked:
        person.forget(at=at)
    blank_mentions([each.id for each in (*records, *linked)])
