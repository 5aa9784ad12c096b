"""What providers tell of messages that they took: in any order, again, and sometimes before their own answer."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.notifications.channels import channel_named
from services.notifications.models import Delivery, Status, db

RANK = {Status.QUEUED: 0, Status.FAILED: 1, Status.SENT: 1, Status.DELIVERED: 2, Status.READ: 3}


def hear(
    status: str,
    *,
    provider_id: str,
    delivery_id: UUID | None,
    at: datetime,
    error: dict[str, Any] | None = None,
) -> bool:
    """Note what became of a message: it gets further only; one that failed may have arrived after all.

    :param delivery_id: what the provider repeats of what we gave along
    :param error: why it failed, as arguments of `DeliveryError`
    :returns: whether it is one of ours
    """
    delivery = _found(delivery_id, provider_id)
    if delivery is None:
        return False
    if delivery.status in RANK:
        if status == Status.FAILED:
            _failed(delivery, provider_id, error or {}, at)
        elif RANK[Status(status)] > RANK[Status(delivery.status)]:
            _got_to(delivery, Status(status), provider_id, at)
    return True


def _found(delivery_id: UUID | None, provider_id: str) -> Delivery | None:
    wanted = Delivery.id == delivery_id if delivery_id else Delivery.provider_id == provider_id
    query = sa.select(Delivery).where(wanted).with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(query).first()


def _got_to(delivery: Delivery, status: Status, provider_id: str, at: datetime) -> None:
    if delivery.sent_at is None or delivery.status == Status.FAILED:
        # It comes before the answer to the request that sent it, or after we had given it up.
        delivery.address = delivery.address or delivery.reached_at()
        delivery.succeed(channel_named(delivery.channel).provider, provider_id, at=at)
    delivery.status = status
    delivery.next_attempt_at = delivery.handed_over_at = None
    if status == Status.READ:
        delivery.read_at = delivery.read_at or at
    delivery.version += 1


def _failed(delivery: Delivery, provider_id: str, error: dict[str, Any], at: datetime) -> None:
    """It was taken, and did not get through. What an earlier attempt came to, or was told before, does not count."""
    over = delivery.status in {Status.DELIVERED, Status.READ, Status.FAILED}
    before = delivery.status == Status.QUEUED and delivery.provider_id == provider_id
    if over or before or delivery.provider_id not in {None, provider_id}:
        return
    delivery.provider_id = provider_id
    permanent = error.get("permanent", False)
    if not permanent:
        delivery.status = Status.QUEUED
    reason = error.get("reason", "refused")
    delivery.fail(reason, permanent=permanent, at=at, retry_after=error.get("retry_after"))
