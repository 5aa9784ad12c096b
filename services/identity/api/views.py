"""Saved views of the pages with lists: one's own, and those of one's branches."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.identity.api.routes import routes
from services.identity.models import SavedView
from services.identity.schemas import ViewFilters, ViewIn, ViewOut, ViewPatch
from shared import clock
from shared.listing import Listing
from shared.tokens import OPERATOR


@routes.get("/views", role=OPERATOR)
@routes.arguments(ViewFilters, location="query")
@routes.list_of(ViewOut)
def list_views(filters: dict[str, Any]) -> Listing:
    """The caller's own views, then those of their branches, by name."""
    query = SavedView.rows().where(SavedView.visible())
    if "page" in filters:
        query = query.where(SavedView.page.in_(filters["page"]))
    own_first = sa.case((SavedView.branch_id.is_(None), 0), else_=1)
    return Listing(SavedView, query, (own_first, SavedView.folded, SavedView.id), filters)


@routes.post("/views", role=OPERATOR)
@routes.arguments(ViewIn)
@routes.response(201, ViewOut)
def save_view(fields: dict[str, Any]) -> SavedView:
    """Keep the filters of a page under a name; with `branch_id`, which managers may give, for a whole branch."""
    return SavedView.save(fields, clock.now())


@routes.get("/views/<uuid:id>", role=OPERATOR)
@routes.response(200, ViewOut)
def get_view(id: UUID) -> SavedView:
    """One view."""
    return SavedView.get_or_404(id)


@routes.patch("/views/<uuid:id>", role=OPERATOR)
@routes.arguments(ViewPatch)
@routes.response(200, ViewOut)
def change_view(fields: dict[str, Any], id: UUID) -> SavedView:
    """Change a view, share it, or take it back: `branch_id: null`. What is a branch's, only managers change."""
    view = SavedView.for_change(id)
    view.change(fields, clock.now())
    return view


@routes.delete("/views/<uuid:id>", role=OPERATOR)
@routes.response(204)
def delete_view(id: UUID) -> None:
    """Delete a view; what is a branch's, only managers."""
    SavedView.for_change(id).delete()
