"""Tasks and the rules they obey."""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.tasks.models import tags
from services.tasks.models.base import Model, db
from services.tasks.models.known import Client, name_of, named
from services.tasks.models.task_type import TaskType
from shared import clock
from shared.folding import fold
from shared.ids import new_id
from shared.problems import Refused
from shared.resources import Rendered, Resource
from shared.schemas import NOTES_LENGTH, client_ref, person

# What a request can name: see `shared.schemas.Instant`.
FIRST_INSTANT, LAST_INSTANT = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 12, 31, tzinfo=UTC)


class Status(StrEnum):
    """«Planeada», «Llevada a cabo», «Cancelada». Whether one is late depends on the time, and is never stored."""

    PLANNED = "planned"
    DONE = "done"
    CANCELLED = "cancelled"


class AlreadyClosed(Refused):
    """Somebody was quicker; the first outcome stays."""

    status, name = 409, "already-closed"


class TaskClaimed(Refused):
    """Somebody else has taken charge of it."""

    status, name = 409, "task-claimed"


class Task(Resource, Model):
    """Something to do, at an instant or on a day; often with a client."""

    __tablename__ = "tasks"

    branch_id: Mapped[UUID]
    client_id: Mapped[UUID | None]
    description: Mapped[str] = mapped_column(sa.String(NOTES_LENGTH))
    description_folded: Mapped[str] = mapped_column(sa.Text())
    type_id: Mapped[UUID] = mapped_column(sa.ForeignKey("task_types.id"), index=True)
    # As they are shown; they are found in `task_tags`.
    tags: Mapped[list[Any]]
    # One of the two.
    planned_at: Mapped[datetime | None]
    due_on: Mapped[date | None]
    duration_minutes: Mapped[int]
    # The planned time as instants: of `planned_at` and the duration, or of the day in the branch's time zone.
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    operator_id: Mapped[UUID | None]
    team_id: Mapped[UUID | None]
    claimed_by_id: Mapped[UUID | None]
    claimed_at: Mapped[datetime | None]
    reminders: Mapped[list[Any]]
    next_reminder_at: Mapped[datetime | None]
    status: Mapped[str] = mapped_column(sa.String(20))
    outcome: Mapped[str | None] = mapped_column(sa.String(NOTES_LENGTH))
    closing_note: Mapped[str | None] = mapped_column(sa.String(NOTES_LENGTH))
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[UUID | None]
    # What the client said to a reminder of it, `confirmed` or `cancelled`, and when; of where it is planned now.
    client_answer: Mapped[str | None] = mapped_column(sa.String(20))
    client_answered_at: Mapped[datetime | None]
    parent_id: Mapped[UUID | None]
    # The first of the thread, which may be this one.
    root_id: Mapped[UUID]
    created_by_id: Mapped[UUID]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    # Whether the sweep still has to say that its time has passed.
    armed: Mapped[bool]

    # --- born -------------------------------------------------------------------------------------------

    @classmethod
    def plan(
        cls,
        *,
        branch_id: UUID,
        zone: str,
        by: UUID,
        at: datetime,
        task_type: TaskType,
        parent: "Task | None" = None,
        **fields: Any,
    ) -> Self:
        """Plan something to do.

        :param zone: the branch's time zone
        :param parent: the task that this one follows on
        """
        id = new_id()
        task = cls(
            id=id, branch_id=branch_id, type_id=task_type.id, tags=[], reminders=[], status=Status.PLANNED,
            duration_minutes=task_type.default_duration_minutes, created_by_id=by, created_at=at, updated_at=at,
            parent_id=parent.id if parent else None, root_id=parent.root_id if parent else id,
        )  # fmt: skip
        task._take(fields, zone, at)
        db.session.add(task)
        task.record("TaskPlanned")
        return task

    # --- what people do with it -------------------------------------------------------------------------

    @property
    def open(self) -> bool:
        return self.status == Status.PLANNED

    def change(self, *, zone: str, at: datetime, **fields: Any) -> None:
        """Change what is given. Moved from one instant to another, it takes its reminders along.

        :raises AlreadyClosed: it is done or cancelled
        """
        self._check_open()
        changed = self._differing(fields)
        if changed:
            self._take(changed, zone, at)
            self._changed("TaskUpdated", at)

    def claim(self, user_id: UUID, *, at: datetime) -> None:
        """Take charge of it, until it is closed or released. Doing it again changes nothing.

        :raises TaskClaimed: somebody else has
        :raises AlreadyClosed: it is done or cancelled
        """
        self._check_open()
        self._check_free_for(user_id)
        if self.claimed_by_id is None:
            self.claimed_by_id, self.claimed_at = user_id, at
            self._changed("TaskClaimed", at)

    def release(self, user_id: UUID, *, at: datetime) -> None:
        """Leave it to others. Releasing what nobody has taken charge of changes nothing.

        :raises TaskClaimed: it is somebody else's
        :raises AlreadyClosed: it is done or cancelled
        """
        self._check_open()
        self._check_free_for(user_id)
        if self.claimed_by_id is not None:
            self.claimed_by_id = self.claimed_at = None
            self._changed("TaskReleased", at)

    def close(
        self, status: str, *, by: UUID, at: datetime, outcome: str | None = None, note: str | None = None
    ) -> None:
        """«Cerrar», «Cerrar con una nota».

        :raises AlreadyClosed: somebody was quicker; the first outcome stays
        """
        self._check_open()
        self.status, self.outcome, self.closing_note = status, outcome or None, note or None
        self.closed_at, self.closed_by_id = at, by
        self.claimed_by_id = self.claimed_at = self.next_reminder_at = None
        self.armed = False
        self._changed("TaskClosed", at)

    def hear(self, answer: str, *, said_at: datetime, at: datetime) -> None:
        """Keep what the client said to a reminder last; to one of a task that is closed it says nothing more.

        :param said_at: when the client did
        """
        newer = self.client_answered_at is None or self.client_answered_at < said_at
        if self.open and newer:
            self.client_answer, self.client_answered_at = answer, said_at
            self._changed("TaskUpdated", at)

    def ring(self) -> None:
        """Remind of it now, and wait for the next reminder."""
        rung = self.next_reminder_at
        assert rung is not None
        self.next_reminder_at = min((each for each in self._reminders() if each > rung), default=None)
        self.record("TaskReminderDue")

    # --- how ---------------------------------------------------------------------------------------------

    def _check_open(self) -> None:
        if not self.open:
            raise AlreadyClosed(by=named(self.closed_by_id), at=self.closed_at, closed_as=self.status)

    def _check_free_for(self, user_id: UUID) -> None:
        if self.claimed_by_id not in {None, user_id}:
            raise TaskClaimed(claimed_by=named(self.claimed_by_id), claimed_at=self.claimed_at)

    def _differing(self, fields: Rendered) -> Rendered:
        now = {**{name: getattr(self, name) for name in fields}, "reminders": self._reminders()}
        return {name: value for name, value in fields.items() if now[name] != value}

    def _take(self, fields: Rendered, zone: str, at: datetime) -> None:
        before = self.planned_at
        for name in fields.keys() - {"tags", "reminders", "planned_at", "due_on"}:
            setattr(self, name, fields[name])
        if "description" in fields:
            self.description_folded = fold(self.description)
        if "tags" in fields:
            self.tags = tags.distinct(fields["tags"])
            tags.retag(self.id, self.tags)
        if "client_id" in fields:
            self.client_answer = None
        if fields.keys() & {"planned_at", "due_on", "duration_minutes"}:
            self._place(fields, zone)
        if "reminders" in fields:
            self._remind(fields["reminders"], at)
        elif before and self.planned_at and before != self.planned_at:
            self._remind(self._reminders_moved_by(self.planned_at - before), at)

    def _place(self, fields: Rendered, zone: str) -> None:
        """Set when it is planned for. A new instant or day is one that has not been announced as past."""
        if "planned_at" in fields or "due_on" in fields:
            self.planned_at, self.due_on = fields.get("planned_at"), fields.get("due_on")
            self.armed = True
            self.client_answer = None
        self.starts_at, self.ends_at = span(self.planned_at, self.due_on, self.duration_minutes, zone)

    def _reminders(self) -> list[datetime]:
        return [datetime.fromisoformat(each) for each in self.reminders]

    def _reminders_moved_by(self, moved: timedelta) -> list[datetime]:
        """The reminders, dragged along; one that would leave the calendar is left out."""
        first, last = FIRST_INSTANT - moved, LAST_INSTANT - moved
        return [each + moved for each in self._reminders() if first <= each <= last]

    def _remind(self, reminders: list[datetime], at: datetime) -> None:
        """Set the instants to remind at. One that is past when it is set does not ring."""
        waiting, before = self.next_reminder_at, set(self._reminders())
        due = [each for each in reminders if each > at or (waiting and waiting <= each and each in before)]
        self.reminders = [each.isoformat().replace("+00:00", "Z") for each in sorted(set(reminders))]
        self.next_reminder_at = min(due, default=None)

    def _changed(self, kind: str, at: datetime) -> None:
        self.updated_at = at
        self.record(kind)

    # --- how it looks ------------------------------------------------------------------------------------

    @classmethod
    def rows(cls) -> sa.Select[Any]:
        hidden = {"description_folded", "starts_at", "next_reminder_at", "armed"}
        own = [column for column in cls.__table__.c if column.name not in hidden]
        people = {
            "operator": cls.operator_id,
            "claimed": cls.claimed_by_id,
            "closed": cls.closed_by_id,
            "created": cls.created_by_id,
        }
        return (
            sa.select(
                cls.id, *(column for column in own if column.name != "id"),
                Client.name.label("client_name"), Client.phone.label("client_phone"),
                TaskType.name.label("type_name"), TaskType.priority, TaskType.color.label("type_color"),
                TaskType.reminds_client,
                *(name_of(column).label(f"{who}_name") for who, column in people.items()),
            )
            .join(TaskType, TaskType.id == cls.type_id)
            .join(Client, Client.id == cls.client_id, isouter=True)
        )  # fmt: skip

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered:
        is_open = row.status == Status.PLANNED
        return {
            "id": row.id,
            "client": client_ref(row.client_id, row.client_name, row.client_phone),
            "description": row.description,
            "type": {
                "id": row.type_id,
                "name": row.type_name,
                "priority": row.priority,
                "color": row.type_color,
                "reminds_client": row.reminds_client,
            },
            "tags": row.tags,
            "planned_at": row.planned_at,
            "due_on": row.due_on,
            "duration_minutes": row.duration_minutes,
            "operator": person(row.operator_id, row.operator_name),
            "team_id": row.team_id,
            "status": row.status,
            "overdue": is_open and row.ends_at <= now,
            "color": color_of(row) if is_open else None,
            "claimed_by": person(row.claimed_by_id, row.claimed_name),
            "claimed_at": row.claimed_at,
            "reminders": row.reminders,
            "outcome": row.outcome,
            "closing_note": row.closing_note,
            "closed_at": row.closed_at,
            "closed_by": person(row.closed_by_id, row.closed_name),
            "client_answer": row.client_answer,
            "client_answered_at": row.client_answered_at if row.client_answer else None,
            "parent_id": row.parent_id,
            "root_id": row.root_id,
            "created_by": person(row.created_by_id, row.created_name),
            "branch_id": row.branch_id,
            "created_at": row.created_at,
            "updated_at": row.updated_at,
            "version": row.version,
        }


def span(planned_at: datetime | None, due_on: date | None, minutes: int, zone: str) -> tuple[datetime, datetime]:
    """From when to when a task is planned: some minutes, or a whole day of the time zone."""
    if planned_at:
        return planned_at, planned_at + timedelta(minutes=minutes)
    assert due_on
    return clock.start_of(due_on, zone), clock.start_of(clock.next_day(due_on), zone)


def color_of(row: Any) -> str | None:
    """An open task of a priority type is red, until somebody takes charge of it."""
    if not row.priority:
        return None
    return "yellow" if row.claimed_by_id else "red"


# Written out, so that the partial indexes do for every plan, also one that is kept for any parameters.
IS_OPEN = Task.status == sa.literal_column("'planned'")
# SQLite does not see that `armed = 1` is what its index says.
IS_ARMED = sa.text("tasks.armed")


class OverdueNotice(Model):
    """A planned instant or day of a task that was announced as passed; the key makes sure that it was once."""

    __tablename__ = "overdue_notices"

    task_id: Mapped[UUID] = mapped_column(primary_key=True)
    planned: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
