"""Keeping read models in step with the events of their owners."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from shared.erasing import blank_mentions
from shared.events import Event
from shared.inbox import Handlers
from shared.readmodels.base import ReadModel
from shared.readmodels.clients import ClientRow
from shared.readmodels.people import PersonRow
from shared.readmodels.places import BranchRow, TeamRow


def keep_read_models(
    handlers: Handlers,
    *,
    person: type[PersonRow] | None = None,
    branch: type[BranchRow] | None = None,
    client: type[ClientRow] | None = None,
    team: type[TeamRow] | None = None,
    moved: Callable[[UUID, UUID], None] = lambda _duplicate_id, _kept_id: None,
    erased: Callable[[UUID], None] = lambda _client_id: None,
    handed_over: Callable[[UUID, UUID], None] = lambda _from_id, _to_id: None,
) -> None:
    """Keep the read models in step with the events of their owners.

    :param moved: gives the service's own rows about a duplicate (the first id) to the client kept (the second);
        many at once, and `record_all` tells of them
    :param erased: blanks what the service's own rows tell about a client; ids, days and chains stay
    :param handed_over: gives all open work of a person (the first id) to another; called again, it finds none
    """
    if person:
        handlers.on("UserCreated", "UserUpdated")(_keeper(person))
        _follow_hand_overs(handlers, person, handed_over)
    if branch:
        handlers.on("BranchCreated", "BranchUpdated")(_keeper(branch))
    if team:
        handlers.on("TeamUpdated")(_keeper(team))
    if client:
        kinds = ("ClientCreated", "ClientUpdated", "ClientConverted", "ClientPromoted", "ClientLinked")
        handlers.together(*kinds)(_keeper_of_all(client))
        _follow_merges(handlers, client, moved, erased)


def _follow_hand_overs(
    handlers: Handlers, person: type[PersonRow], handed_over: Callable[[UUID, UUID], None]
) -> None:
    @handlers.on("WorkHandedOver")
    def take_over(event: Event) -> None:
        from_id, to_id = UUID(str(event.data["from_id"])), UUID(str(event.data["to_id"]))
        person.succeed(from_id, to_id, event.time)
        # Only told again, it does not take what somebody who came back has got since.
        if not event.announced:
            handed_over(from_id, person.in_charge(to_id))

    @handlers.on("UserCreated", "UserUpdated", "WorkHandedOver")
    def forward(event: Event) -> None:
        for from_id, to_id in person.forwarded(event.subject):
            handed_over(from_id, to_id)


def _follow_merges(
    handlers: Handlers,
    client: type[ClientRow],
    moved: Callable[[UUID, UUID], None],
    erased: Callable[[UUID], None],
) -> None:
    @handlers.on("ClientsMerged")
    def merge(event: Event) -> None:
        kept_id = client.merge(event.data, event.sequence)
        moved(UUID(str(event.data["duplicate_id"])), kept_id)
        if client.is_erased(kept_id):
            erased(kept_id)

    @handlers.on("ClientErased")
    def erase(event: Event) -> None:
        client.take(event.data, event.sequence)
        erased(client.kept(event.subject))
        blank_mentions([event.subject])

    handlers.erased_among = client.erased_among


def _keeper(model: type[ReadModel]) -> Any:
    def keep(event: Event) -> None:
        model.take(event.data, event.sequence)

    return keep


def _keeper_of_all(model: type[ReadModel]) -> Any:
    def keep_all(events: Sequence[Event]) -> None:
        model.take_all((event.data, event.sequence) for event in events)

    return keep_all
