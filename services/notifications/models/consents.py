"""By which channels a client has agreed to be written to."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models.base import Model, db
from services.notifications.models.documents import Document
from services.notifications.models.known import Client
from shared.resources import Rendered

OUTSIDE = ("email", "sms", "whatsapp")


class State(StrEnum):
    """What a client said of a channel; `unknown`: nothing yet."""

    GRANTED = "granted"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


# What binds more comes first.
_BINDING = (State.REVOKED, State.GRANTED, State.UNKNOWN)


class Consent(Document, Model):
    """What a client, whose id it has, said of each channel.

    :ivar updated_at: when somebody said something last
    """

    __tablename__ = "consents"

    branch_id: Mapped[UUID]
    email: Mapped[str] = mapped_column(sa.String(10))
    sms: Mapped[str] = mapped_column(sa.String(10))
    whatsapp: Mapped[str] = mapped_column(sa.String(10))
    updated_at: Mapped[datetime | None]

    @classmethod
    def of(cls, client_id: UUID, *, locked: bool = False) -> Self:
        """What a client said; of a duplicate, what the one kept did."""
        client = db.session.get_one(Client, Client.kept(client_id) if locked else client_id)
        return cls.stored(cls.id == client.id, locked=locked) or cls(
            id=client.id,
            version=1,
            branch_id=client.branch_id,
            updated_at=None,
            **dict.fromkeys(OUTSIDE, State.UNKNOWN),
        )

    @classmethod
    def set(cls, client_id: UUID, states: Mapping[str, str], *, at: datetime) -> Self:
        """Keep what a client said of some channels, and publish it where that is new.

        :param states: a `State` by the channel; what is left out stays
        """
        consent = cls.of(client_id, locked=True)
        consent.change(states, at=at)
        return consent

    def change(self, states: Mapping[str, str], *, at: datetime) -> None:
        if any(getattr(self, channel) != state for channel, state in states.items()):
            for channel, state in states.items():
                setattr(self, channel, str(state))
            self.updated_at = at
            db.session.add(self)
            self.record("ConsentChanged")

    @classmethod
    def merge(cls, duplicate_id: UUID, kept_id: UUID) -> None:
        """Let what a duplicate said count for the client kept: of each channel the word that binds more."""
        theirs = cls.stored(cls.id == duplicate_id, locked=True)
        if theirs and theirs.updated_at:
            own = cls.of(kept_id, locked=True)
            both = {name: min(getattr(theirs, name), getattr(own, name), key=_BINDING.index) for name in OUTSIDE}
            own.change(both, at=max(theirs.updated_at, own.updated_at or theirs.updated_at))
            db.session.delete(theirs)

    @classmethod
    def rows(cls) -> sa.Select[Any]:
        return sa.select(cls.id, cls.version, cls.branch_id, cls.email, cls.sms, cls.whatsapp, cls.updated_at)

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered:
        return {
            "client_id": row.id,
            **{channel: getattr(row, channel) for channel in OUTSIDE},
            "branch_id": row.branch_id,
            "updated_at": row.updated_at,
            "version": row.version,
        }
