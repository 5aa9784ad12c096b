"""The plumbing tables and the read models as the first revision of each service makes them.

Revisions are history: what stands here is what revision 0001 made, whatever the classes say today.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def create_plumbing() -> None:
    op.create_table(
        "outbox",
        sa.Column("seq", SEQUENCE, sa.Identity(), primary_key=True),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.String(60), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sqlite_autoincrement=True,
    )
    if op.get_context().dialect.name == "postgresql":
        # It empties all the time: clean it by count, not by a share of its size.
        op.execute("ALTER TABLE outbox SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000)")
    op.create_table(
        "inbox",
        sa.Column("event_id", sa.Uuid(), primary_key=True),
        sa.Column("received_at", INSTANT, nullable=False, index=True),
    )
    op.create_table(
        "parked",
        sa.Column("event_id", sa.Uuid(), primary_key=True),
        sa.Column("type", sa.String(60), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("retry_at", INSTANT, index=True),
    )
    op.create_table(
        "bus_cursors",
        sa.Column("source", sa.String(40), primary_key=True),
        sa.Column("seq", SEQUENCE, nullable=False),
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("key", sa.String(255), primary_key=True),
        sa.Column("user_id", sa.Uuid(), primary_key=True),
        sa.Column("path", sa.String(400), primary_key=True),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("claim", sa.Uuid(), nullable=False),
        sa.Column("claimed_at", INSTANT, nullable=False, index=True),
        sa.Column("status", sa.Integer()),
        sa.Column("headers", sa.JSON()),
        sa.Column("body", sa.LargeBinary()),
    )
    create_trail()


def create_trail() -> None:
    """The audit trail and the head of its chain."""
    op.create_table(
        "trail",
        sa.Column("at", INSTANT, primary_key=True),
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("actor_id", sa.Uuid(), index=True),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("record_type", sa.String(60), nullable=False),
        sa.Column("record_id", sa.Uuid(), index=True),
        sa.Column("version", sa.Integer()),
        sa.Column("branch_id", sa.Uuid()),
        sa.Column("address", sa.String(45)),
        sa.Column("request_id", sa.String(128), nullable=False),
        sa.Column("position", SEQUENCE, unique=True),
        sa.Column("hash", sa.String(64)),
    )
    unsealed = sa.text("position IS NULL")
    op.create_index("ix_trail_unsealed", "trail", ["at", "id"], sqlite_where=unsealed, postgresql_where=unsealed)
    op.create_table(
        "trail_head",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("position", SEQUENCE, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )


def create_people() -> None:
    """The read models of users and branches."""
    op.create_table(
        "people",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("branch_ids", JSON, nullable=False),
        sa.Column("successor_id", sa.Uuid()),
        sa.Column("handed_over_at", INSTANT),
    )
    op.create_table(
        "branches",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("time_zone", sa.String(60), nullable=False),
        sa.Column("phone_region", sa.String(2), nullable=False),
        sa.Column("pack", sa.String(20), nullable=False),
    )


def create_clients() -> None:
    """The read model of clients."""
    op.create_table(
        "clients",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(401), nullable=False),
        sa.Column("phone", sa.String(20)),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("type", sa.String(20), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False, index=True),
        sa.Column("merged_into", sa.Uuid()),
        sa.Column("erased", sa.Boolean(), nullable=False),
    )


def create_teams() -> None:
    """The read model of teams."""
    op.create_table(
        "teams",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("member_ids", JSON, nullable=False),
    )
