"""The schema of the next release comes and goes while this one works."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from cli.apps import service_of
from shared.config import Settings
from shared.migrations import config_of
from tests.e2e.conftest import ROOT
from tests.reliability.product import Running
from tests.reliability.run import House

pytestmark = pytest.mark.servers

NEXT = Path(__file__).with_name("expanding")
TABLES = {"interactions": "interactions", "followups": "follow_ups"}


def test_this_release_works_on_the_schema_of_the_next(full: House) -> None:
    product = full.product
    with full.run("F27 expand, contract") as run:
        run.work(20)
        go("0002", product)
        run.work(20)
        for name in TABLES:
            write_as_the_next_release(product, name)
        run.work(40)
        assert migrate(product) == 0
        with run.outage():
            product.kill_processes("serve", "followups")
        run.work(20)
        kept = {name: kept_of_the_next_release(product, name) for name in TABLES}
        go("0001", product)
        run.work(20)

    assert not run.check().problems
    assert all(whole and not emptied for whole, emptied in kept.values())


def go(revision: str, product: Running) -> None:
    """Bring two databases to a revision of the next release, or back."""
    assert product.database
    settings = Settings(database_url=product.database.url)
    for name, table in TABLES.items():
        with service_of(name, settings) as service:
            config: Config = config_of(service)
            own = config.get_main_option("version_locations")
            config.set_main_option("version_locations", f"{own}{os.pathsep}{NEXT}")
            config.attributes["table"] = table
            (command.upgrade if revision > "0001" else command.downgrade)(config, revision)


def write_as_the_next_release(product: Running, name: str) -> None:
    """Use what only the next release knows, with all that is there."""
    product.databases.execute(
        name,
        f"UPDATE {TABLES[name]} SET told_by_the_next = 'x'",
        f"INSERT INTO of_the_next SELECT id FROM {TABLES[name]} WHERE told_by_the_next IS NOT NULL",
    )


def kept_of_the_next_release(product: Running, name: str) -> tuple[int, int]:
    """How many rows still have what the next release wrote, and how many of this one's changes have emptied it."""
    both = f"FROM {TABLES[name]} JOIN of_the_next USING (id) WHERE told_by_the_next"
    return product.databases.count(name, f"{both} IS NOT NULL"), product.databases.count(name, f"{both} IS NULL")


def migrate(product: Running) -> int:
    """The migration of this release, as a rollback would run it."""
    command = [sys.executable, "-m", "cli", "migrate", "all"]
    return subprocess.run(command, env=product.environment | {"PYTHONPATH": str(ROOT)}, check=False).returncode
