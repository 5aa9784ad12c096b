"""Tags, which managers write, and whose clients everybody sorts by them."""

from uuid import UUID

from services.contacts.models.clients import Client
from services.contacts.models.tags import Tag
from services.contacts.schemas import ClientOut, ClientTagsIn, TagIn, TagOut, TagPatch
from shared import clock
from shared.api import Routes
from shared.listing import ListArgs, Listing
from shared.resources import Rendered
from shared.tokens import MANAGER, OPERATOR

routes = Routes("tags", "Colored words by which clients are sorted")


@routes.get("/tags", role=OPERATOR)
@routes.arguments(ListArgs, location="query")
@routes.list_of(TagOut)
def list_tags(args: Rendered) -> Listing:
    """The tags of the house, by name."""
    return Listing(Tag, Tag.rows(), (Tag.folded, Tag.id), args)


@routes.post("/tags", role=MANAGER)
@routes.arguments(TagIn)
@routes.response(201, TagOut)
def create_tag(values: Rendered) -> Tag:
    """Make a tag. A name that another one has, in whatever case and with whatever accents, is refused (409)."""
    return Tag.create(values)


@routes.get("/tags/<uuid:id>", role=OPERATOR)
@routes.response(200, TagOut)
def get_tag(id: UUID) -> Tag:
    """One tag."""
    return Tag.get_or_404(id)


@routes.patch("/tags/<uuid:id>", role=MANAGER)
@routes.arguments(TagPatch)
@routes.response(200, TagOut)
def change_tag(values: Rendered, id: UUID) -> Tag:
    """Rename or recolor a tag; its clients show it so at once."""
    tag = Tag.for_change(id)
    tag.change(values)
    return tag


@routes.delete("/tags/<uuid:id>", role=MANAGER)
@routes.response(204)
def delete_tag(id: UUID) -> None:
    """Remove a tag, from its clients too."""
    Tag.for_change(id).delete()


@routes.put("/clients/<uuid:id>/tags", role=OPERATOR)
@routes.arguments(ClientTagsIn)
@routes.response(200, ClientOut)
def set_tags(values: Rendered, id: UUID) -> Client:
    """Let a client have these tags and no others."""
    client = Client.for_change(id)
    client.set_tags(values["tag_ids"], at=clock.now())
    return client


@routes.post("/clients/<uuid:id>/tags", role=OPERATOR)
@routes.arguments(ClientTagsIn)
@routes.response(200, ClientOut)
def add_tags(values: Rendered, id: UUID) -> Client:
    """«Agregar Tag»: give a client one or more tags."""
    client = Client.for_change(id)
    client.tag(values["tag_ids"], at=clock.now())
    return client


@routes.delete("/clients/<uuid:id>/tags/<uuid:tag_id>", role=OPERATOR)
@routes.response(204)
def remove_tag(id: UUID, tag_id: UUID) -> None:
    """Take a tag off a client."""
    Client.for_change(id).untag(tag_id, at=clock.now())
