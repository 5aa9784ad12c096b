"""What the next release might add: a column that may be empty, a table, an index."""

import sqlalchemy as sa
from alembic import context, op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    table = context.config.attributes["table"]
    op.add_column(table, sa.Column("told_by_the_next", sa.String(20)))
    op.add_column("outbox", sa.Column("told_by_the_next", sa.String(20)))
    op.create_table(
        "of_the_next", sa.Column("id", sa.Uuid(), sa.ForeignKey(f"{table}.id", ondelete="CASCADE"), primary_key=True)
    )
    op.create_index(f"ix_{table}_told_by_the_next", table, ["told_by_the_next"])


def downgrade() -> None:
    table = context.config.attributes["table"]
    op.drop_table("of_the_next")
    op.drop_column(table, "told_by_the_next")
    op.drop_column("outbox", "told_by_the_next")
