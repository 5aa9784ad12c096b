"""What did not get through by one channel is tried by the next."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from services.notifications.channels import channel_named
from shared.ids import new_id

if TYPE_CHECKING:
    from services.notifications.models.delivery import Delivery


class FallsBack:
    """A delivery that knows by which channels its message can go besides."""

    def fall_back(self, at: datetime) -> None:
        """Let the next channel have the message; once, however often it is asked."""
        failed = cast("Delivery", self)
        if failed.fallbacks:
            channel, *rest = failed.fallbacks
            same = {column.name: getattr(failed, column.name) for column in failed.__table__.columns}
            failed.add_all([same | _fresh(channel, rest, at)])


def _fresh(channel: str, rest: list[str], at: datetime) -> dict[str, Any]:
    return {
        "id": new_id(),
        "version": 1,
        "channel": channel,
        "provider": channel_named(channel).provider,
        "fallbacks": rest,
        "address": None,
        "status": "queued",
        "attempts": 0,
        "created_at": at,
        "due_at": at,
        "next_attempt_at": at,
        "error": None,
        "provider_id": None,
        "sent_at": None,
        "read_at": None,
    }
