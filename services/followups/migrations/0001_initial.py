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
    create_sales()
    if op.get_context().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        _create_trigrams("follow_ups", "notes_folded")
        _create_trigrams("sales", "folded")
        _create_trigrams("clients", "folded")
    to_be_won = "status = 'active' AND type IN ('lead', 'prospect') AND merged_into IS NULL"
    _create_partial("clients", "to_be_won", ["branch_id", "id"], to_be_won)
    _create_partial("clients", "to_be_won_everywhere", ["id"], to_be_won)


def create_follow_ups() -> None:
    op.create_table(
        "follow_ups",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False, index=True),
        sa.Column("interaction_id", sa.Uuid(), unique=True),
        sa.Column("sale_id", sa.Uuid()),
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
        sa.Column("touched", sa.Boolean(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
    )
    is_open, of_sale = "completed_at IS NULL AND cancelled_at IS NULL", "sale_id IS NOT NULL"
    _create_partial("follow_ups", "open", ["branch_id", "due_on", "id"], is_open)
    _create_partial("follow_ups", "open_everywhere", ["due_on", "id"], is_open)
    _create_partial("follow_ups", "open_of_person", ["assigned_to_id", "due_on", "id"], is_open)
    _create_partial("follow_ups", "open_of_sale", ["sale_id", "due_on"], f"{of_sale} AND {is_open}")
    _create_partial("follow_ups", "of_sale", ["sale_id", "created_at", "id"], of_sale)
    _create_partial("follow_ups", "armed", ["due_on"], "armed")
    _create_partial("follow_ups", "next_reminder_at", ["next_reminder_at"], "next_reminder_at IS NOT NULL")


def create_sales() -> None:
    op.create_table(
        "sale_numbers",
        sa.Column("branch_id", sa.Uuid(), primary_key=True),
        sa.Column("last", sa.Integer(), nullable=False),
    )
    op.create_table(
        "sales",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.BigInteger()),
        sa.Column("currency", sa.String(3)),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("concluded_at", INSTANT),
        sa.Column("concluded_by_id", sa.Uuid()),
        sa.Column("result_details", sa.String(10000)),
        sa.Column("result_at", INSTANT),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.UniqueConstraint("branch_id", "number"),
    )
    op.create_index("ix_sales_newest", "sales", ["branch_id", "opened_on", "id"])
    op.create_index("ix_sales_newest_everywhere", "sales", ["opened_on", "id"])
    op.create_index("ix_sales_of_client", "sales", ["client_id", "opened_on", "id"])
    op.create_index("ix_sales_of_agent", "sales", ["agent_id", "opened_on", "id"])
    _create_partial("sales", "concluded", ["branch_id", "opened_on", "id"], "concluded_at IS NOT NULL")
    _create_partial("sales", "concluded_everywhere", ["opened_on", "id"], "concluded_at IS NOT NULL")
    _create_partial("sales", "in_work", ["branch_id", "id"], "concluded_at IS NULL")
    _create_partial("sales", "in_work_everywhere", ["id"], "concluded_at IS NULL")


def _create_partial(table: str, name: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(f"ix_{table}_{name}", table, columns, postgresql_where=condition, sqlite_where=condition)


def _create_trigrams(table: str, column: str) -> None:
    op.create_index(
        f"ix_{table}_{column}", table, [column], postgresql_using="gin", postgresql_ops={column: "gin_trgm_ops"}
    )


def downgrade() -> None:
    raise NotImplementedError("the first revision has nothing before it")
