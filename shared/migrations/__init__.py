"""Migrations: each service has its revisions in its own folder; how they run is told once, here."""

from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from psycopg import sql

from shared.revisions import folder_of, known, lacks
from shared.service import Service

_HERE = Path(__file__).parent


def config_of(service: Service) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.set_main_option("version_locations", str(folder_of(service.name)))
    config.set_main_option("path_separator", "os")
    config.attributes["service"] = service
    return config


def migrate(service: Service) -> None:
    """Make the service's database if it is missing, and bring it to the newest revision that this code knows.

    One that is further stays as it is: this code is the release before, and goes on with it or comes back to it.
    """
    if service.settings.database_url is None:
        service.settings.data.mkdir(parents=True, exist_ok=True)
    else:
        _make_database(service.settings.database_url, f"crm_{service.name}")
    if lacks(_revision_of(service), known(service.name)):
        command.upgrade(config_of(service), "head")


def _revision_of(service: Service) -> str | None:
    with service.app.app_context(), service.db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _make_database(server: str, name: str) -> None:
    # A role that may use its own database only is not let into any other, so that one is tried first.
    if _is_there(_address(server, name)):
        return
    with psycopg.connect(_address(server, "postgres"), autocommit=True, connect_timeout=5) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
        if known is None:
            try:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            except psycopg.errors.DuplicateDatabase:
                return


def _is_there(database: str) -> bool:
    """Whether it lets us in. If not, nobody says whether it is missing or something else is wrong."""
    try:
        psycopg.connect(database, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _address(server: str, database: str) -> str:
    parts = urlsplit(server)
    return urlunsplit((parts.scheme, parts.netloc, f"/{database}", parts.query, ""))
