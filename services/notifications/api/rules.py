"""The rules of each branch: who is told what, when, and by which channels."""

from typing import Any

from services.notifications.digests import plan_again
from services.notifications.models import Branch, Person, RuleBook
from services.notifications.schemas.rules import RuleBookArgs, RuleBookIn, RuleBookOut
from shared import clock
from shared.api import Routes
from shared.tokens import MANAGER

routes = Routes("notification-rules", "Quién recibe qué aviso, cuándo y por qué canal, en cada sucursal.")


@routes.get("/notification-rules", role=MANAGER)
@routes.arguments(RuleBookArgs, location="query")
@routes.response(200, RuleBookOut)
def get_rules(args: dict[str, Any]) -> RuleBook:
    """The rules of a branch: the usual ones, until somebody changes them."""
    return RuleBook.of(Branch.chosen(args.get("branch_id")).id)


@routes.put("/notification-rules", role=MANAGER)
@routes.arguments(RuleBookArgs, location="query")
@routes.arguments(RuleBookIn)
@routes.response(200, RuleBookOut)
def change_rules(args: dict[str, Any], wanted: dict[str, Any]) -> RuleBook:
    """Let other rules be in force. They count for what is still to be told, too."""
    branch = Branch.chosen(args.get("branch_id"))
    book = RuleBook.of(branch.id, locked=True)
    book.check_if_match()
    book.change(**wanted)
    plan_again(Person.ids_at_home_in(branch.id), clock.now())
    return book
