"""Messages that clients write to the house."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models.base import Model, db
from services.notifications.models.delivery import Delivery, Status
from services.notifications.models.known import Branch, Client
from services.notifications.models.numbers import forms_of
from services.notifications.models.waking import wake_senders
from services.notifications.models.words import consent_in, intent_of
from shared.ids import new_id
from shared.inbox import insert
from shared.resources import Rendered, Resource
from shared.schemas import client_ref
from shared.service import this_service

_WAITS = sa.text("next_attempt_at IS NOT NULL")
REMINDER = "appointment-reminder"
_REACHED = (Status.SENT, Status.DELIVERED, Status.READ)
# A worker that has not come back by then has died.
LEASE = timedelta(seconds=60)
LONGEST_REST = timedelta(hours=1)
PROFILE_LENGTH = 200


@dataclass(frozen=True)
class Received:
    """One message as a provider tells it.

    :ivar answers: the provider's id of the message of ours that it answers; empty where it does not
    """

    provider: str
    provider_id: str
    channel: str
    address: str
    body: str
    written_at: datetime
    profile_name: str = ""
    answers: str = ""


class Incoming(Resource, Model):
    """One message that came in, and how far it is from being an interaction.

    :ivar provider_id: the provider's id of it: it comes once, however often it is told
    :ivar answers_id: the record whose reminder it answers
    :ivar intent: `confirmed` or `cancelled`, where it answers a reminder so
    :ivar consent: what it says of being written to: `revoked`, `granted`
    :ivar next_attempt_at: empty once it is an interaction
    """

    __tablename__ = "incoming"
    __table_args__ = (
        sa.UniqueConstraint("provider", "provider_id"),
        sa.Index("ix_incoming_next_attempt_at", "next_attempt_at", sqlite_where=_WAITS, postgresql_where=_WAITS),
        sa.Index("ix_incoming_client_id", "client_id"),
        sa.Index("ix_incoming_received_at", "received_at", "id"),
    )

    provider: Mapped[str] = mapped_column(sa.String(40))
    provider_id: Mapped[str] = mapped_column(sa.String(200))
    channel: Mapped[str] = mapped_column(sa.String(20))
    address: Mapped[str | None] = mapped_column(sa.String(254))
    profile_name: Mapped[str] = mapped_column(sa.String(PROFILE_LENGTH))
    body: Mapped[str] = mapped_column(sa.Text())
    written_at: Mapped[datetime]
    received_at: Mapped[datetime]
    client_id: Mapped[UUID | None]
    branch_id: Mapped[UUID | None]
    answers_type: Mapped[str | None] = mapped_column(sa.String(20))
    answers_id: Mapped[UUID | None]
    intent: Mapped[str | None] = mapped_column(sa.String(20))
    consent: Mapped[str | None] = mapped_column(sa.String(20))
    interaction_id: Mapped[UUID | None]
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(sa.String(60))

    @classmethod
    def take(cls, message: Received, at: datetime) -> "Incoming | None":
        """Keep a message; what it answers, and what it says, is known at once.

        :returns: None where it came before
        """
        answered = _answered(message)
        client_id = _held(answered.recipient_id if answered else client_of(message.address))
        reminder = answered or (client_id and _last_reminder(client_id, message.channel))
        row = {
            "id": new_id(), "version": 1, "provider": message.provider, "provider_id": message.provider_id,
            "channel": message.channel, "address": message.address, "body": message.body, "attempts": 0,
            "profile_name": message.profile_name[:PROFILE_LENGTH], "written_at": message.written_at,
            "received_at": at, "next_attempt_at": at, "client_id": client_id, "branch_id": _branch_of(client_id),
            "consent": consent_in(message.body), **_meaning(message.body, reminder or None),
        }  # fmt: skip
        statement = insert(this_service().dialect, cls).on_conflict_do_nothing()
        made = db.session.execute(statement.returning(cls.id), [row]).first()
        if made is None:
            return None
        incoming = db.session.get_one(cls, made.id)
        cls.record_all([(incoming.id, 1)], "MessageReceived")
        wake_senders()
        return incoming

    @classmethod
    def claim(cls, at: datetime) -> "Incoming | None":
        """Take the one that has waited longest; nobody else gets it while the lease lasts."""
        due = sa.select(cls).where(cls.next_attempt_at <= at).order_by(cls.next_attempt_at, cls.id).limit(1)
        found = db.session.scalars(due.with_for_update(skip_locked=True)).one_or_none()
        if found:
            found.attempts += 1
            found.next_attempt_at = at + LEASE
        return found

    def became(self, interaction_id: UUID, client_id: UUID, branch_id: UUID) -> None:
        """It is an interaction of a client."""
        self.interaction_id, self.client_id, self.branch_id = interaction_id, client_id, branch_id
        self.error = None
        self.version += 1

    def rest(self, at: datetime, error: str) -> None:
        """Try again later: nothing that came in is lost."""
        self.error = error
        self.next_attempt_at = at + min(timedelta(seconds=2 ** min(self.attempts, 12)), LONGEST_REST)

    def give_up(self, error: str) -> None:
        self.error, self.next_attempt_at = error, None
        self.version += 1

    @classmethod
    def rows(cls) -> sa.Select[Any]:
        columns = [column for column in cls.__table__.columns if column.name != "id"]
        names = (Client.name.label("client_name"), Client.phone.label("client_phone"))
        return sa.select(cls.id, *columns, *names).outerjoin(Client, Client.id == cls.client_id)

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered:
        return {
            "id": row.id,
            "channel": row.channel,
            "provider": row.provider,
            "address": row.address,
            "profile_name": row.profile_name,
            "body": row.body,
            "client": client_ref(row.client_id, row.client_name, row.client_phone),
            "answers": {"type": row.answers_type, "id": row.answers_id} if row.answers_id else None,
            "intent": row.intent,
            "consent": row.consent,
            "interaction_id": row.interaction_id,
            "branch_id": row.branch_id,
            "written_at": row.written_at,
            "received_at": row.received_at,
            "version": row.version,
        }

    @classmethod
    def move(cls, duplicate_id: UUID, kept_id: UUID) -> None:
        """Give what a duplicate wrote to the client kept."""
        theirs = (
            sa.update(cls).where(cls.client_id == duplicate_id).values(client_id=kept_id, version=cls.version + 1)
        )
        db.session.execute(theirs, execution_options={"synchronize_session": False})

    @classmethod
    def forget(cls, client_id: UUID) -> None:
        """Keep that somebody wrote, and not what, nor from where."""
        blank = {"body": "", "profile_name": "", "address": None, "next_attempt_at": None}
        theirs = sa.update(cls).where(cls.client_id == client_id).values(**blank, version=cls.version + 1)
        db.session.execute(theirs, execution_options={"synchronize_session": False})


def clients_at(address: str) -> list[UUID]:
    """The clients with a number, the one last written to first."""
    last = sa.select(sa.func.max(Delivery.sent_at)).where(Delivery.recipient_id == Client.id).scalar_subquery()
    found = sa.select(Client.id).where(
        Client.phone.in_(forms_of(address)), Client.merged_into.is_(None), ~Client.erased
    )
    return list(db.session.scalars(found.order_by(last.desc().nulls_last(), Client.id.desc())))


def client_of(address: str) -> UUID | None:
    return next(iter(clients_at(address)), None)


def _answered(message: Received) -> Delivery | None:
    """The message of ours that this one is a reply to, where the provider tells; not one to somebody forgotten."""
    if not message.answers:
        return None
    ours = sa.select(Delivery).join(Client, Client.id == Delivery.recipient_id)
    which = (Delivery.provider_id == message.answers, Delivery.recipient_type == "client", ~Client.erased)
    return db.session.scalars(ours.where(*which)).first()


def _held(client_id: UUID | None) -> UUID | None:
    """Whom the client's id means today, until the commit; nobody, where they have just been forgotten."""
    if client_id is None:
        return None
    held = Client.held([client_id])[client_id]
    return None if held.erased else held.id


def _last_reminder(client_id: UUID, channel: str) -> Delivery | None:
    """The reminder of an appointment that a client got last."""
    sent = sa.select(Delivery).where(
        Delivery.recipient_id == client_id,
        Delivery.channel == channel,
        Delivery.template == REMINDER,
        Delivery.status.in_(_REACHED),
    )
    return db.session.scalars(sent.order_by(Delivery.sent_at.desc()).limit(1)).first()


def _meaning(body: str, reminder: Delivery | None) -> dict[str, Any]:
    """What is answered, and how."""
    if reminder is None or reminder.template != REMINDER:
        return {"answers_type": None, "answers_id": None, "intent": None}
    return {"answers_type": reminder.record_type, "answers_id": reminder.record_id, "intent": intent_of(body)}


def _branch_of(client_id: UUID | None) -> UUID | None:
    """The branch of a client; of an unknown number the one where such land."""
    if client_id:
        known = db.session.get(Client, client_id)
        if known:
            return known.branch_id
    first = sa.select(Branch.id).order_by(Branch.id).limit(1)
    return this_service().settings.inbox_branch or db.session.scalar(first)
