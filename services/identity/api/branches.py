"""The branches of the house."""

from typing import Any
from uuid import UUID

from services.identity.api.routes import routes
from services.identity.models import Branch, administration
from services.identity.schemas import BranchIn, BranchOut, BranchPatch
from shared.listing import ListArgs, Listing
from shared.tokens import ADMIN, OPERATOR


@routes.get("/branches", role=OPERATOR)
@routes.arguments(ListArgs, location="query")
@routes.list_of(BranchOut)
def list_branches(filters: dict[str, Any]) -> Listing:
    """The caller's branches, by name."""
    return Listing(Branch, Branch.rows().where(Branch.visible()), (Branch.name, Branch.id), filters)


@routes.post("/branches", role=ADMIN)
@routes.arguments(BranchIn)
@routes.response(201, BranchOut)
def open_branch(fields: dict[str, Any]) -> Branch:
    """Open a branch."""
    with administration():
        return Branch.open(fields)


@routes.get("/branches/<uuid:id>", role=OPERATOR)
@routes.response(200, BranchOut)
def get_branch(id: UUID) -> Branch:
    """One branch."""
    return Branch.get_or_404(id)


@routes.patch("/branches/<uuid:id>", role=ADMIN)
@routes.arguments(BranchPatch)
@routes.response(200, BranchOut)
def change_branch(fields: dict[str, Any], id: UUID) -> Branch:
    """Change a branch."""
    with administration():
        branch = Branch.for_change(id)
        branch.change(fields)
    return branch
