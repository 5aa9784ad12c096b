"""How follow-ups keep in step with the interactions they come from.

Whatever the order and the number of the events, the end is the same: an interaction carries all the days it
ever named (`follow_up_days`) and the versions in which its other fields last changed (`revisions`), so that
the newest event alone tells what has to be done since the last one seen.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.followups.models.base import db
from services.followups.models.follow_up import FollowUp
from services.followups.models.sale import Sale
from shared.events import Event

Data = dict[str, Any]


def keep_in_step(event: Event, follow_ups: dict[UUID, FollowUp], *, seen: int) -> None:
    """Give the interaction its one follow-up, or move, cancel or reopen it.

    :param follow_ups: those that interactions have, by the interaction
    :param seen: the version of the interaction that was known before, 0 for none
    """
    interaction = event.data
    completed_id = _complete_earlier(interaction) if seen == 0 else None
    follow_up = follow_ups.get(event.subject)
    for step in interaction["follow_up_days"]:
        if step["version"] > seen:
            follow_up = _follow_day(follow_up, step, interaction, completed_id)
    if follow_up is None or follow_up.completed_at is not None:
        return
    _follow_fields(follow_up, interaction, seen)
    if event.type == "InteractionDeleted" and follow_up.open:
        follow_up.cancel(by=None, at=datetime.fromisoformat(interaction["updated_at"]))


def _complete_earlier(interaction: Data) -> UUID | None:
    """Complete the follow-up that the interaction answers, unless somebody was quicker.

    :returns: its id, where there is one
    """
    if interaction["completes_follow_up_id"] is None:
        return None
    earlier = db.session.get(FollowUp, UUID(interaction["completes_follow_up_id"]), with_for_update=True)
    # That both are of one client interactions has made sure. Here the merge that made it so may not be known yet.
    if earlier is None or earlier.branch_id != UUID(interaction["branch_id"]):
        return None
    earlier.answer(
        by=_id(interaction["author"]),
        at=datetime.fromisoformat(interaction["created_at"]),
        details=interaction["completion_notes"],
        result_at=datetime.fromisoformat(interaction["occurred_at"]),
    )
    return earlier.id


def _follow_day(
    follow_up: FollowUp | None, step: Data, interaction: Data, completed_id: UUID | None
) -> FollowUp | None:
    """Do what one change of the interaction's day asks for."""
    at = datetime.fromisoformat(step["at"])
    if follow_up is None:
        return _schedule(step, interaction, completed_id) if step["on"] else None
    if follow_up.completed_at is not None:
        return follow_up
    if step["on"] is None:
        if follow_up.open:
            follow_up.cancel(by=None, at=at)
        return follow_up
    if not follow_up.open:
        follow_up.sale_id = _sale_of(interaction)
        follow_up.reopen(by=None, at=at)
    if follow_up.due_on != date.fromisoformat(step["on"]):
        follow_up.change(due_on=date.fromisoformat(step["on"]), by=step["by"], at=at)
    return follow_up


def _schedule(step: Data, interaction: Data, completed_id: UUID | None) -> FollowUp:
    return FollowUp.schedule(
        client_id=UUID(interaction["client"]["id"]),
        branch_id=UUID(interaction["branch_id"]),
        due_on=date.fromisoformat(step["on"]),
        at=datetime.fromisoformat(step["at"]),
        due_time=interaction["follow_up_time"],
        assigned_to_id=_id(interaction["follow_up_assigned_to"]),
        notes=interaction["notes"],
        interaction_id=UUID(interaction["id"]),
        sale_id=_sale_of(interaction),
        previous_id=completed_id,
    )


def _sale_of(interaction: Data) -> UUID | None:
    """The sale that the next contact is about. The client is promised one also where that has been concluded."""
    return Sale.still_open(UUID(interaction["sale_id"]) if interaction["sale_id"] else None)


def _follow_fields(follow_up: FollowUp, interaction: Data, seen: int) -> None:
    """Renote, reassign, set the time and give to another sale, where the interaction has changed since it was seen.

    What people changed here stays.
    """
    revisions = interaction["revisions"]
    fields: Data = {}
    if revisions["notes"] > seen and follow_up.notes != interaction["notes"]:
        fields["notes"] = interaction["notes"]
    assigned_to_id = _id(interaction["follow_up_assigned_to"])
    if revisions["follow_up_assigned_to"] > seen and follow_up.assigned_to_id != assigned_to_id:
        fields["assigned_to_id"] = assigned_to_id
    sale_id = _sale_of(interaction)
    if revisions["sale_id"] > seen and follow_up.sale_id != sale_id:
        fields["sale_id"] = sale_id
    if revisions["follow_up_time"] > seen and follow_up.due_time != interaction["follow_up_time"]:
        fields["due_time"] = interaction["follow_up_time"]
    if fields:
        follow_up.adopt(at=datetime.fromisoformat(interaction["updated_at"]), **fields)


def _id(embedded: Data | None) -> UUID | None:
    return UUID(embedded["id"]) if embedded else None
