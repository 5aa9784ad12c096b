"""What followups knows of the follow-up and the sale that a request names; asked before anything is stored."""

from typing import Any
from uuid import UUID

from services.interactions.models import Branch, Client
from shared.problems import Invalid, Passed, Refused
from shared.resources import Rendered
from shared.service import this_service


class AlreadyCompleted(Refused):
    """The follow-up that this should complete has been completed."""

    status, name = 409, "already-completed"


class NotOpen(Refused):
    """The follow-up that this should complete was cancelled."""

    status, name = 409, "not-open"


class SaleConcluded(Refused):
    """The sale takes no more follow-ups: it would have to be reopened."""

    status, name = 409, "sale-concluded"


def follow_up_to_complete(id: UUID | None, contact: dict[str, Any]) -> Rendered | None:
    """The follow-up that an interaction completes; it must be open and cannot be a new client's."""
    follow_up = _asked("completes_follow_up_id", "follow-ups", id, contact)
    if follow_up and follow_up["state"] == "done":
        raise AlreadyCompleted(by=follow_up["completed_by"], at=follow_up["completed_at"])
    if follow_up and follow_up["state"] == "cancelled":
        raise NotOpen
    return follow_up


def sale_talked_about(id: UUID | None, contact: dict[str, Any], *, promising: bool) -> Rendered | None:
    """The sale that an interaction is about; it cannot be a new client's.

    :param promising: whether the sale is to get a follow-up by it: then it must not be concluded
    """
    sale = _asked("sale_id", "sales", id, contact)
    if sale and promising and sale["concluded_at"] is not None:
        raise SaleConcluded(by=sale["concluded_by"], at=sale["concluded_at"])
    return sale


def check_client(told: Rendered | None, client_id: UUID, field: str) -> None:
    """Refuse what is about another client than the interaction."""
    if told and Client.kept(UUID(told["client"]["id"])) != Client.kept(client_id):
        raise Invalid(**{field: "other-client"})


def check_branch(told: Rendered | None, branch: Branch, field: str) -> None:
    """Refuse what belongs to another branch than the interaction."""
    if told and told["branch_id"] != str(branch.id):
        raise Invalid(**{field: "other-branch"})


def _asked(field: str, collection: str, id: UUID | None, contact: dict[str, Any]) -> Rendered | None:
    if id is None:
        return None
    if "first_name" in contact:
        raise Invalid(**{field: "other-client"})
    try:
        told: Rendered = this_service().calls.get("followups", f"/{collection}/{id}")
    except Passed as refusal:
        if refusal.status == 404:
            raise Invalid(**{field: "unknown"}) from refusal
        raise
    return told
