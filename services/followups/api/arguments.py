"""What requests about follow-ups and sales name alike."""

from typing import Any
from uuid import UUID

from services.followups.models import Branch, Client, Person
from shared.contact import chosen_client
from shared.problems import Invalid
from shared.tokens import current_user


def chosen(given: dict[str, Any]) -> tuple[Client, Branch]:
    """The client and branch of something made by hand; taken out of what was given."""
    client_id, contact = given.pop("client_id", None), given.pop("contact", None)
    if (client_id is None) == (contact is None):
        raise Invalid(contact="exactly-one|{client_id} · {contact}")
    branch_id = given.pop("branch_id", None)
    if branch_id is not None:
        Branch.chosen(branch_id)
    client = chosen_client(Client, Branch, contact or {"client_id": client_id}, branch_id)
    return client, Branch.chosen(branch_id or client.branch_id)


def check_assigned(person_id: UUID | None, branch_id: UUID, field: str = "assigned_to_id") -> None:
    """Refuse to give work to somebody who does not work in the branch; to oneself one can."""
    if person_id is not None and person_id != current_user().id:
        Person.given_work(person_id, branch_id, field)
