"""Deliveries: one message to one person by one channel."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.channels import LONGEST_SEND, Message, channel_named, masked
from services.notifications.models.base import Model, db
from services.notifications.models.known import Branch, Client, OpenFollowUp, Person
from shared import clock
from shared.erasing import NOBODY
from shared.inbox import insert
from shared.problems import Refused, language
from shared.resources import Rendered, Resource, among
from shared.schemas import NAME_LENGTH, client_ref, person
from shared.service import this_service
from shared.texts import text

MOST_ATTEMPTS = 8
# A sender that has not come back by then has died: the next one takes its delivery over.
LEASE = timedelta(seconds=2 * LONGEST_SEND)
_WAITS = sa.text("next_attempt_at IS NOT NULL")
# Why what was to be told is not: it may be so again.
NO_LONGER_DUE = "no-longer-due"


class Status(StrEnum):
    """How far a delivery has come; `suppressed`: it was held back, because it was no longer wanted."""

    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    SUPPRESSED = "suppressed"


class NotFailed(Refused):
    """Only what has failed can be tried again."""

    status, name = 409, "not-failed"


def rest_after(attempts: int) -> timedelta:
    """How long a delivery rests after so many failed attempts: half a minute, then twice as long each time."""
    return timedelta(seconds=15 * 2**attempts)


class Delivery(Resource, Model):
    """One message to one person by one channel, with its text as it was when the news came.

    `next_attempt_at` is empty once nothing more is to be sent.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "recipient_id", "channel"),
        sa.Index("ix_deliveries_next_attempt_at", "next_attempt_at", sqlite_where=_WAITS, postgresql_where=_WAITS),
        sa.Index("ix_deliveries_created_at", "created_at", "id"),
        sa.Index("ix_deliveries_recipient_id", "recipient_id", "channel", "created_at", "id"),
        sa.Index("ix_deliveries_client_id", "client_id", "created_at", "id"),
        sa.Index("ix_deliveries_record_id", "record_id"),
    )

    event_id: Mapped[UUID]
    channel: Mapped[str] = mapped_column(sa.String(20))
    provider: Mapped[str] = mapped_column(sa.String(40))
    recipient_id: Mapped[UUID]
    address: Mapped[str | None] = mapped_column(sa.String(254))
    template: Mapped[str] = mapped_column(sa.String(60))
    status: Mapped[str] = mapped_column(sa.String(20))
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(sa.String(60))
    provider_id: Mapped[str | None] = mapped_column(sa.String(200))
    title: Mapped[str] = mapped_column(sa.Text())
    body: Mapped[str] = mapped_column(sa.Text())
    record_type: Mapped[str] = mapped_column(sa.String(20))
    record_id: Mapped[UUID]
    due_on: Mapped[date]
    client_id: Mapped[UUID]
    client_name: Mapped[str | None] = mapped_column(sa.String(2 * NAME_LENGTH + 1))
    client_phone: Mapped[str | None] = mapped_column(sa.String(20))
    branch_id: Mapped[UUID]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]

    @classmethod
    def rows(cls) -> sa.Select[Any]:
        columns = [column for column in cls.__table__.columns if column.name != "id"]
        return sa.select(cls.id, *columns, Person.name.label("recipient_name")).outerjoin(
            Person, Person.id == cls.recipient_id
        )

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered:
        return {
            "id": row.id,
            "channel": row.channel,
            "provider": row.provider,
            "recipient": person(row.recipient_id, row.recipient_name),
            "recipient_address": masked(row.address) if row.address else None,
            "template": row.template,
            "status": row.status,
            "attempts": row.attempts,
            "error": text(f"delivery-errors.{row.error}", language()) if row.error else None,
            "provider_id": row.provider_id,
            "title": row.title,
            "body": row.body,
            "record": {"type": row.record_type, "id": row.record_id},
            "client": client_ref(row.client_id, row.client_name, row.client_phone),
            "branch_id": row.branch_id,
            "created_at": row.created_at,
            "sent_at": row.sent_at,
            "version": row.version,
        }

    @classmethod
    def add_all(cls, rows: list[dict[str, Any]]) -> None:
        """Keep new deliveries, but for those that the same event has made before."""
        statement = insert(this_service().dialect, Model.metadata.tables[cls.__tablename__]).on_conflict_do_nothing()
        made = db.session.execute(statement.returning(cls.id, cls.version, cls.status), rows).all()
        cls.record_all([(row.id, row.version) for row in made if row.status == Status.SENT], "NotificationSent")

    @classmethod
    def follow(cls, follow_up_ids: Collection[UUID], *, at: datetime) -> None:
        """Hold back what is no longer so of these follow-ups, and tell again what was held back and is so again.

        So it does not matter whether one hears first that a day has passed, or that it was moved and moved back.
        """
        query = _out_of_step(cls, this_service().dialect)
        for delivery, wanted in db.session.execute(query, {"ids": list(follow_up_ids)}).all():
            if wanted:
                delivery.tell_again(at)
            else:
                delivery.suppress(NO_LONGER_DUE)

    def tell_again(self, at: datetime) -> None:
        """Let what was held back be told after all, and published where it has not been."""
        self.error = None
        if not channel_named(self.channel).immediate:
            self.status, self.attempts, self.next_attempt_at = Status.QUEUED, 0, at
            self.version += 1
        elif self.sent_at is None:
            self.attempts = 1
            self.succeed(self.provider, None, at=at)
        else:
            self.status = Status.SENT
            self.version += 1

    @classmethod
    def claim(cls, at: datetime) -> Self | None:
        """Take the delivery that has waited longest; nobody else gets it while the lease lasts."""
        due = (
            sa.select(cls.id)
            .where(cls.next_attempt_at <= at)
            .order_by(cls.next_attempt_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        return db.session.scalars(
            sa.update(cls)
            .where(cls.id == due.scalar_subquery())
            .values(attempts=cls.attempts + 1, version=cls.version + 1, next_attempt_at=at + LEASE)
            .returning(cls)
            .execution_options(synchronize_session=False, populate_existing=True)
        ).one_or_none()

    @classmethod
    def still_claimed(cls, id: UUID, version: int) -> Self | None:
        """The row, locked, unless somebody else has taken it over since."""
        return db.session.scalars(
            sa.select(cls)
            .where(cls.id == id, cls.version == version)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one_or_none()

    def is_wanted(self) -> bool:
        """Whether what it tells is still so."""
        return OpenFollowUp.waits_on(self.record_id, self.due_on)

    def message(self) -> Message:
        """What the channel is to send, to where the recipient can be reached now."""
        recipient = db.session.get(Person, self.recipient_id)
        address = (recipient.email if recipient else None) or ""
        return Message(self.id, self.channel, self.template, address, self.title, self.body)

    def succeed(self, provider: str, provider_id: str | None, *, at: datetime) -> None:
        self.status, self.sent_at, self.next_attempt_at, self.error = Status.SENT, at, None, None
        self.provider, self.provider_id = provider, provider_id
        self.record("NotificationSent")

    def fail(self, error: str, *, permanent: bool, at: datetime) -> None:
        """Note why it could not be sent; give up if trying again is of no use, or was tried enough."""
        self.error = error
        if permanent or self.attempts >= MOST_ATTEMPTS:
            self.status, self.next_attempt_at = Status.FAILED, None
            self.record("NotificationFailed")
        else:
            self.next_attempt_at = at + rest_after(self.attempts)
            self.version += 1

    def suppress(self, reason: str) -> None:
        self.status, self.next_attempt_at, self.error = Status.SUPPRESSED, None, reason
        self.version += 1

    def retry(self, at: datetime) -> None:
        """Send it again from the start.

        :raises NotFailed: it has not failed
        """
        if self.status != Status.FAILED:
            raise NotFailed
        self.status, self.next_attempt_at, self.attempts, self.error = Status.QUEUED, at, 0, None
        self.version += 1

    @classmethod
    def move(cls, duplicate_id: UUID, kept_id: UUID) -> None:
        """Let what was told about a duplicate be about the client kept."""
        kept = db.session.get_one(Client, kept_id)
        theirs = sa.update(cls).where(cls.client_id == duplicate_id)
        now = {"client_id": kept_id, "client_name": kept.name, "client_phone": kept.phone}
        db.session.execute(
            theirs.values(now | {"version": cls.version + 1}), execution_options={"synchronize_session": False}
        )

    @classmethod
    def forget(cls, client_id: UUID) -> None:
        """Keep that something was told about somebody, and not what; what still waits is not sent."""
        about = sa.select(cls).where(cls.client_id == client_id, cls.title != NOBODY)
        for delivery in db.session.scalars(about.order_by(cls.id).with_for_update()):
            delivery.title, delivery.body = NOBODY, ""
            delivery.client_name, delivery.client_phone = NOBODY, None
            if delivery.next_attempt_at:
                delivery.suppress("person-erased")
            else:
                delivery.version += 1

    @classmethod
    def made_since(cls, day: date) -> sa.ColumnElement[bool]:
        """The condition for deliveries of that day and later, as days go in the branch of each."""
        home = this_service().settings.time_zone
        elsewhere = db.session.execute(sa.select(Branch.id, Branch.time_zone).where(Branch.time_zone != home)).all()
        return sa.or_(
            sa.and_(
                cls.branch_id.not_in([branch.id for branch in elsewhere]),
                cls.created_at >= clock.instant_of(day, home, time.min),
            ),
            *(
                sa.and_(
                    cls.branch_id == branch.id,
                    cls.created_at >= clock.instant_of(day, branch.time_zone, time.min),
                )
                for branch in elsewhere
            ),
        )


@cache
def _out_of_step(cls: type[Delivery], dialect: str) -> sa.Select[tuple[Delivery, bool]]:
    """The query for unread notices that are no longer so, and for what was held back though it is so again.

    Messages that wait for a sender are not among them: the sender looks when it takes them.
    """
    wanted = sa.and_(OpenFollowUp.open, OpenFollowUp.due_on == cls.due_on)
    shown = sa.and_(cls.channel == "in_app", cls.status == Status.SENT)
    held_back = sa.and_(cls.status == Status.SUPPRESSED, cls.error == NO_LONGER_DUE)
    query = sa.select(cls, wanted).join(OpenFollowUp, OpenFollowUp.id == cls.record_id)
    query = query.where(among(cls.record_id, dialect), sa.or_(sa.and_(shown, ~wanted), sa.and_(held_back, wanted)))
    return query.order_by(cls.created_at, cls.id).with_for_update(of=cls)
