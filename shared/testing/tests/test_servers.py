"""The servers that tests get."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from kombu import Connection

from shared.testing import private, servers
from shared.testing.kinds import POSTGRESQL, ServerError
from shared.testing.processes import is_alive
from shared.testing.waiting import until

ROOT = Path(__file__).parents[3]


@pytest.fixture
def programs() -> Path:
    found = private.find_postgresql()
    if found is None:
        pytest.skip("this machine has no PostgreSQL programs")
    return found


def test_a_private_postgresql_keeps_its_data_when_it_is_killed(programs: Path) -> None:
    server = private.start_postgresql(programs)
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'Ana' AS name")
        server.kill()
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT name FROM kept")

    server.start()

    with psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT name FROM kept").fetchone() == ("Ana",)
    server.stop()


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks at the processes of Linux")
def test_a_private_server_ends_with_the_process_that_started_it(programs: Path) -> None:
    code = "from shared.testing import private as p; s = p.start_postgresql(p.find_postgresql()); "
    code += "print(s._running.pid, s._log.parent, flush=True); input()"
    owner = subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with owner:
        assert owner.stdout
        pid, folder = owner.stdout.readline().split()
        assert is_alive(int(pid))

        owner.kill()

        until(lambda: not is_alive(int(pid)) and not Path(folder).exists())


def test_rabbitmq_carries_a_message(rabbitmq: servers.Server) -> None:
    with Connection(rabbitmq.url) as connection, connection.SimpleQueue("crm.test") as queue:
        queue.put({"name": "Ana"})

        message = queue.get(timeout=5)

        assert message.payload == {"name": "Ana"}
        message.ack()


def test_postgresql_lets_its_user_make_databases(postgresql: servers.Server) -> None:
    with psycopg.connect(postgresql.url, dbname="postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE crm_test_servers")
        connection.execute("DROP DATABASE crm_test_servers")


def test_a_given_server_is_used_and_not_ended(postgresql: servers.Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(POSTGRESQL.variable, postgresql.url)

    given = servers.postgresql()

    assert (given.url, given.origin, given.version) == (
        postgresql.url,
        POSTGRESQL.variable,
        postgresql.version,
    )
    with pytest.raises(ServerError):
        given.kill()
    given.stop()
    psycopg.connect(postgresql.url, dbname="postgres").close()


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(POSTGRESQL.variable, raising=False)
    monkeypatch.setattr(servers, "_in_container", lambda _: None)
    monkeypatch.setattr(private, "find_postgresql", lambda: None)
    monkeypatch.setattr(servers.packages, "can_install", lambda: False)

    with pytest.raises(ServerError, match=r"need PostgreSQL.*CRM_TEST_DATABASE_URL.*install postgresql"):
        servers.postgresql()
