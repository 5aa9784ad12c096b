"""Whether the revisions of a service make what its models say."""

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from shared.service import Service


def drift(service: Service) -> list[Any]:
    """What Alembic would still change in a migrated database; nothing, where models and revisions agree."""
    with service.app.app_context(), service.db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, service.tables.outbox.metadata))
