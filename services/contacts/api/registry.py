"""What the registries have in common."""

from services.contacts.api.arguments import any_of, typed_words
from services.contacts.models.finder import matches
from services.contacts.models.registry import Registered
from shared.listing import Listing
from shared.resources import Rendered


def list_registered(cls: type[Registered], args: Rendered) -> Listing:
    """The people of a registry in the caller's branches, by name."""
    query = cls.rows().where(cls.visible(), cls.erased_at.is_(None), any_of(cls.branch_id, args.get("branch_id")))
    if args.get("q"):
        query = query.where(matches(cls, typed_words(args["q"])))
    return Listing(cls, query, (cls.sort_name, cls.id), args)
