"""Which events are streamed, to whom, and what of them is told: an id and what happened, nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import orjson

from shared.events import CATALOGUE, Event
from shared.tokens import User

RECORDS = {"client", "interaction", "follow_up", "sale", "task"}
BELL = "notification"

# The `event:` of each event that is streamed.
KINDS = {each.name: each.subject for each in CATALOGUE.values() if each.subject in RECORDS}
KINDS["NotificationSent"] = BELL


@dataclass(frozen=True, slots=True)
class News:
    """What is told of one event: to the people of a branch, or to one person alone."""

    kind: str
    subject: UUID
    change: str
    branch_id: UUID | None
    recipient_id: UUID | None = None

    def reaches(self, user: User) -> bool:
        if self.recipient_id is not None:
            return user.id == self.recipient_id
        return self.branch_id is not None and user.sees(self.branch_id)

    def written(self, place: str) -> bytes:
        """The news as server-sent events have it.

        :param place: the `id:` with which a listener comes back to here
        """
        data = orjson.dumps({"id": self.subject, "change": self.change})
        return b"event: %b\nid: %b\ndata: %b\n\n" % (self.kind.encode(), place.encode(), data)


def news_of(event: Event) -> Iterator[News]:
    """What is told of an event. Present states published again are no news."""
    kind = KINDS.get(event.type)
    if kind is None or event.announced:
        return
    if kind == BELL:
        recipient = event.data.get("recipient")
        if event.data.get("channel") == "in_app" and recipient:
            yield News(kind, event.subject, event.type, None, UUID(recipient["id"]))
        return
    yield News(kind, event.subject, event.type, event.branch_id)
    duplicate = event.data.get("duplicate_id")
    if event.type == "ClientsMerged" and duplicate:
        # Whoever looks at the duplicate has to know, too.
        yield News(kind, UUID(duplicate), event.type, event.branch_id)
