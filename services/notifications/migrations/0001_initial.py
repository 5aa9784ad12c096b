"""The first tables: plumbing, read models, deliveries."""

import sqlalchemy as sa
from alembic import op

from shared.migrations.plumbing import INSTANT, JSON, create_clients, create_people, create_plumbing, create_teams

revision = "0001"
down_revision = None

WAITS = sa.text("next_attempt_at IS NOT NULL")
HAS_ID = sa.text("provider_id IS NOT NULL")


def upgrade() -> None:
    create_plumbing()
    create_people()
    create_clients()
    create_teams()
    op.add_column("people", sa.Column("email", sa.String(254)))
    op.add_column("people", sa.Column("phone", sa.String(20)))
    op.add_column("branches", sa.Column("quiet_hours", JSON))
    op.add_column("branches", sa.Column("holidays", JSON, nullable=False, server_default="[]"))
    op.add_column("clients", sa.Column("email", sa.String(254)))
    op.create_table(
        "records",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(20), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("due", sa.String(40), nullable=False),
        sa.Column("day", sa.Date()),
        sa.Column("person_id", sa.Uuid()),
        sa.Column("free", sa.Boolean(), nullable=False),
        sa.Column("reminds_id", sa.Uuid()),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
    )
    op.create_index("ix_records_person_id", "records", ["person_id", "open", "day"])
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(120), nullable=False),
        sa.Column("rule", sa.String(40)),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("provider", sa.String(40), nullable=False),
        sa.Column("recipient_type", sa.String(10), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(254)),
        sa.Column("template", sa.String(60), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("whatsapp_name", sa.String(512)),
        sa.Column("parameters", JSON, nullable=False),
        sa.Column("fallbacks", JSON, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("next_attempt_at", INSTANT),
        sa.Column("handed_over_at", INSTANT),
        sa.Column("expires_at", INSTANT),
        sa.Column("error", sa.String(60)),
        sa.Column("provider_id", sa.String(200)),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("record_type", sa.String(20), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("due", sa.String(40), nullable=False),
        sa.Column("while_with_id", sa.Uuid()),
        sa.Column("while_free", sa.Boolean(), nullable=False),
        sa.Column("client_id", sa.Uuid()),
        sa.Column("client_name", sa.String(401)),
        sa.Column("client_phone", sa.String(20)),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("sent_at", INSTANT),
        sa.Column("read_at", INSTANT),
        sa.Column("traceparent", sa.String(55)),
        sa.UniqueConstraint("occasion", "recipient_id", "channel"),
    )
    op.create_index(
        "ix_deliveries_waiting",
        "deliveries",
        ["channel", "branch_id", "next_attempt_at"],
        sqlite_where=WAITS,
        postgresql_where=WAITS,
    )
    op.create_index(
        "ix_deliveries_provider_id",
        "deliveries",
        ["provider_id"],
        sqlite_where=HAS_ID,
        postgresql_where=HAS_ID,
    )
    op.create_index("ix_deliveries_created_at", "deliveries", ["created_at", "id"])
    op.create_index("ix_deliveries_recipient_id", "deliveries", ["recipient_id", "channel", "due_at", "id"])
    op.create_index("ix_deliveries_client_id", "deliveries", ["client_id", "created_at", "id"])
    op.create_index("ix_deliveries_record_id", "deliveries", ["record_id"])
    op.create_table(
        "hands",
        sa.Column("task_id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("person_id", sa.Uuid()),
        sa.Column("by_id", sa.Uuid()),
    )
    create_sending()
    create_rules()
    create_wishes()


def create_sending() -> None:
    """How fast may be sent, and what comes in."""
    op.create_table(
        "paces",
        sa.Column("key", sa.String(80), primary_key=True),
        sa.Column("free_at", INSTANT, nullable=False),
    )
    op.create_index("ix_paces_free_at", "paces", ["free_at"])
    op.create_table(
        "incoming",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(40), nullable=False),
        sa.Column("provider_id", sa.String(200), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("address", sa.String(254)),
        sa.Column("profile_name", sa.String(200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", INSTANT, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("client_id", sa.Uuid()),
        sa.Column("branch_id", sa.Uuid()),
        sa.Column("answers_type", sa.String(20)),
        sa.Column("answers_id", sa.Uuid()),
        sa.Column("intent", sa.String(20)),
        sa.Column("consent", sa.String(20)),
        sa.Column("interaction_id", sa.Uuid()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", INSTANT),
        sa.Column("error", sa.String(60)),
        sa.UniqueConstraint("provider", "provider_id"),
    )
    op.create_index(
        "ix_incoming_next_attempt_at",
        "incoming",
        ["next_attempt_at"],
        sqlite_where=WAITS,
        postgresql_where=WAITS,
    )
    op.create_index("ix_incoming_client_id", "incoming", ["client_id"])
    op.create_index("ix_incoming_received_at", "incoming", ["received_at", "id"])
    op.create_index("ix_clients_phone", "clients", ["phone"])


def create_rules() -> None:
    op.create_table(
        "rulebooks",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rules", JSON, nullable=False),
        sa.Column("quiet_hours", JSON),
        sa.Column("holidays", JSON, nullable=False),
    )
    op.create_table(
        "templates",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("whatsapp_name", sa.String(512), nullable=False),
        sa.UniqueConstraint("branch_id", "language", "name"),
    )


def create_wishes() -> None:
    """How people want to be told: those of the house, and clients."""
    op.create_table(
        "preferences",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("channels", JSON, nullable=False),
        sa.Column("quiet_hours", JSON),
        sa.Column("digest_at", sa.String(5)),
        sa.Column("language", sa.String(10), nullable=False),
    )
    op.create_table(
        "consents",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(10), nullable=False),
        sa.Column("sms", sa.String(10), nullable=False),
        sa.Column("whatsapp", sa.String(10), nullable=False),
        sa.Column("updated_at", INSTANT),
    )


def downgrade() -> None:
    raise NotImplementedError("the first revision has nothing before it")
