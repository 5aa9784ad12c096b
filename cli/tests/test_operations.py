"""The commands that the images run: migrate, work, announce, parked."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from cli import announce, parked
from cli.__main__ import main
from cli.apps import service_of
from shared import health
from shared.bus import local
from shared.bus.broker import connected
from shared.bus.local import LocalBus
from shared.bus.tests import counters
from shared.config import Settings
from shared.events import CATALOGUE, unseal
from shared.ports import free_port
from shared.service import Service
from shared.testing.servers import Server
from shared.testing.waiting import until

NOWHERE = "127.0.0.1:1"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The embedded mode in an empty folder."""
    for name in ("CRM_DATABASE_URL", "CRM_AMQP_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CRM_DATA", str(tmp_path))
    return tmp_path


@pytest.fixture
def service(data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """A small service on SQLite, in the place of whichever the command names."""
    for name, kind in counters.KINDS.items():
        monkeypatch.setitem(CATALOGUE, name, kind)
    service: Service = counters.create_app(Settings(data=data)).extensions["crm"]
    counters.make_tables(service)
    for command in (announce, parked):
        monkeypatch.setattr(command, "service_of", lambda *_: nullcontext(service))
    yield service
    with service.app.app_context():
        service.db.engine.dispose()


def test_migrate_makes_the_tables_and_may_come_twice(data: Path):
    assert main(["migrate", "followups"]) == 0
    assert main(["migrate", "followups"]) == 0
    assert (data / "followups.sqlite3").exists()


def test_a_database_that_the_next_release_has_added_to_is_left_alone_and_is_ready(data: Path):
    main(["migrate", "followups"])

    put_at(data / "followups.sqlite3", "0002")

    assert main(["migrate", "followups"]) == 0
    assert readiness(data) == (200, {"database": "ok"})


def test_a_database_that_lacks_something_is_not_ready(data: Path, monkeypatch: pytest.MonkeyPatch):
    main(["migrate", "followups"])
    monkeypatch.setattr(health, "known", lambda _: ["0001", "0002"])

    assert readiness(data) == (503, {"database": "at revision 0001, not 0002"})


def test_a_database_that_was_never_migrated_is_not_ready(data: Path):
    assert readiness(data) == (503, {"database": "OperationalError"})


def put_at(path: Path, revision: str) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = ?", (revision,))


def readiness(data: Path) -> tuple[int, Any]:
    with service_of("followups", Settings(data=data)) as service:
        answer = service.app.test_client().get("/readyz")
    return answer.status_code, answer.get_json()["checks"]


@pytest.mark.servers
def test_migrate_declares_the_queues_where_there_is_a_broker(
    postgresql: Server, rabbitmq: Server, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("CRM_DATABASE_URL", postgresql.url)
    monkeypatch.setenv("CRM_AMQP_URL", rabbitmq.url)

    assert main(["migrate", "followups"]) == 0

    with connected(rabbitmq.url) as connection:
        for name in ("followups.events", "followups.events.parked"):
            assert connection.channel().queue_declare(name, passive=True).queue == name


def test_migrate_says_in_one_line_that_the_database_is_away(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("CRM_DATABASE_URL", f"postgresql://nobody:secret@{NOWHERE}")

    assert main(["migrate", "followups"]) == 1

    said = capsys.readouterr().err
    assert said.startswith("crm migrate followups: the database cannot be used: ")
    assert said.count("\n") == 1
    assert "secret" not in said


def test_migrate_says_in_one_line_that_the_broker_is_away(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("CRM_AMQP_URL", f"amqp://nobody:secret@{NOWHERE}")

    assert main(["migrate", "followups"]) == 1

    said = capsys.readouterr().err
    assert said.startswith("crm migrate followups: the broker cannot be used: ")
    assert said.count("\n") == 1


def test_a_wrong_setting_is_named(data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setenv("CRM_SWEEP_SECONDS", "soon")
    with pytest.raises(SystemExit) as ended:
        main(["migrate", "followups"])
    assert ended.value.code == 2
    assert "CRM_SWEEP_SECONDS" in capsys.readouterr().err


def test_work_needs_both_servers(data: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["work", "followups"]) == 2
    assert "CRM_AMQP_URL" in capsys.readouterr().err


@pytest.mark.servers
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_work_works_until_it_is_told_to_stop(postgresql: Server, rabbitmq: Server, number: int):
    port = free_port()
    urls = {"CRM_DATABASE_URL": postgresql.url, "CRM_AMQP_URL": rabbitmq.url, "CRM_HEALTH_PORT": str(port)}
    environment = {**os.environ, **urls, "PYTHONPATH": "."}
    command = [sys.executable, "-m", "cli"]
    subprocess.run([*command, "migrate", "followups"], env=environment, check=True)
    process = subprocess.Popen([*command, "work", "followups"], env=environment)
    try:
        with connected(rabbitmq.url) as connection:
            channel = connection.channel()
            until(lambda: channel.queue_declare("followups.events", passive=True).consumer_count, seconds=30)
        process.send_signal(number)
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.wait()


def test_announce_publishes_everything_again_without_changing_it(service: Service, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(announce, "CHUNK", 2)
    ids = counters.move(service, counters=5, times=3)
    before = counters.pending(service)

    assert announce.announce(service, counters.Counter, "CounterMoved") == 5

    with service.app.app_context():
        outbox = service.tables.outbox
        bodies = service.db.session.scalars(sa.select(outbox.c.body).order_by(outbox.c.seq)).all()[before:]
    events = [unseal(body) for body in bodies]
    assert [event.subject for event in events] == sorted(ids)
    assert all(event.announced and event.sequence == 3 and event.data["value"] == 3 for event in events)


def test_announce_says_how_many_there_were(service: Service, capsys: pytest.CaptureFixture[str]):
    service.announces = ((counters.Counter, "CounterMoved"),)
    counters.move(service, counters=2)
    assert main(["announce", "followups"]) == 0
    assert capsys.readouterr().out == "CounterMoved: 2\n"


def test_parked_events_are_listed_and_replayed(
    service: Service, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(local, "ATTEMPTS", 1)
    counters.break_handler(service)
    (broke,) = counters.move(service, counters=1, kind="CounterBroke")
    bus = LocalBus([service])
    bus.start()
    until(bus.idle)
    capsys.readouterr()

    assert main(["parked", "list", "--service", "followups"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert "CounterBroke" in line
    assert "1 attempts  ValueError in fail_while_broken" in line
    assert str(broke) not in line  # the error's own words are not shown

    counters.mend_handler(service)
    assert main(["parked", "replay", "--service", "followups"]) == 0
    assert capsys.readouterr().out == "followups: 1 replayed\n"
    until(lambda: counters.heard(service) == [(broke, 1)])
    bus.stop()


def test_parked_says_in_one_line_that_the_broker_is_away(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("CRM_AMQP_URL", f"amqp://nobody:secret@{NOWHERE}")
    assert main(["parked", "list"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("crm parked: the broker cannot be used: ")
    assert said.count("\n") == 1
