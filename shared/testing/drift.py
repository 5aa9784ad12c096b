"""Whether the revisions of a service make what its models say."""

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from shared.service import Service


def drift(service: Service) -> list[Any]:
    """What Alembic would still change in a migrated database; nothing, where models and revisions agree."""

    def is_meant_for_this_database(thing: Any, *_rest: Any) -> bool:
        # Alembic does not ask an index itself, as creating the tables would.
        return not (service.dialect == "sqlite" and thing.dialect_kwargs.get("postgresql_using") == "gin")

    options = {"compare_type": True, "include_object": is_meant_for_this_database}
    with service.app.app_context(), service.db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, service.tables.outbox.metadata))
