"""The agenda: whose time is taken when."""

from typing import Any

from marshmallow import fields

from services.tasks.models.agenda import Days, agenda
from services.tasks.schemas import TaskOut
from shared import clock
from shared.api import Routes
from shared.problems import Invalid
from shared.resources import Rendered
from shared.schemas import Day, In, Out, PersonOut
from shared.tokens import OPERATOR

MOST_DAYS = 62

routes = Routes("agenda", "Agenda de operadores y equipos")


class AgendaArgs(In):
    from_ = Day(required=True, data_key="from")
    to = Day(required=True)
    operator_id = fields.List(fields.UUID())
    team_id = fields.List(fields.UUID())
    branch_id = fields.List(fields.UUID())


class AgendaOut(Out):
    """Who works on these days, and everything that is planned for them."""

    operators = fields.List(fields.Nested(PersonOut), required=True)
    events = fields.List(fields.Nested(TaskOut), required=True)


@routes.get("/agenda", role=OPERATOR)
@routes.arguments(AgendaArgs, location="query")
@routes.response(200, AgendaOut)
def show_agenda(args: dict[str, Any]) -> Rendered:
    """The tasks of some days (62 at most, as they are in each branch), and the people that they may be given to."""
    first, last = args["from_"], args["to"]
    if last < first:
        raise Invalid(to="before-from")
    if (last - first).days >= MOST_DAYS:
        raise Invalid(to=f"too-many-days|{MOST_DAYS}")
    return agenda(
        Days(first, last, args.get("branch_id")),
        operator_ids=args.get("operator_id"),
        team_ids=args.get("team_id"),
        now=clock.now(),
    )
