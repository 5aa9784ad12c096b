"""What tasks came to, for those who manage them."""

from datetime import date
from typing import Any

from marshmallow import fields

from services.tasks.models.agenda import Days
from services.tasks.models.reports import By, TaskCount
from shared.api import Routes
from shared.listing import ListArgs, Listing
from shared.schemas import Choice, Day, Out
from shared.tokens import MANAGER

routes = Routes("task-reports", "Informes de tareas")


class TaskReportArgs(ListArgs):
    by = Choice(*By, required=True)
    branch_id = fields.List(fields.UUID())
    from_ = Day(data_key="from")
    to = Day()


class TaskCountOut(Out):
    """The tasks of one tag, type or operator (without a key: nobody's), by status."""

    key = fields.String(required=True, allow_none=True)
    name = fields.String(required=True, allow_none=True)
    planned = fields.Integer(required=True)
    done = fields.Integer(required=True)
    cancelled = fields.Integer(required=True)
    total = fields.Integer(required=True)


@routes.get("/reports/tasks", role=MANAGER)
@routes.arguments(TaskReportArgs, location="query")
@routes.list_of(TaskCountOut)
def count_tasks(args: dict[str, Any]) -> Listing:
    """How many tasks planned for a period there are of each status, by tag, type or operator; the most first."""
    days = Days(args.get("from_", date(1900, 1, 1)), args.get("to", date(2200, 12, 31)), args.get("branch_id"))
    query = TaskCount.rows(By(args["by"]), days.begun())
    total, key = query.selected_columns["total"], query.selected_columns["key"]
    return Listing(TaskCount, query, (total, key), args, descending=True)
