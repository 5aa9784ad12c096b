"""Run by Alembic: applies a service's revisions to its own database."""

import sqlalchemy as sa
from alembic import context

service = context.config.attributes["service"]

with service.app.app_context(), service.db.engine.connect() as connection:
    if connection.dialect.name == "postgresql":
        # Two that migrate at once: the second waits, and finds nothing to do.
        connection.execute(sa.text("SELECT pg_advisory_lock(hashtext('crm_migrate'))"))
        connection.commit()
    context.configure(
        connection=connection,
        target_metadata=service.tables.outbox.metadata,
        transaction_per_migration=True,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_unlock(hashtext('crm_migrate'))"))
        connection.commit()
