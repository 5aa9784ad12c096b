"""Clients, patients, students, how they are found, tags, and imports."""

import sqlalchemy as sa
from alembic import op

from shared.migrations.plumbing import INSTANT, JSON, create_people, create_plumbing

revision = "0001"
down_revision = None

LISTED = sa.text("merged_into_id IS NULL AND erased_at IS NULL")
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
    _create_tags()
    _create_imports()


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
        sa.Column("merged_into_id", sa.Uuid(), sa.ForeignKey("clients.id"), index=True),
        sa.Column("erased_at", INSTANT),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Index("ix_clients_created_at_id", "created_at", "id"),
        sa.Index("ix_clients_updated_at_id", "updated_at", "id"),
        sa.Index("ix_clients_sort_name_id", "sort_name", "id"),
        sa.Index(
            "ix_clients_branch_id_type_status",
            "branch_id",
            "type",
            "status",
            postgresql_where=LISTED,
            sqlite_where=LISTED,
        ),
        sa.Index(
            "ix_clients_branch_id_created_at_id",
            "branch_id",
            "created_at",
            "id",
            postgresql_where=LISTED,
            sqlite_where=LISTED,
        ),
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
        sa.Column("erased_at", INSTANT),
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
    op.create_table(
        "name_keys",
        sa.Column("client_id", sa.Uuid(), sa.ForeignKey("clients.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("key", sa.String(8), primary_key=True),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Index("ix_name_keys_branch_id_key_client_id", "branch_id", "key", "client_id"),
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


def _create_tags() -> None:
    op.create_table(
        "tags",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("folded", FOLDED, nullable=False, unique=True),
        sa.Column("color", sa.String(7), nullable=False),
    )
    op.create_table(
        "client_tags",
        sa.Column("client_id", sa.Uuid(), sa.ForeignKey("clients.id"), primary_key=True),
        sa.Column("tag_id", sa.Uuid(), sa.ForeignKey("tags.id"), primary_key=True),
        sa.Index("ix_client_tags_tag_id_client_id", "tag_id", "client_id"),
    )


def _create_imports() -> None:
    counts = ("total", "new", "updates", "duplicates", "errors", "done", "kept", "position", "failures")
    op.create_table(
        "imports",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False, index=True),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("acting_id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("mapping", JSON, nullable=False),
        sa.Column("columns", JSON, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(400)),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in counts),
        sa.Column("holder", sa.Uuid()),
        sa.Column("held_until", INSTANT),
        sa.Column("rows_forgotten", sa.Boolean(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("applied_at", INSTANT),
        sa.Index("ix_imports_created_at_id", "created_at", "id"),
        sa.Index("ix_imports_status_held_until", "status", "held_until"),
    )
    op.create_table(
        "import_parts",
        sa.Column("import_id", sa.Uuid(), sa.ForeignKey("imports.id"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "import_keys",
        sa.Column("import_id", sa.Uuid(), sa.ForeignKey("imports.id"), primary_key=True),
        sa.Column("kind", sa.String(10), primary_key=True),
        sa.Column("value", sa.String(254), primary_key=True),
        sa.Column("number", sa.Integer(), nullable=False),
    )
    op.create_table(
        "import_rows",
        sa.Column("import_id", sa.Uuid(), sa.ForeignKey("imports.id"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("messages", JSON, nullable=False),
        sa.Column("values", JSON, nullable=False),
        sa.Column("changes", JSON, nullable=False),
        sa.Column("client_id", sa.Uuid(), index=True),
        sa.Column("client_version", sa.Integer()),
        sa.Column("touched", sa.Boolean(), nullable=False),
    )


def downgrade() -> None:
    tables = (
        "import_rows import_keys import_parts imports client_tags tags contact_index name_keys client_keys students "
        "patients clients people branches trail_head trail idempotency_keys bus_cursors parked inbox outbox"
    )
    for table in tables.split():
        op.drop_table(table)
