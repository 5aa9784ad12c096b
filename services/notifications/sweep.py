"""What this service does when time passes: it sends what is queued."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from time import monotonic

from prometheus_client import Counter, Histogram

from services.notifications.channels import DeliveryError, Message, channel_named
from services.notifications.models import MOST_ATTEMPTS, NO_LONGER_DUE, Delivery, Person, db
from shared.service import every
from shared.telemetry import REGISTRY, cause, log

BATCH = 100
# Seconds after which a run ends, so that the next one starts with the time it is then.
PATIENCE = 10.0

SENDS = Counter("crm_notifications_total", "Attempts to send.", ["channel", "provider", "result"], registry=REGISTRY)
DWELL = Histogram(
    "crm_notification_dwell_seconds",
    "Time from the news to the first attempt to send it.",
    ["channel"],
    registry=REGISTRY,
    buckets=(0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800),
)


@every(seconds=1)
def send_queued(now: datetime) -> int:
    """Send what is queued and has rested, the oldest first; any number of senders may run.

    :returns: how many deliveries were dealt with
    """
    dealt_with, until = 0, monotonic() + PATIENCE
    while dealt_with < BATCH and monotonic() < until and _send_next(now):
        dealt_with += 1
    return dealt_with


def _send_next(now: datetime) -> bool:
    """Send one delivery. No transaction is open while its channel works: a slow provider holds nobody up."""
    delivery = Delivery.claim(now)
    message = _prepare(delivery, now) if delivery else None
    db.session.commit()
    if delivery and message:
        _send(message, delivery.version, now)
    return delivery is not None


def _prepare(delivery: Delivery, now: datetime) -> Message | None:
    """What is to be sent, unless nothing is any more."""
    if delivery.attempts == 1:
        DWELL.labels(delivery.channel).observe((now - delivery.created_at).total_seconds())
    if not delivery.is_wanted():
        delivery.suppress(NO_LONGER_DUE)
        return None
    if Person.has_left(delivery.recipient_id):
        delivery.suppress("recipient-left")
        return None
    if delivery.attempts > MOST_ATTEMPTS:
        # So many senders have died over it.
        delivery.fail("unexpected", permanent=True, at=now)
        return None
    return delivery.message()


def _send(message: Message, version: int, now: datetime) -> None:
    """Hand a message to its channel, and note what came of it."""
    note, result = _hand_over(message)
    delivery = Delivery.still_claimed(message.id, version)
    if delivery:
        delivery.address = message.address or None
        note(delivery, at=now)
    else:
        log.warning("sender was late", delivery=str(message.id), result=result)
    db.session.commit()
    SENDS.labels(message.channel, channel_named(message.channel).provider, result).inc()


def _hand_over(message: Message) -> tuple[Callable[..., None], str]:
    """Hand a message to its channel.

    :returns: what is to be noted on the delivery, and the result in a word
    """
    channel = channel_named(message.channel)
    try:
        if not message.address:
            raise DeliveryError("no-address")
        provider_id = channel.send(message)
    except DeliveryError as error:
        return partial(Delivery.fail, error=error.reason, permanent=error.permanent), error.reason
    except Exception as error:  # noqa: BLE001 - one message must not stop the others
        log.error("channel broke", channel=message.channel, error=cause(error))
        return partial(Delivery.fail, error="unexpected", permanent=False), "unexpected"
    return partial(Delivery.succeed, provider=channel.provider, provider_id=provider_id), "sent"
