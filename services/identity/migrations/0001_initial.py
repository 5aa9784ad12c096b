"""The tables of identity."""

import sqlalchemy as sa
from alembic import op

from shared.migrations.plumbing import INSTANT, JSON, create_plumbing

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_plumbing()
    create_house()
    create_sign_in()
    create_views()


def create_house() -> None:
    op.create_table(
        "branches",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("time_zone", sa.String(60), nullable=False),
        sa.Column("phone_region", sa.String(2), nullable=False),
        sa.Column("pack", sa.String(20), nullable=False),
        sa.Column("opening_hours", JSON),
        sa.Column("quiet_hours", JSON),
        sa.Column("holidays", JSON, nullable=False),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(254), nullable=False, unique=True),
        sa.Column("phone", sa.String(20)),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("successor_id", sa.Uuid()),
        sa.Column("handed_over_at", INSTANT),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
    )
    op.create_table(
        "teams",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("branch_id", sa.Uuid(), sa.ForeignKey("branches.id"), nullable=False, index=True),
    )
    op.create_table(
        "employments",
        sa.Column("user_id", sa.Uuid(), sa.ForeignKey("users.id"), primary_key=True),
        sa.Column("branch_id", sa.Uuid(), sa.ForeignKey("branches.id"), primary_key=True, index=True),
        sa.Column("position", sa.Integer(), nullable=False),
    )
    op.create_table(
        "memberships",
        sa.Column("user_id", sa.Uuid(), sa.ForeignKey("users.id"), primary_key=True),
        sa.Column("team_id", sa.Uuid(), sa.ForeignKey("teams.id"), primary_key=True, index=True),
    )


def create_sign_in() -> None:
    op.create_table(
        "signing_keys",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("private_pem", sa.Text(), nullable=False),
        sa.Column("signs_from", INSTANT, nullable=False),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("user_id", sa.Uuid(), sa.ForeignKey("users.id"), nullable=False, index=True),
        sa.Column("started_at", INSTANT, nullable=False),
    )
    op.create_table(
        "refresh_tokens",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column(
            "session_id", sa.Uuid(), sa.ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False, index=True
        ),
        sa.Column("expires_at", INSTANT, nullable=False, index=True),
        sa.Column("spent_at", INSTANT),
        sa.Column("spent_by", sa.String(64)),
    )
    op.create_table(
        "sign_in_failures",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("account", sa.String(64), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("failed_at", INSTANT, nullable=False, index=True),
    )
    for who in ("account", "address"):
        op.create_index(f"ix_sign_in_failures_{who}_failed_at", "sign_in_failures", [who, "failed_at"])


def create_views() -> None:
    op.create_table(
        "saved_views",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), sa.ForeignKey("users.id"), nullable=False),
        sa.Column("branch_id", sa.Uuid(), sa.ForeignKey("branches.id")),
        sa.Column("page", sa.String(20), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("query", sa.String(2000), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.UniqueConstraint("branch_id", "page", "folded"),
    )
    op.create_index(
        "uq_saved_views_own",
        "saved_views",
        ["owner_id", "page", "folded"],
        unique=True,
        postgresql_where=sa.text("branch_id IS NULL"),
        sqlite_where=sa.text("branch_id IS NULL"),
    )


def downgrade() -> None:
    tables = (
        "saved_views sign_in_failures refresh_tokens sessions signing_keys memberships employments teams users "
        "branches trail_head trail idempotency_keys bus_cursors parked inbox outbox"
    )
    for table in tables.split():
        op.drop_table(table)
