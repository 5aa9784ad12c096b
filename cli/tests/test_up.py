"""What `crm up` refuses to start with; starting itself is what the journeys do."""

import os
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def up(cwd: Path, *arguments: str, **variables: str) -> tuple[int, str]:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **variables}
    command = [sys.executable, "-m", "cli", "up", *arguments]
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=20, check=False)
    return done.returncode, done.stdout + done.stderr


def test_a_port_in_use_is_one_clear_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        assert up(tmp_path, "--port", str(port)) == (
            1,
            f"crm up: port {port} is already in use; choose another with --port.\n",
        )


def test_a_broker_without_a_database_is_refused(tmp_path: Path) -> None:
    assert up(tmp_path, CRM_AMQP_URL="amqp://crm:crm@127.0.0.1:1") == (
        2,
        "crm up: set CRM_DATABASE_URL and CRM_AMQP_URL both, or neither of them.\n",
    )


def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("CRM_TIME_ZONE=Marte/Olympus\n")

    assert up(tmp_path) == (2, "crm up: CRM_TIME_ZONE: must be an IANA time zone\n")
