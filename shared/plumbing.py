"""The tables that carry events and requests safely; each service has its own set in its own database."""

from dataclasses import dataclass

import sqlalchemy as sa

from shared.db import Instant

_Sequence = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


@dataclass(frozen=True)
class Plumbing:
    """The plumbing tables of one service."""

    outbox: sa.Table
    inbox: sa.Table
    parked: sa.Table
    cursors: sa.Table
    idempotency: sa.Table
    trail: sa.Table
    trail_head: sa.Table


def plumbing(metadata: sa.MetaData) -> Plumbing:
    """Declare the plumbing tables in a service's metadata."""
    return Plumbing(
        outbox=sa.Table(
            "outbox",
            metadata,
            # An integer gives the order of the commits per aggregate; ids of events do not.
            sa.Column("seq", _Sequence, sa.Identity(), primary_key=True),
            sa.Column("event_id", sa.Uuid(), nullable=False),
            sa.Column("type", sa.String(60), nullable=False),
            sa.Column("body", sa.LargeBinary(), nullable=False),
            sqlite_autoincrement=True,
        ),
        inbox=sa.Table(
            "inbox",
            metadata,
            sa.Column("event_id", sa.Uuid(), primary_key=True),
            sa.Column("received_at", Instant(), nullable=False, index=True),
        ),
        parked=sa.Table(
            "parked",
            metadata,
            sa.Column("event_id", sa.Uuid(), primary_key=True),
            sa.Column("type", sa.String(60), nullable=False),
            sa.Column("body", sa.LargeBinary(), nullable=False),
            sa.Column("attempts", sa.Integer(), nullable=False),
            sa.Column("error", sa.Text(), nullable=False),
            # Empty once the attempts are used up: then somebody has to look at it.
            sa.Column("retry_at", Instant(), index=True),
        ),
        cursors=sa.Table(
            "bus_cursors",
            metadata,
            sa.Column("source", sa.String(40), primary_key=True),
            sa.Column("seq", _Sequence, nullable=False),
        ),
        idempotency=sa.Table(
            "idempotency_keys",
            metadata,
            sa.Column("key", sa.String(255), primary_key=True),
            sa.Column("user_id", sa.Uuid(), primary_key=True),
            sa.Column("path", sa.String(400), primary_key=True),
            sa.Column("fingerprint", sa.String(64), nullable=False),
            sa.Column("claim", sa.Uuid(), nullable=False),
            sa.Column("claimed_at", Instant(), nullable=False, index=True),
            sa.Column("status", sa.Integer()),
            sa.Column("headers", sa.JSON()),
            sa.Column("body", sa.LargeBinary()),
        ),
        trail=_trail(metadata),
        trail_head=sa.Table(
            "trail_head",
            metadata,
            sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
            sa.Column("position", _Sequence, nullable=False),
            sa.Column("hash", sa.String(64), nullable=False),
        ),
    )


def _trail(metadata: sa.MetaData) -> sa.Table:
    unsealed = sa.text("position IS NULL")
    return sa.Table(
        "trail",
        metadata,
        sa.Column("at", Instant(), primary_key=True),
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("actor_id", sa.Uuid(), index=True),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("record_type", sa.String(60), nullable=False),
        sa.Column("record_id", sa.Uuid(), index=True),
        sa.Column("version", sa.Integer()),
        sa.Column("branch_id", sa.Uuid()),
        sa.Column("address", sa.String(45)),
        sa.Column("request_id", sa.String(128), nullable=False),
        # Both are empty until the row is sealed.
        sa.Column("position", _Sequence, unique=True),
        sa.Column("hash", sa.String(64)),
        sa.Index("ix_trail_unsealed", "at", "id", sqlite_where=unsealed, postgresql_where=unsealed),
    )
