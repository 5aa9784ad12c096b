"""Interactions, and what this service knows of others."""

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
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("method", sa.String(20), nullable=False),
        sa.Column("direction", sa.String(20), nullable=False),
        sa.Column("occurred_at", INSTANT, nullable=False),
        sa.Column("day_only", sa.Boolean(), nullable=False),
        sa.Column("follow_up_on", sa.Date()),
        sa.Column("follow_up_time", sa.String(5)),
        sa.Column("follow_up_assigned_to_id", sa.Uuid()),
        sa.Column("follow_up_days", JSON, nullable=False),
        sa.Column("revisions", JSON, nullable=False),
        sa.Column("sale_id", sa.Uuid()),
        sa.Column("completes_follow_up_id", sa.Uuid()),
        sa.Column("completion_notes", sa.String(10000)),
        sa.Column("notes", sa.String(10000), nullable=False),
        sa.Column("notes_folded", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid()),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
    )
    op.create_index("ix_interactions_newest", "interactions", ["branch_id", "occurred_at", "id"])
    op.create_index("ix_interactions_newest_everywhere", "interactions", ["occurred_at", "id"])
    op.create_index("ix_interactions_of_client", "interactions", ["client_id", "occurred_at", "id"])
    if op.get_context().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        _create_trigrams("interactions", "notes_folded")
        _create_trigrams("clients", "folded")


def _create_trigrams(table: str, column: str) -> None:
    op.create_index(
        f"ix_{table}_{column}", table, [column], postgresql_using="gin", postgresql_ops={column: "gin_trgm_ops"}
    )


def downgrade() -> None:
    raise NotImplementedError("the first revision has nothing before it")
