"""`crm audit verify`: one line for each service, and exit code 1 where somebody has changed a trail."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from cli.__main__ import main
from cli.apps import create_service
from cli.services import SERVICES
from services.identity.first_start import first_start
from shared import clock
from shared.config import Settings
from shared.migrations import migrate
from shared.sealing import seal_trail
from shared.service import Service


@pytest.fixture
def identity(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Service:
    """A house on SQLite in which the first administrator was made, and the trail sealed."""
    for name in ("CRM_DATABASE_URL", "CRM_AMQP_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CRM_DATA", str(tmp_path))
    settings = Settings(data=tmp_path, admin_password="una contraseña larga")
    services = {name: create_service(name, settings) for name in SERVICES}
    for service in services.values():
        migrate(service)
        with service.app.app_context():
            if service.name == "identity":
                first_start(settings, clock.now())
            seal_trail(clock.now())
            service.db.engine.dispose()
    return services["identity"]


def execute(service: Service, statement: str) -> None:
    with service.app.app_context():
        service.db.session.execute(sa.text(statement))
        service.db.session.commit()
        service.db.engine.dispose()


@pytest.mark.usefixtures("identity")
def test_an_untouched_trail_is_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "verify"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "identity: 2 rows, none changed, removed or added"
    assert [line.partition(":")[0] for line in lines] == list(SERVICES)


def test_rows_that_are_not_sealed_yet_are_counted(identity: Service, capsys: pytest.CaptureFixture[str]) -> None:
    execute(identity, "DELETE FROM trail_head")
    execute(identity, "UPDATE trail SET position = NULL, hash = NULL")

    assert main(["audit", "verify", "--service", "identity"]) == 0
    assert capsys.readouterr().out == "identity: 0 rows, none changed, removed or added, 2 not sealed yet\n"


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE trail SET action = 'UserUpdated' WHERE position = 2", "row 2 was changed"),
        ("DELETE FROM trail WHERE position = 1", "row 1 was removed"),
        ("DELETE FROM trail", "rows 1 to 2 were removed"),
    ],
)
def test_one_line_says_what_is_wrong(
    identity: Service, capsys: pytest.CaptureFixture[str], statement: str, told: str
) -> None:
    execute(identity, statement)

    assert main(["audit", "verify"]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith(f"crm audit: identity: {told}")


def test_a_database_that_cannot_be_read_is_no_good_sign(
    identity: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    execute(identity, "DROP TABLE trail_head")

    assert main(["audit", "verify", "--service", "identity"]) == 1
    assert capsys.readouterr().err == "crm audit: identity: the database cannot be read: OperationalError\n"
