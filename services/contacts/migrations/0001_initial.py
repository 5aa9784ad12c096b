"""Clients, patients, students, and how they are found."""

import sqlalchemy as sa
from alembic import op

from shared.migrations.plumbing import INSTANT, JSON, create_people, create_plumbing

revision = "0001"
down_revision = None

FOLDED = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")


def upgrade() -> None:
    create_plumbing()
    create_people()
    _create_clients()
    _create_registry(
        "patients",
        sa.Column("birth_date", sa.Date()),
        sa.Column("record_number", sa.String(200)),
    )
    _create_registry(
        "students",
        sa.Column("guardian_name", sa.String(200)),
        sa.Column("enrolments", JSON, nullable=False),
        sa.Column("active_enrolments", sa.Integer(), nullable=False),
    )
    _create_keys()
    _create_index()


def _create_clients() -> None:
    op.create_table(
        "clients",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("first_name", sa.String(200), nullable=False),
        sa.Column("last_name", sa.String(200), nullable=False),
        sa.Column("sort_name", FOLDED, nullable=False),
        sa.Column("email", sa.String(254)),
        sa.Column("phone", sa.String(20)),
        sa.Column("other_phones", JSON, nullable=False),
        sa.Column("other_emails", JSON, nullable=False),
        sa.Column("type", sa.String(20), nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("notes", sa.String(10_000), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("assigned_to_id", sa.Uuid(), index=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Index("ix_clients_created_at_id", "created_at", "id"),
        sa.Index("ix_clients_updated_at_id", "updated_at", "id"),
        sa.Index("ix_clients_sort_name_id", "sort_name", "id"),
        sa.Index("ix_clients_branch_id_type_status", "branch_id", "type", "status"),
    )


def _create_registry(name: str, *own: sa.Column) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("first_name", sa.String(200), nullable=False),
        sa.Column("last_name", sa.String(200), nullable=False),
        sa.Column("sort_name", FOLDED, nullable=False),
        sa.Column("phone", sa.String(20)),
        sa.Column("email", sa.String(254)),
        sa.Column("branch_id", sa.Uuid(), nullable=False, index=True),
        sa.Column("client_id", sa.Uuid(), sa.ForeignKey("clients.id"), unique=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        *own,
        sa.Index(f"ix_{name}_sort_name_id", "sort_name", "id"),
    )


def _create_keys() -> None:
    op.create_table(
        "client_keys",
        sa.Column("client_id", sa.Uuid(), sa.ForeignKey("clients.id"), primary_key=True),
        sa.Column("kind", sa.String(10), primary_key=True),
        sa.Column("value", sa.String(254), primary_key=True),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Index("ix_client_keys_branch_id_kind_value", "branch_id", "kind", "value"),
    )


def _create_index() -> None:
    op.create_table(
        "contact_index",
        sa.Column("contact_id", sa.Uuid(), primary_key=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("client_id", sa.Uuid()),
        sa.Column("branch_id", sa.Uuid(), nullable=False, index=True),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(401), nullable=False),
        sa.Column("sort_name", FOLDED, nullable=False),
        sa.Column("phone", sa.String(20)),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("emails", sa.Text(), nullable=False),
        sa.Index("ix_contact_index_sort_name_contact_id", "sort_name", "contact_id"),
    )
    if op.get_context().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        op.create_index(
            "ix_contact_index_text",
            "contact_index",
            ["text", "emails"],
            postgresql_using="gin",
            postgresql_ops={"text": "gin_trgm_ops", "emails": "gin_trgm_ops"},
        )


def downgrade() -> None:
    tables = (
        "contact_index client_keys students patients clients people branches "
        "idempotency_keys bus_cursors parked inbox outbox"
    )
    for table in tables.split():
        op.drop_table(table)
