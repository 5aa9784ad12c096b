"""Follow-ups, and what this service knows of others."""

import sqlalchemy as sa
from alembic import op

from shared.migrations.plumbing import INSTANT, JSON, create_clients, create_people, create_plumbing

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_plumbing()
    create_people()
    create_clients()
    op.create_table(
        "interactions",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("method", sa.String(20), nullable=False),
        sa.Column("occurred_at", INSTANT, nullable=False),
        sa.Column("notes", sa.String(10000), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_interactions_client_id", "interactions", ["client_id", "occurred_at", "id"])
    op.create_table(
        "overdue_notices",
        sa.Column("follow_up_id", sa.Uuid(), primary_key=True),
        sa.Column("due_on", sa.Date(), primary_key=True),
    )
    create_follow_ups()


def create_follow_ups() -> None:
    op.create_table(
        "follow_ups",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False, index=True),
        sa.Column("interaction_id", sa.Uuid(), unique=True),
        sa.Column("sale_id", sa.Uuid(), index=True),
        sa.Column("previous_id", sa.Uuid(), index=True),
        sa.Column("notes", sa.String(10000), nullable=False),
        sa.Column("notes_folded", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_time", sa.String(5)),
        sa.Column("original_due_on", sa.Date(), nullable=False),
        sa.Column("postponements", JSON, nullable=False),
        sa.Column("reminders", JSON, nullable=False),
        sa.Column("next_reminder_at", INSTANT),
        sa.Column("assigned_to_id", sa.Uuid()),
        sa.Column("claimed_by_id", sa.Uuid()),
        sa.Column("claim_expires_at", INSTANT),
        sa.Column("result_details", sa.String(10000)),
        sa.Column("result_at", INSTANT),
        sa.Column("result_by_id", sa.Uuid()),
        sa.Column("completed_at", INSTANT),
        sa.Column("completed_by_id", sa.Uuid()),
        sa.Column("cancelled_at", INSTANT),
        sa.Column("cancelled_by_id", sa.Uuid()),
        sa.Column("armed", sa.Boolean(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
    )
    is_open = "completed_at IS NULL AND cancelled_at IS NULL"
    _create_partial("ix_follow_ups_open", ["branch_id", "due_on", "id"], is_open)
    _create_partial("ix_follow_ups_open_everywhere", ["due_on", "id"], is_open)
    _create_partial("ix_follow_ups_open_of_person", ["assigned_to_id", "due_on", "id"], is_open)
    _create_partial("ix_follow_ups_armed", ["due_on"], "armed")
    _create_partial("ix_follow_ups_next_reminder_at", ["next_reminder_at"], "next_reminder_at IS NOT NULL")


def _create_partial(name: str, columns: list[str], where: str) -> None:
    op.create_index(name, "follow_ups", columns, postgresql_where=sa.text(where), sqlite_where=sa.text(where))


def downgrade() -> None:
    raise NotImplementedError("the first revision has nothing before it")
