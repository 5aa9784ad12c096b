"""Keeping deliveries in step with the records and clients that they are about."""

from collections.abc import Collection
from datetime import datetime
from functools import cache
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from services.notifications.models.base import db
from services.notifications.models.consents import Consent
from services.notifications.models.delivery import NO_LONGER_DUE, Delivery, Status, holds
from services.notifications.models.incoming import Incoming
from services.notifications.models.known import Client, KnownRecord
from shared.erasing import NOBODY
from shared.resources import among
from shared.service import this_service


def follow(record_ids: Collection[UUID], *, at: datetime) -> None:
    """Hold back what is no longer so of these records, and tell again what was held back and is so again.

    So it does not matter whether one hears first that a day has passed, or that it was moved and moved back.
    """
    query = _out_of_step(this_service().dialect)
    for delivery, wanted in db.session.execute(query, {"ids": list(record_ids)}).all():
        if wanted:
            delivery.tell_again(at)
        else:
            delivery.suppress(NO_LONGER_DUE)


@cache
def _out_of_step(dialect: str) -> sa.Select[tuple[Delivery, bool]]:
    """The query for unread notices that are no longer so, and for what was held back though it is so again.

    Messages that wait for a sender are not among them: the sender looks when it takes them.
    """
    wanted = holds(Delivery)
    shown = sa.and_(Delivery.channel == "in_app", Delivery.status == Status.SENT)
    held_back = sa.and_(Delivery.status == Status.SUPPRESSED, Delivery.error == NO_LONGER_DUE)
    query = sa.select(Delivery, wanted).join(KnownRecord, KnownRecord.id == Delivery.record_id)
    changed = sa.or_(sa.and_(shown, ~wanted), sa.and_(held_back, wanted))
    query = query.where(among(Delivery.record_id, dialect), changed)
    return query.order_by(Delivery.created_at, Delivery.id).with_for_update(of=Delivery)


def move(duplicate_id: UUID, kept_id: UUID) -> None:
    """Let what was told about a duplicate, or to them, be about the client kept.

    A message that the client kept has, too, stays the duplicate's, to whom nothing is sent any more.
    """
    kept = db.session.get_one(Client, kept_id)
    now = {"client_id": kept_id, "client_name": kept.name, "client_phone": kept.phone}
    _change(Delivery.client_id == duplicate_id, now)
    twin = aliased(Delivery)
    same = (twin.recipient_id == kept_id, twin.occasion == Delivery.occasion, twin.channel == Delivery.channel)
    _change(sa.and_(Delivery.recipient_id == duplicate_id, ~sa.exists().where(*same)), {"recipient_id": kept_id})
    Incoming.move(duplicate_id, kept_id)
    reminds = sa.update(KnownRecord).where(KnownRecord.reminds_id == duplicate_id)
    db.session.execute(reminds.values(reminds_id=kept_id), execution_options={"synchronize_session": False})
    Consent.merge(duplicate_id, kept_id)


def _change(those: sa.ColumnElement[bool], values: dict[str, object]) -> None:
    statement = sa.update(Delivery).where(those).values(values | {"version": Delivery.version + 1})
    db.session.execute(statement, execution_options={"synchronize_session": False})


def forget(client_id: UUID) -> None:
    """Keep that something was told about somebody, and not what; what still waits is not sent."""
    Incoming.forget(client_id)
    about = sa.select(Delivery).where(Delivery.client_id == client_id, Delivery.title != NOBODY)
    for delivery in db.session.scalars(about.order_by(Delivery.id).with_for_update()):
        delivery.title, delivery.body, delivery.parameters = NOBODY, "", []
        delivery.client_name, delivery.client_phone = NOBODY, None
        if delivery.recipient_type == "client":
            delivery.address = None
        if delivery.next_attempt_at:
            delivery.suppress("person-erased")
        else:
            delivery.version += 1
