"""Deliveries: one message to one person by one channel."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.channels import Message, channel_named, masked
from services.notifications.models.base import Model, db
from services.notifications.models.fallbacks import FallsBack
from services.notifications.models.known import Branch, Client, KnownRecord, Person
from services.notifications.models.waking import wake_senders
from shared import clock, tracing
from shared.inbox import insert
from shared.problems import Refused, language
from shared.resources import Rendered, Resource
from shared.schemas import NAME_LENGTH, client_ref
from shared.service import this_service
from shared.texts import text

MOST_ATTEMPTS = 8
_WAITS = sa.text("next_attempt_at IS NOT NULL")
_HAS_ID = sa.text("provider_id IS NOT NULL")
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
    """How long a delivery rests at most after so many failed attempts: half a minute, then twice as long."""
    return timedelta(seconds=15 * 2**attempts)


def rest(attempts: int, retry_after: float | None) -> timedelta:
    """How long a delivery rests: any part of the most (full jitter), so that what failed together is not tried so.

    :param retry_after: seconds that it rests at least
    """
    some = current_app.extensions["chance"].random() * rest_after(attempts)
    return max(some, timedelta(seconds=retry_after or 0.0))


class Delivery(FallsBack, Resource, Model):
    """One message to one person by one channel, with its text as it was when the news came.

    :ivar occasion: what it was made for; of each occasion a recipient gets one message by a channel
    :ivar rule: the rule of the branch that wants it, by its name
    :ivar recipient_type: `user` or `client`
    :ivar due_at: when it is to go out, before any attempt has failed
    :ivar next_attempt_at: empty once nothing more is to be sent
    :ivar handed_over_at: when it may have been handed over first, while it is not known what came of that
    :ivar expires_at: when it is of no use any more
    :ivar fallbacks: the channels to try after this one, the first one first
    :ivar due: the record's day or instant for which it holds; empty where it holds for any
    :ivar while_with_id: the person in charge of the record for as long as it holds; empty where it does not matter
    :ivar while_free: whether it holds only until somebody takes the record
    :ivar traceparent: the part of a trace that made it, where traces are collected
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        sa.UniqueConstraint("occasion", "recipient_id", "channel"),
        sa.Index(
            "ix_deliveries_waiting",
            "channel",
            "branch_id",
            "next_attempt_at",
            sqlite_where=_WAITS,
            postgresql_where=_WAITS,
        ),
        sa.Index("ix_deliveries_provider_id", "provider_id", sqlite_where=_HAS_ID, postgresql_where=_HAS_ID),
        sa.Index("ix_deliveries_created_at", "created_at", "id"),
        sa.Index("ix_deliveries_recipient_id", "recipient_id", "channel", "due_at", "id"),
        sa.Index("ix_deliveries_client_id", "client_id", "created_at", "id"),
        sa.Index("ix_deliveries_record_id", "record_id"),
    )

    occasion: Mapped[str] = mapped_column(sa.String(120))
    rule: Mapped[str | None] = mapped_column(sa.String(40))
    channel: Mapped[str] = mapped_column(sa.String(20))
    provider: Mapped[str] = mapped_column(sa.String(40))
    recipient_type: Mapped[str] = mapped_column(sa.String(10))
    recipient_id: Mapped[UUID]
    address: Mapped[str | None] = mapped_column(sa.String(254))
    template: Mapped[str] = mapped_column(sa.String(60))
    language: Mapped[str] = mapped_column(sa.String(10))
    # What the provider of an approved WhatsApp template is given: its name there, and its parameters in order.
    whatsapp_name: Mapped[str | None] = mapped_column(sa.String(512))
    parameters: Mapped[list[Any]] = mapped_column(default=list)
    fallbacks: Mapped[list[Any]] = mapped_column(default=list)
    status: Mapped[str] = mapped_column(sa.String(20))
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    next_attempt_at: Mapped[datetime | None]
    handed_over_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(sa.String(60))
    provider_id: Mapped[str | None] = mapped_column(sa.String(200))
    title: Mapped[str] = mapped_column(sa.Text())
    body: Mapped[str] = mapped_column(sa.Text())
    record_type: Mapped[str] = mapped_column(sa.String(20))
    record_id: Mapped[UUID]
    due: Mapped[str] = mapped_column(sa.String(40), default="")
    while_with_id: Mapped[UUID | None]
    while_free: Mapped[bool] = mapped_column(default=False)
    client_id: Mapped[UUID | None]
    client_name: Mapped[str | None] = mapped_column(sa.String(2 * NAME_LENGTH + 1))
    client_phone: Mapped[str | None] = mapped_column(sa.String(20))
    branch_id: Mapped[UUID]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    traceparent: Mapped[str | None] = mapped_column(sa.String(55), default=tracing.here)

    @classmethod
    def rows(cls) -> sa.Select[Any]:
        columns = [column for column in cls.__table__.columns if column.name != "id"]
        name = sa.func.coalesce(Person.name, cls.client_name).label("recipient_name")
        return sa.select(cls.id, *columns, name).outerjoin(Person, Person.id == cls.recipient_id)

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered:
        return {
            "id": row.id,
            "channel": row.channel,
            "provider": row.provider,
            "recipient": {"type": row.recipient_type, "id": row.recipient_id, "name": row.recipient_name},
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
            "due_at": row.due_at,
            "sent_at": row.sent_at,
            "version": row.version,
        }

    @classmethod
    def add_all(cls, rows: list[dict[str, Any]]) -> None:
        """Keep new deliveries, but for those that the same event has made before."""
        statement = insert(this_service().dialect, Model.metadata.tables[cls.__tablename__]).on_conflict_do_nothing()
        made = db.session.execute(statement.returning(cls.id, cls.version, cls.status), rows).all()
        cls.record_all([(row.id, row.version) for row in made if row.status == Status.SENT], "NotificationSent")
        wake_senders()

    def tell_again(self, at: datetime) -> None:
        """Let what was held back be told after all, and published where it has not been."""
        self.error = None
        if self.due_at > at or not channel_named(self.channel).immediate:
            self.status, self.attempts, self.next_attempt_at = Status.QUEUED, 0, max(at, self.due_at)
            self.version += 1
        elif self.sent_at is None:
            self.attempts = 1
            self.succeed(self.provider, None, at=at)
        else:
            self.status = Status.SENT
            self.version += 1

    def message(self, address: str | None) -> Message:
        """What the channel is to send to an address."""
        return Message(
            self.id,
            self.channel,
            self.template,
            address or "",
            self.title,
            self.body,
            self.language,
            self.whatsapp_name,
            tuple(self.parameters),
        )

    def reached_at(self) -> str | None:
        """Where the recipient is reached by this channel."""
        if self.channel == "in_app":
            return None
        known = Person if self.recipient_type == "user" else Client
        column = known.email if self.channel == "email" else known.phone
        return db.session.scalar(sa.select(column).where(known.id == self.recipient_id))

    def succeed(self, provider: str, provider_id: str | None, *, at: datetime) -> None:
        self.status, self.sent_at, self.next_attempt_at, self.error = Status.SENT, at, None, None
        self.handed_over_at = None
        self.provider, self.provider_id = provider, provider_id
        self.record("NotificationSent")

    def fail(self, error: str, *, permanent: bool, at: datetime, retry_after: float | None = None) -> None:
        """Note why it could not be sent; give up if trying again is of no use, or was tried enough.

        :param retry_after: seconds that it rests at least
        """
        self.error = error
        if permanent or self.attempts >= MOST_ATTEMPTS:
            self.status, self.next_attempt_at, self.handed_over_at = Status.FAILED, None, None
            self.record("NotificationFailed")
            self.fall_back(at)
        else:
            self.next_attempt_at, self.handed_over_at = at + rest(self.attempts, retry_after), None
            self.version += 1

    def doubt(self, error: str, *, at: datetime, retry_after: float | None = None) -> None:
        """Note that it may have been taken all the same: that is looked into before it is sent again."""
        self.error, self.next_attempt_at = error, at + rest(self.attempts, retry_after)
        self.version += 1

    def put_back(self, at: datetime) -> None:
        """Let it be taken by a sender as if nobody had; it was not handed over."""
        self.next_attempt_at, self.handed_over_at = at, None
        self.attempts -= 1
        self.version += 1

    def suppress(self, reason: str) -> None:
        self.status, self.next_attempt_at, self.error = Status.SUPPRESSED, None, reason
        self.handed_over_at = None
        self.version += 1

    def postpone(self, until: datetime) -> None:
        """Let it be due later; that it was looked at counts as no attempt."""
        self.due_at = self.next_attempt_at = until
        self.attempts -= 1
        self.version += 1

    def retry(self, at: datetime) -> None:
        """Send it again from the start.

        :raises NotFailed: it has not failed
        """
        if self.status != Status.FAILED:
            raise NotFailed
        self.status, self.next_attempt_at, self.attempts, self.error = Status.QUEUED, at, 0, None
        self.version += 1
        wake_senders()

    @classmethod
    def is_upcoming(cls, at: datetime) -> sa.ColumnElement[bool]:
        """The condition for deliveries that were made for later and are not due yet."""
        return sa.and_(cls.due_at > at, cls.due_at > cls.created_at)

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


def holds(delivery: type[Delivery]) -> sa.ColumnElement[bool]:
    """The condition for what a delivery tells of its record to be so; without a record it always is."""
    return sa.or_(
        delivery.record_type.not_in(("follow_up", "task")),
        sa.func.coalesce(
            sa.and_(
                KnownRecord.open,
                sa.or_(delivery.due == "", delivery.due == KnownRecord.due),
                sa.or_(delivery.while_with_id.is_(None), delivery.while_with_id == KnownRecord.person_id),
                sa.or_(~delivery.while_free, KnownRecord.free),
                sa.or_(delivery.recipient_type != "client", delivery.recipient_id == KnownRecord.reminds_id),
            ),
            sa.false(),
        ),
    )
