"""The time of day at which somebody wants to be contacted again."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("interactions", sa.Column("follow_up_time", sa.String(5)))


def downgrade() -> None:
    op.drop_column("interactions", "follow_up_time")
