"""What this service does when time passes: it sends what is queued."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from time import monotonic

from prometheus_client import Counter

from services.notifications.channels import DeliveryError, Message, channel_named
from services.notifications.models import Delivery, db
from services.notifications.models.claims import claim, still_claimed
from services.notifications.preparing import prepare
from shared.service import every
from shared.telemetry import REGISTRY, cause, log

BATCH = 100
# Seconds after which a run ends, so that the next one starts with the time it is then.
PATIENCE = 10.0

SENDS = Counter("crm_notifications_total", "Attempts to send.", ["channel", "provider", "result"], registry=REGISTRY)


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
    delivery = claim(now)
    message = prepare(delivery, now) if delivery else None
    db.session.commit()
    if delivery and message:
        _send(message, delivery.version, now)
    return delivery is not None


def _send(message: Message, version: int, now: datetime) -> None:
    """Hand a message to its channel, and note what came of it."""
    note, result = _hand_over(message)
    delivery = still_claimed(message.id, version)
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
        if not message.address and not channel.immediate:
            raise DeliveryError("no-address")
        provider_id = channel.send(message)
    except DeliveryError as error:
        return partial(Delivery.fail, error=error.reason, permanent=error.permanent), error.reason
    except Exception as error:  # noqa: BLE001 - one message must not stop the others
        log.error("channel broke", channel=message.channel, error=cause(error))
        return partial(Delivery.fail, error="unexpected", permanent=False), "unexpected"
    return partial(Delivery.succeed, provider=channel.provider, provider_id=provider_id), "sent"
