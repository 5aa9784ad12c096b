"""What a sender looks at last: whether a delivery is still wanted, by whom, and now."""

from datetime import datetime

from prometheus_client import Histogram

from services.notifications.channels import Message
from services.notifications.models import MOST_ATTEMPTS, NO_LONGER_DUE, Delivery, Person
from shared.telemetry import REGISTRY

DWELL = Histogram(
    "crm_notification_dwell_seconds",
    "Time from when a message was due to the first attempt to send it.",
    ["channel"],
    registry=REGISTRY,
    buckets=(0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800),
)


def prepare(delivery: Delivery, now: datetime) -> Message | None:
    """What is to be sent, unless nothing is any more."""
    if delivery.attempts == 1:
        DWELL.labels(delivery.channel).observe((now - delivery.due_at).total_seconds())
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
