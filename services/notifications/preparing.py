"""What a sender looks at last: whether a delivery is still wanted, by whom, and now."""

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa
from prometheus_client import Histogram

from services.notifications.channels import Message
from services.notifications.digests import write_digest
from services.notifications.models import (
    MOST_ATTEMPTS,
    NO_LONGER_DUE,
    Branch,
    Client,
    Consent,
    Delivery,
    Status,
    db,
)
from services.notifications.models.consents import State
from services.notifications.standing import Standing
from shared import clock
from shared.telemetry import REGISTRY

DWELL = Histogram(
    "crm_notification_dwell_seconds",
    "Time from when a message was due to the first attempt to send it.",
    ["channel"],
    registry=REGISTRY,
    buckets=(0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800),
)
# Messages that a client gets in a day, at most, by all channels together.
MOST_A_DAY = 6
# Why a channel is of no use for a client, while another may be.
_TRY_THE_NEXT = {"no-consent", "no-address"}


def prepare(delivery: Delivery, standing: Standing, now: datetime) -> Message | None:
    """What is to be sent, unless nothing is any more, or not yet."""
    if delivery.attempts > MOST_ATTEMPTS:
        # So many senders have died over it.
        delivery.fail("unexpected", permanent=True, at=now)
        return None
    reason = next((reason for check in _CHECKS if (reason := check(delivery, standing, now))), None)
    if reason:
        delivery.suppress(reason)
        if reason in _TRY_THE_NEXT:
            delivery.fall_back(now)
        return None
    allowed = now if delivery.channel == "in_app" else standing.rest.over(now)
    if allowed > now:
        delivery.postpone(allowed)
        return None
    if delivery.attempts == 1:
        DWELL.labels(delivery.channel).observe((now - delivery.due_at).total_seconds())
    return delivery.message(standing.address)


# --- why not ----------------------------------------------------------------------------------------------


def _is_over(delivery: Delivery, standing: Standing, now: datetime) -> str | None:
    if not standing.holds:
        return NO_LONGER_DUE
    return "expired" if delivery.expires_at and delivery.expires_at <= now else None


def _has_no_rule(delivery: Delivery, standing: Standing, now: datetime) -> str | None:
    return "rule-off" if delivery.rule and delivery.rule not in standing.rules else None


def _is_unwelcome(delivery: Delivery, standing: Standing, now: datetime) -> str | None:
    """Whether the recipient does not want it, or must not get it."""
    if delivery.recipient_type == "client":
        return _is_unwelcome_to_client(delivery, standing, now)
    if standing.has_left:
        return "recipient-left"
    return None if standing.is_welcome else "channel-off"


def _is_unwelcome_to_client(delivery: Delivery, standing: Standing, now: datetime) -> str | None:
    # Whoever sends to the same client waits here, so that each counts what the others have sent.
    client = db.session.scalars(sa.select(Client).where(Client.id == delivery.recipient_id).with_for_update()).first()
    if client is None or getattr(Consent.of(client.id), delivery.channel) != State.GRANTED:
        return "no-consent"
    if not standing.address:
        return "no-address"
    return "too-many-today" if _count_of_day(delivery, now) >= MOST_A_DAY else None


def _count_of_day(delivery: Delivery, now: datetime) -> int:
    """How many other messages the client has had today, or is about to."""
    zone = Branch.zone_of(delivery.branch_id)
    today = clock.start_of(clock.day_of(now, zone), zone)
    had = sa.and_(Delivery.sent_at >= today, Delivery.status.in_((Status.SENT, Status.DELIVERED, Status.READ)))
    on_its_way = sa.and_(Delivery.status == Status.QUEUED, Delivery.attempts > 0)
    others = sa.and_(Delivery.recipient_id == delivery.recipient_id, Delivery.id != delivery.id)
    return db.session.scalar(sa.select(sa.func.count()).where(others, sa.or_(had, on_its_way))) or 0


def _has_nothing_to_tell(delivery: Delivery, _standing: Standing, now: datetime) -> str | None:
    if delivery.record_type != "digest":
        return None
    return None if write_digest(delivery, now) else "nothing-to-tell"


_CHECKS: tuple[Callable[[Delivery, Standing, datetime], str | None], ...] = (
    _is_over,
    _has_no_rule,
    _is_unwelcome,
    _has_nothing_to_tell,
)
