"""Tasks, their types and history, and what this service knows of others."""

from uuid import UUID

import sqlalchemy as sa
from alembic import op

from shared.migrations.plumbing import INSTANT, JSON, create_clients, create_people, create_plumbing, create_teams

revision = "0001"
down_revision = None

# Name, color, minutes, and whether it reminds the client.
TYPES = (
    ("01900000-0000-7000-8000-000000007a01", "Cita", "cita", "#2563eb", 60, True),
    ("01900000-0000-7000-8000-000000007a02", "Llamada", "llamada", "#0d9488", 15, False),
    ("01900000-0000-7000-8000-000000007a03", "Presupuesto", "presupuesto", "#7c3aed", 30, False),
    ("01900000-0000-7000-8000-000000007a04", "Renovación", "renovacion", "#16a34a", 30, False),
    ("01900000-0000-7000-8000-000000007a05", "Rutina", "rutina", "#64748b", 30, False),
    ("01900000-0000-7000-8000-000000007a06", "Objeciones", "objeciones", "#c2410c", 30, False),
    ("01900000-0000-7000-8000-000000007a07", "Otro", "otro", "#475569", 30, False),
)


def upgrade() -> None:
    create_plumbing()
    create_people()
    create_clients()
    create_teams()
    create_task_types()
    create_tasks()
    op.create_table(
        "task_tags",
        sa.Column("task_id", sa.Uuid(), primary_key=True),
        sa.Column("tag_folded", sa.String(120), primary_key=True),
        sa.Column("tag", sa.String(60), nullable=False),
    )
    op.create_index("ix_task_tags_tag_folded_task_id", "task_tags", ["tag_folded", "task_id"])
    op.create_table(
        "overdue_notices",
        sa.Column("task_id", sa.Uuid(), primary_key=True),
        sa.Column("planned", sa.String(40), primary_key=True),
    )
    create_history()
    create_feeds()
    if op.get_context().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        _create_trigrams("tasks", "description_folded")
        _create_trigrams("clients", "folded")


def create_task_types() -> None:
    types = op.create_table(
        "task_types",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("name_folded", sa.String(200), nullable=False, unique=True),
        sa.Column("priority", sa.Boolean(), nullable=False),
        sa.Column("color", sa.String(7), nullable=False),
        sa.Column("default_duration_minutes", sa.Integer(), nullable=False),
        sa.Column("reminds_client", sa.Boolean(), nullable=False),
    )
    op.bulk_insert(
        types,
        [
            {
                "id": UUID(id), "version": 1, "name": name, "name_folded": folded, "priority": False, "color": color,
                "default_duration_minutes": minutes, "reminds_client": reminds_client,
            }
            for id, name, folded, color, minutes, reminds_client in TYPES
        ],
    )  # fmt: skip


def create_tasks() -> None:
    op.create_table(
        "tasks",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid()),
        sa.Column("description", sa.String(10000), nullable=False),
        sa.Column("description_folded", sa.Text(), nullable=False),
        sa.Column("type_id", sa.Uuid(), sa.ForeignKey("task_types.id"), nullable=False, index=True),
        sa.Column("tags", JSON, nullable=False),
        sa.Column("planned_at", INSTANT),
        sa.Column("due_on", sa.Date()),
        sa.Column("duration_minutes", sa.Integer(), nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("operator_id", sa.Uuid()),
        sa.Column("team_id", sa.Uuid()),
        sa.Column("claimed_by_id", sa.Uuid()),
        sa.Column("claimed_at", INSTANT),
        sa.Column("reminders", JSON, nullable=False),
        sa.Column("next_reminder_at", INSTANT),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("outcome", sa.String(10000)),
        sa.Column("closing_note", sa.String(10000)),
        sa.Column("closed_at", INSTANT),
        sa.Column("closed_by_id", sa.Uuid()),
        sa.Column("client_answer", sa.String(20)),
        sa.Column("client_answered_at", INSTANT),
        sa.Column("parent_id", sa.Uuid()),
        sa.Column("root_id", sa.Uuid(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("armed", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_tasks_newest", "tasks", ["created_at", "id"])
    op.create_index("ix_tasks_of_client", "tasks", ["client_id", "created_at", "id"])
    op.create_index("ix_tasks_of_thread", "tasks", ["root_id", "id"])
    op.create_index("ix_tasks_of_operator", "tasks", ["operator_id", "starts_at", "id"])
    op.create_index("ix_tasks_of_branch", "tasks", ["branch_id", "starts_at", "id"])
    op.create_index("ix_tasks_planned", "tasks", ["starts_at", "id"])
    board = ["branch_id", "starts_at", "id", "type_id", "operator_id", "claimed_by_id", "team_id"]
    _create_partial("ix_tasks_open", board, "status = 'planned'")
    _create_partial("ix_tasks_open_everywhere", ["starts_at", "id"], "status = 'planned'")
    _create_partial("ix_tasks_armed", ["ends_at"], "armed")
    _create_partial("ix_tasks_next_reminder_at", ["next_reminder_at"], "next_reminder_at IS NOT NULL")


def _create_trigrams(table: str, column: str) -> None:
    op.create_index(
        f"ix_{table}_{column}", table, [column], postgresql_using="gin", postgresql_ops={column: "gin_trgm_ops"}
    )


def _create_partial(name: str, columns: list[str], where: str) -> None:
    op.create_index(name, "tasks", columns, postgresql_where=sa.text(where), sqlite_where=sa.text(where))


def create_history() -> None:
    op.create_table(
        "history",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid()),
        sa.Column("task_id", sa.Uuid()),
        sa.Column("text", sa.String(10000), nullable=False),
        sa.Column("occurred_at", INSTANT, nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
    )
    op.create_index("ix_history_occurred_at_id", "history", ["occurred_at", "id"])
    op.create_index("ix_history_client_id_occurred_at_id", "history", ["client_id", "occurred_at", "id"])
    op.create_index("ix_history_task_id_occurred_at_id", "history", ["task_id", "occurred_at", "id"])


def create_feeds() -> None:
    op.create_table(
        "agenda_feeds",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("operator_id", sa.Uuid(), nullable=False, index=True),
        sa.Column("created_by_id", sa.Uuid(), nullable=False, index=True),
        sa.Column("secret_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("created_at", INSTANT, nullable=False),
    )


def downgrade() -> None:
    raise NotImplementedError("the first revision has nothing before it")
