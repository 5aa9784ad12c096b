"""The people of the house."""

from typing import Any
from uuid import UUID

from services.identity import handing_over, passwords
from services.identity.api.routes import routes
from services.identity.models import SavedView, SeenUser, User, administration
from services.identity.schemas import HandOverIn, HandOverOut, OpenWorkOut, UserFilters, UserIn, UserOut, UserPatch
from shared import clock
from shared.listing import Listing
from shared.resources import Rendered
from shared.tokens import ADMIN, MANAGER, OPERATOR


@routes.get("/users", role=OPERATOR)
@routes.arguments(UserFilters, location="query")
@routes.list_of(UserOut)
def list_users(filters: dict[str, Any]) -> Listing:
    """The users of the caller's branches, by name; administrators are of every branch."""
    query = User.rows().where(User.visible())
    if "branch_id" in filters:
        query = query.where(User.works_in(filters["branch_id"]))
    if "active" in filters:
        query = query.where(User.active == filters["active"])
    return Listing(SeenUser, query, (User.name, User.id), filters)


@routes.post("/users", role=ADMIN)
@routes.arguments(UserIn)
@routes.response(201, UserOut)
def create_user(fields: dict[str, Any]) -> User:
    """Let somebody in."""
    password_hash = passwords.hashed(fields.pop("password"))
    with administration():
        return User.register(fields, password_hash, clock.now())


@routes.get("/users/<uuid:id>", role=OPERATOR)
@routes.response(200, UserOut)
def get_user(id: UUID) -> Rendered:
    """One user."""
    return SeenUser.part_of(User.get_or_404(id).rendered())


@routes.patch("/users/<uuid:id>", role=ADMIN)
@routes.arguments(UserPatch)
@routes.response(200, UserOut)
def change_user(fields: dict[str, Any], id: UUID) -> User:
    """Change a user. A new password, and `active: false`, end their sessions; open work is handed over first."""
    if fields.get("active") is False:
        handing_over.check_nothing_left(id, clock.now())
    password = fields.pop("password", None)
    password_hash = passwords.hashed(password) if password else None
    with administration():
        user = User.for_change(id)
        user.change(fields, password_hash, clock.now())
    if not user.active:
        SavedView.forget_own(user.id)
    return user


@routes.post("/users/<uuid:id>/hand-over", role=MANAGER)
@routes.arguments(HandOverIn)
@routes.response(202, HandOverOut)
@routes.alt_response(200, schema=OpenWorkOut, success=True)
def hand_over(fields: dict[str, Any], id: UUID) -> tuple[Rendered, int]:
    """Give all open work of a person to another. With `preview`, which is answered with 200, only count it."""
    counts = handing_over.preview(id, fields["to_id"])
    if fields["preview"]:
        return counts, 200
    return handing_over.hand_over(id, fields["to_id"], clock.now()), 202
