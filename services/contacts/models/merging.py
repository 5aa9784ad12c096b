"""Two records of one person become one, which everything that was known of either belongs to."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from services.contacts.models import keys, tags
from services.contacts.models.base import db
from services.contacts.models.clients import AlreadyLinked, Client
from services.contacts.models.registry import Patient, Registered, Student
from services.contacts.phones import same_for_all
from shared.problems import Invalid
from shared.readmodels.clients import Erased
from shared.schemas import NOTES_LENGTH

REGISTRIES: tuple[type[Registered], ...] = (Patient, Student)


def lock_people(ids: Sequence[UUID]) -> tuple[dict[UUID, Client], list[Registered]]:
    """Clients of the caller's branches, whomever they were merged into, and whom they are linked with: all locked.

    :returns: the clients by the ids given; those that the caller may not see are left out
    """
    while True:
        kept = {id: Client.kept(id) for id in ids}
        # Always those linked first, and all by their ids, so that two requests never wait for each other.
        linked = _linked(kept.values(), lock=True)
        wanted = sa.select(Client).where(Client.id.in_(kept.values()), Client.visible()).order_by(Client.id)
        locked = wanted.with_for_update().execution_options(populate_existing=True)
        clients = {each.id: each for each in db.session.scalars(locked)}
        settled = kept == {id: Client.kept(id) for id in ids}
        if settled and {each.id for each in linked} == {each.id for each in _linked(kept.values(), lock=False)}:
            return {id: clients[kept[id]] for id in ids if kept[id] in clients}, linked
        # Somebody merged or linked one of them while they were waited for.
        db.session.rollback()


def _linked(client_ids: Iterable[UUID], *, lock: bool) -> list[Registered]:
    found: list[Registered] = []
    for cls in REGISTRIES:
        wanted = sa.select(cls).where(cls.client_id.in_(list(client_ids))).order_by(cls.id)
        wanted = wanted.with_for_update().execution_options(populate_existing=True) if lock else wanted
        found += db.session.scalars(wanted)
    return found


def merge(client: Client, duplicate: Client, linked: Sequence[Registered], *, at: datetime) -> None:
    """Make one client of two, all locked; it is found by the phones and e-mails of both.

    :param linked: whom they are linked with
    :raises AlreadyLinked: both are, with different people
    :raises Invalid: the duplicate is, with somebody of another branch than the client's
    :raises Erased: there is nothing left of one of them that could be merged
    """
    if client.erased_at or duplicate.erased_at:
        raise Erased
    _hand_on_links(client, linked)
    tags.hand_on(duplicate.id, client.id)
    _adopt(client, duplicate)
    duplicate.merged_into_id = client.id
    keys.replace(duplicate.id, duplicate.branch_id, ())
    keys.replace(client.id, client.branch_id, client.known_by())
    client.updated_at = at
    data = client.merged_with(duplicate.id)
    client.record("ClientsMerged", data | {"version": client.version + 1})


def _hand_on_links(client: Client, linked: Sequence[Registered]) -> None:
    if len({type(each) for each in linked}) < len(linked):
        raise AlreadyLinked
    if any(each.branch_id != client.branch_id for each in linked):
        # Whoever may see that person could see the client by them.
        raise Invalid(duplicate_id="other-branch")
    for each in linked:
        each.client_id = client.id


def _adopt(client: Client, duplicate: Client) -> None:
    """Take over what is known of the duplicate; what is known of the client itself stays."""
    known = {same_for_all(each) for each in [client.phone, *client.other_phones] if each}
    phones = {same_for_all(each): each for each in [duplicate.phone, *duplicate.other_phones] if each}
    client.other_phones = [*client.other_phones, *(phones[each] for each in phones if each not in known)]
    emails = dict.fromkeys([*client.other_emails, duplicate.email, *duplicate.other_emails])
    client.other_emails = [each for each in emails if each not in {None, client.email}]
    client.notes = "\n".join(filter(None, [client.notes, duplicate.notes]))[:NOTES_LENGTH]
