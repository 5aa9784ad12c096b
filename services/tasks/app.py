"""The tasks service, put together."""

from flask import Flask

from services.tasks.api import agenda, board, feeds, history, reports, task_types, tasks
from services.tasks.handlers import handlers
from services.tasks.models.base import db, tables
from services.tasks.models.history import HistoryNote
from services.tasks.models.task import Task
from services.tasks.models.task_type import TaskType
from services.tasks.sweep import announce_overdue, remind
from shared.build import build_service
from shared.config import Settings


def create_app(settings: Settings) -> Flask:
    return build_service(
        "tasks",
        settings=settings,
        db=db,
        tables=tables,
        routes=(
            tasks.routes,
            task_types.routes,
            history.routes,
            board.routes,
            agenda.routes,
            feeds.routes,
            reports.routes,
        ),
        handlers=handlers,
        sweeps=(announce_overdue, remind),
        announces=((TaskType, "TaskTypeUpdated"), (Task, "TaskUpdated"), (HistoryNote, "HistoryNoted")),
    )
