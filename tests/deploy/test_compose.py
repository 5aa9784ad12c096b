"""The product in containers: the journeys, who reaches what, what heals, and what grows."""

import secrets
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from cli.client import Person
from cli.services import SERVICES
from shared.testing.engine import ROOT, clean_environment, docker, inspected
from shared.testing.waiting import until
from tests.deploy.conftest import Stack

MEGABYTE = 1_000_000
BASE = "python:3.13-slim"
HEALED_WITHIN = 120.0


def admin(stack: Stack) -> Person:
    return Person(stack.url, stack.secrets["CRM_ADMIN_EMAIL"], stack.secrets["CRM_ADMIN_PASSWORD"])


def test_the_tour_sees_every_step_happen(stack: Stack) -> None:
    own = {name: stack.secrets[name] for name in ("CRM_ADMIN_EMAIL", "CRM_ADMIN_PASSWORD")}
    command = [sys.executable, "-m", "cli", "tour", "--full", "--url", stack.url]
    tour = subprocess.run(command, cwd=ROOT, env=clean_environment() | own, capture_output=True, text=True)

    assert tour.returncode == 0, tour.stdout + tour.stderr
    assert "El día está completo." in tour.stdout


def test_only_the_gateway_is_reached_and_from_this_machine_only(stack: Stack) -> None:
    published = {
        (each["Config"]["Labels"]["com.docker.compose.service"], binding["HostIp"], binding["HostPort"])
        for each in stack.containers()
        for bindings in each["NetworkSettings"]["Ports"].values()
        for binding in bindings or ()
    }

    assert published == {("gateway", "127.0.0.1", str(stack.port))}


def test_no_process_of_ours_is_root_writes_to_its_image_or_has_a_capability(stack: Stack) -> None:
    ours = [each for each in stack.containers() if each["Config"]["Image"].startswith("al-dia/")]

    assert len(ours) == 2 + 2 * len(SERVICES) + 1  # gateway, stream, web and worker of each, senders
    for each in ours:
        assert each["Config"]["User"] == "10001:10001"
        assert each["HostConfig"]["ReadonlyRootfs"]
        assert each["HostConfig"]["CapDrop"] == ["ALL"]
        assert not each["HostConfig"]["CapAdd"]
        assert each["HostConfig"]["SecurityOpt"] == ["no-new-privileges:true"]
    with pytest.raises(AssertionError, match="Read-only file system"):
        stack.asks("followups", "touch", "/app/written")


@pytest.mark.parametrize("name", SERVICES)
def test_an_image_holds_the_code_of_its_service_only_and_is_small(stack: Stack, name: str) -> None:
    found = stack.asks(name, "python", "-c", "import os; print(*os.listdir('/app'), *os.listdir('/app/services'))")

    assert set(found.split()) - {"__pycache__", "__init__.py"} == {"cli", "deploy", "services", "shared", name}
    image, base = inspected(f"al-dia/{name}", BASE)
    assert image["Size"] - base["Size"] <= 200 * MEGABYTE


def test_a_role_reaches_its_own_database_and_no_other(stack: Stack) -> None:
    password = stack.secrets["CRM_FOLLOWUPS_PASSWORD"]

    def connect(database: str) -> str:
        url = f"postgresql://crm_followups:{password}@postgres/{database}"
        return stack.asks("postgres", "psql", "--tuples-only", "--command=SELECT current_user", url)

    assert connect("crm_followups").strip() == "crm_followups"
    for database in (*(f"crm_{name}" for name in SERVICES if name != "followups"), "postgres", "template1"):
        with pytest.raises(AssertionError, match="does not have CONNECT privilege"):
            connect(database)


def test_a_user_of_the_broker_reads_and_publishes_only_what_is_its_service_s(stack: Stack) -> None:
    probe = Path(__file__).with_name("amqp_probe.py").read_text(encoding="utf-8")

    assert stack.asks("followups-work", "python", "-c", probe).splitlines() == [
        "read its own done",
        "publish its own done",
        "read another's refused",
        "purge another's refused",
        "publish another's refused",
        "delete the exchange refused",
    ]


def test_a_new_password_of_a_service_is_the_only_one_that_is_good(stack: Stack) -> None:
    before = stack.secrets["CRM_FOLLOWUPS_PASSWORD"]
    stack.change("CRM_FOLLOWUPS_PASSWORD", secrets.token_urlsafe(24))
    assert stack.secrets["CRM_FOLLOWUPS_PASSWORD"] != before
    stack.compose("up", "--detach")

    until(lambda: stack.is_healthy(), seconds=HEALED_WITHIN)
    assert admin(stack).get("panel")["degraded"] == []
    probe = Path(__file__).with_name("password_probe.py").read_text(encoding="utf-8")
    for password, said in ((before, "refuses"), (stack.secrets["CRM_FOLLOWUPS_PASSWORD"], "takes it")):
        told = stack.asks("followups-work", "python", "-c", probe, password).splitlines()
        assert told == [f"PostgreSQL {said}", f"RabbitMQ {said}"]


def test_a_process_that_is_killed_comes_back_whichever_it_is(stack: Stack) -> None:
    until(lambda: stack.is_healthy(), seconds=HEALED_WITHIN)
    before = {each["Id"]: each for each in stack.containers()}
    assert len(before) == len(stack.names())
    kill(*(each["State"]["Pid"] for each in before.values()))

    until(lambda: all(each["RestartCount"] > before[each["Id"]]["RestartCount"] for each in stack.containers()), 60)
    until(lambda: stack.is_healthy(), seconds=HEALED_WITHIN)
    assert admin(stack).get("panel")["degraded"] == []


def kill(*pids: int) -> None:
    """As the machine would: what `docker kill` ends is not started again."""
    code = f"import os; [os.kill(pid, 9) for pid in {list(pids)}]"
    docker("run", "--rm", "--pid=host", "--cap-add=KILL", "--entrypoint=python", BASE, "-c", code)


def test_replicas_share_the_work(stack: Stack) -> None:
    stack.compose("up", "--detach", "--scale=followups-work=3", "--scale=interactions=2")
    until(lambda: stack.is_healthy("followups-work", "interactions", "gateway"), seconds=HEALED_WITHIN)
    person = admin(stack)

    def ask() -> None:
        for _ in range(30):
            person.get("interactions")

    threads = [Thread(target=ask) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert len(stack.containers("followups-work")) == 3
    assert all(answered(stack, index) > 0 for index in (1, 2))


def answered(stack: Stack, index: int) -> float:
    """How often a replica of interactions has answered its list."""
    code = "import urllib.request as r; print(r.urlopen('http://127.0.0.1:8000/metrics').read().decode())"
    lines = stack.asks("interactions", "python", "-c", code, index=index).splitlines()
    wanted = 'http_server_requests_total{method="GET",route="/api/v1/interactions"'
    return sum(float(line.split()[-1]) for line in lines if line.startswith(wanted))
