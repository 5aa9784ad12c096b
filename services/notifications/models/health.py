"""How sending is doing, at a glance."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from services.notifications.channels import CHANNELS, channel_named
from services.notifications.models.base import db
from services.notifications.models.delivery import Delivery, Status
from shared import clock
from shared.resources import Rendered
from shared.service import this_service

# What has been due for longer than this is stuck.
PATIENCE = timedelta(minutes=5)


def health(which: Sequence[sa.ColumnElement[bool]], *, at: datetime) -> Rendered:
    """How the deliveries are doing that fulfil some conditions, in all and by channel."""
    found = {row.channel: row for row in db.session.execute(_counted(at).where(*which))}
    by_channel = [_of(name, found.get(name)) for name in CHANNELS]
    sent = [each["last_sent_at"] for each in by_channel if each["last_sent_at"]]
    counts = {name: sum(each[name] for each in by_channel) for name in ("queued", "stuck", "failed_today")}
    return {"last_sent_at": max(sent, default=None), **counts, "by_channel": by_channel}


def _counted(at: datetime) -> sa.Select[Any]:
    zone = this_service().settings.time_zone
    today = clock.start_of(clock.day_of(at, zone), zone)
    waits = Delivery.next_attempt_at.is_not(None)
    return sa.select(
        Delivery.channel,
        sa.func.max(Delivery.sent_at).label("last_sent_at"),
        sa.func.count().filter(waits, Delivery.due_at <= at).label("queued"),
        sa.func.count().filter(waits, Delivery.due_at <= at - PATIENCE).label("stuck"),
        sa.func.count().filter(Delivery.status == Status.FAILED, Delivery.due_at >= today).label("failed_today"),
    ).group_by(Delivery.channel)


def _of(channel: str, row: Any) -> Rendered:
    return {
        "channel": channel,
        "provider": channel_named(channel).provider,
        "last_sent_at": row.last_sent_at if row else None,
        "queued": row.queued if row else 0,
        "stuck": row.stuck if row else 0,
        "failed_today": row.failed_today if row else 0,
    }
