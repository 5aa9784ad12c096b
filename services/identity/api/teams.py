"""The teams of the branches."""

from typing import Any
from uuid import UUID

from services.identity.api.routes import routes
from services.identity.models import Team, administration
from services.identity.schemas import TeamFilters, TeamIn, TeamOut, TeamPatch
from shared import clock
from shared.listing import Listing
from shared.tokens import ADMIN, OPERATOR


@routes.get("/teams", role=OPERATOR)
@routes.arguments(TeamFilters, location="query")
@routes.list_of(TeamOut)
def list_teams(filters: dict[str, Any]) -> Listing:
    """The teams of the caller's branches, by name."""
    query = Team.rows().where(Team.visible())
    if "branch_id" in filters:
        query = query.where(Team.branch_id.in_(filters["branch_id"]))
    return Listing(Team, query, (Team.name, Team.id), filters)


@routes.post("/teams", role=ADMIN)
@routes.arguments(TeamIn)
@routes.response(201, TeamOut)
def form_team(fields: dict[str, Any]) -> Team:
    """Form a team of people of a branch."""
    with administration():
        return Team.form(fields["name"], fields["branch_id"], fields.get("member_ids", []), clock.now())


@routes.get("/teams/<uuid:id>", role=OPERATOR)
@routes.response(200, TeamOut)
def get_team(id: UUID) -> Team:
    """One team."""
    return Team.get_or_404(id)


@routes.patch("/teams/<uuid:id>", role=ADMIN)
@routes.arguments(TeamPatch)
@routes.response(200, TeamOut)
def change_team(fields: dict[str, Any], id: UUID) -> Team:
    """Change a team's name or members."""
    with administration():
        team = Team.for_change(id)
        team.change(fields, clock.now())
    return team
