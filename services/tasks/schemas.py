"""What goes in and out of the tasks API."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from services.tasks.models.agenda import LONGEST_MINUTES
from services.tasks.models.tags import TAG_LENGTH
from services.tasks.models.task import Status
from shared.listing import ListArgs
from shared.schemas import (
    NOTES_LENGTH,
    Choice,
    ClientRefOut,
    Day,
    Flag,
    In,
    Instant,
    InstantOrDay,
    Name,
    Notes,
    Out,
    PersonOut,
    Text,
    Version,
)

MANY = 20


def _minutes(**options: Any) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(1, LONGEST_MINUTES), **options)


def _tags() -> fields.List:
    return fields.List(Text(length=TAG_LENGTH), validate=validate.Length(max=MANY))


def _reminders() -> fields.List:
    return fields.List(Instant(), validate=validate.Length(max=MANY))


def _asked(description: str) -> fields.Boolean:
    """A filter that is asked for by its name alone, too: `?urgent`."""
    return fields.Boolean(truthy={*fields.Boolean.truthy, ""}, metadata={"description": description})


def _deleted() -> fields.Boolean:
    return fields.Boolean(metadata={"description": "True in the event that tells of its removal; nowhere else."})


class Color(fields.String):
    """A color, `#rrggbb`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(validate=validate.Regexp(r"^#[0-9a-fA-F]{6}\Z", error="bad-color"), **options)


# --- types ------------------------------------------------------------------------------------------------


class TaskTypeFilters(ListArgs):
    pass


class TaskTypeIn(In):
    name = Name(required=True)
    priority = Flag(load_default=False)
    color = Color(load_default="#475569")
    default_duration_minutes = _minutes(load_default=30)
    reminds_client = Flag(load_default=False)


class TaskTypePatch(In):
    name = Name()
    priority = Flag()
    color = Color()
    default_duration_minutes = _minutes()
    reminds_client = Flag()


class TaskTypeOut(Out):
    """A kind of task. Open tasks of a priority type are colored; one may remind the client too."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    priority = fields.Boolean(required=True)
    color = fields.String(required=True)
    default_duration_minutes = fields.Integer(required=True)
    reminds_client = fields.Boolean(required=True)
    deleted = _deleted()
    version = Version()


class TaskTypeRefOut(Out):
    """A type, embedded."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    priority = fields.Boolean(required=True)
    color = fields.String(required=True)
    reminds_client = fields.Boolean(required=True)


# --- tasks ------------------------------------------------------------------------------------------------


class TaskFilters(ListArgs):
    status = fields.List(Choice(*Status))
    type_id = fields.List(fields.UUID())
    operator_id = fields.List(fields.UUID())
    team_id = fields.List(fields.UUID())
    client_id = fields.List(fields.UUID())
    branch_id = fields.List(fields.UUID())
    tag = fields.List(Text(length=TAG_LENGTH))
    created_from = InstantOrDay()
    created_to = InstantOrDay()
    planned_from = InstantOrDay()
    planned_to = InstantOrDay()
    urgent = _asked("Planned, and of a priority type.")
    unassigned = _asked("Without an operator, and nobody has taken charge.")
    claimed = _asked("Somebody has taken charge of it.")
    q = Text()
    sort = Choice("-created_at", "planned", load_default="-created_at")


class _When(In):
    """A task is planned for an instant or for a day, never for both."""

    planned_at = Instant()
    due_on = Day()

    @validates_schema
    def _is_one(self, data: dict[str, Any], **_options: Any) -> None:
        if {"planned_at", "due_on"} <= data.keys():
            raise ValidationError("exactly-one|planned_at · due_on", "planned_at")


class TaskPatch(_When):
    description = Text(length=NOTES_LENGTH)
    type_id = fields.UUID()
    client_id = fields.UUID(allow_none=True)
    tags = _tags()
    duration_minutes = _minutes()
    operator_id = fields.UUID(allow_none=True)
    team_id = fields.UUID(allow_none=True)
    reminders = _reminders()


class TaskIn(_When):
    """Something to do, at an instant (`planned_at`) or on a day (`due_on`)."""

    description = Text(length=NOTES_LENGTH, required=True)
    type_id = fields.UUID()
    client_id = fields.UUID(allow_none=True)
    tags = _tags()
    duration_minutes = _minutes()
    operator_id = fields.UUID(allow_none=True)
    team_id = fields.UUID(allow_none=True)
    reminders = _reminders()
    branch_id = fields.UUID()

    @validates_schema
    def _is_planned(self, data: dict[str, Any], **_options: Any) -> None:
        if not {"planned_at", "due_on"} & data.keys():
            raise ValidationError("exactly-one|planned_at · due_on", "planned_at")


class ClosingIn(In):
    status = Choice(Status.DONE, Status.CANCELLED, required=True)
    outcome = Notes(allow_none=True)
    note = Notes(allow_none=True)
    next = fields.Nested(TaskIn, allow_none=True)


class TaskOut(Out):
    """Something to do, at an instant or on a day."""

    id = fields.UUID(required=True)
    client = fields.Nested(ClientRefOut, required=True, allow_none=True)
    description = fields.String(required=True)
    type = fields.Nested(TaskTypeRefOut, required=True)
    tags = fields.List(fields.String(), required=True)
    planned_at = fields.DateTime(required=True, allow_none=True)
    due_on = fields.Date(required=True, allow_none=True)
    duration_minutes = fields.Integer(required=True)
    operator = fields.Nested(PersonOut, required=True, allow_none=True)
    team_id = fields.UUID(required=True, allow_none=True)
    status = Choice(*Status, required=True)
    overdue = fields.Boolean(required=True)
    color = Choice("red", "yellow", required=True, allow_none=True)
    claimed_by = fields.Nested(PersonOut, required=True, allow_none=True)
    claimed_at = fields.DateTime(required=True, allow_none=True)
    reminders = fields.List(fields.DateTime(), required=True)
    conflicts = fields.List(
        fields.UUID(), metadata={"description": "On write: the operator's other tasks at that time."}
    )
    outcome = fields.String(required=True, allow_none=True)
    closing_note = fields.String(required=True, allow_none=True)
    closed_at = fields.DateTime(required=True, allow_none=True)
    closed_by = fields.Nested(PersonOut, required=True, allow_none=True)
    client_answer = Choice(
        "confirmed",
        "cancelled",
        required=True,
        allow_none=True,
        metadata={"description": "What the client answered to a reminder of it."},
    )
    client_answered_at = fields.DateTime(required=True, allow_none=True)
    parent_id = fields.UUID(required=True, allow_none=True)
    root_id = fields.UUID(required=True)
    created_by = fields.Nested(PersonOut, required=True)
    branch_id = fields.UUID(required=True)
    created_at = fields.DateTime(required=True)
    updated_at = fields.DateTime(required=True)
    version = Version()


class ClosedOut(Out):
    task = fields.Nested(TaskOut, required=True)
    next = fields.Nested(TaskOut, required=True, allow_none=True)


class ChainOut(Out):
    """A thread of tasks, in the order in which they were made."""

    items = fields.List(fields.Nested(TaskOut), required=True)


# --- history ----------------------------------------------------------------------------------------------


class HistoryFilters(ListArgs):
    client_id = fields.List(fields.UUID())
    task_id = fields.List(fields.UUID())
    branch_id = fields.List(fields.UUID())


class HistoryNoteIn(In):
    """«Añadir Historial»: on a client, on a task, or on any other matter."""

    text = Text(length=NOTES_LENGTH, required=True)
    client_id = fields.UUID(allow_none=True)
    task_id = fields.UUID(allow_none=True)
    occurred_at = Instant()
    branch_id = fields.UUID()


class HistoryNoteOut(Out):
    """A note on what was done, or on any matter of the house."""

    id = fields.UUID(required=True)
    client = fields.Nested(ClientRefOut, required=True, allow_none=True)
    task_id = fields.UUID(required=True, allow_none=True)
    text = fields.String(required=True)
    occurred_at = fields.DateTime(required=True)
    author = fields.Nested(PersonOut, required=True)
    branch_id = fields.UUID(required=True)
    created_at = fields.DateTime(required=True)
    deleted = _deleted()
    version = Version()


# --- the board --------------------------------------------------------------------------------------------


class BoardArgs(In):
    branch_id = fields.List(fields.UUID())
    team_id = fields.List(fields.UUID())


class BoardCountsOut(Out):
    all = fields.Integer(required=True)
    urgent = fields.Integer(required=True)
    in_preparation = fields.Integer(required=True)
    today = fields.Integer(required=True)


class BoardOut(Out):
    """«Tablero»: what is open, counted, with the first of each kind by their planned time."""

    counts = fields.Nested(BoardCountsOut, required=True)
    urgent = fields.List(fields.Nested(TaskOut), required=True)
    in_preparation = fields.List(fields.Nested(TaskOut), required=True)
    today = fields.List(fields.Nested(TaskOut), required=True)
