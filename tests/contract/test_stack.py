"""docker-compose.yml as it is written: secrets, rights, and who is told what. tests/deploy starts it."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli import env
from cli.broker import permissions_of
from cli.dotenv import variables
from cli.services import SENDING, SERVICES, STREAM

ROOT = Path(__file__).parents[2]
COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
STACK: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE)["services"]
OURS = {name: each for name, each in STACK.items() if each["image"].startswith("al-dia/")}
JOBS = {"databases", "broker", *(f"{name}-migrate" for name in SERVICES)}


def test_each_service_has_its_job_its_web_its_worker_and_its_senders() -> None:
    processes = {*SERVICES, *(f"{name}-work" for name in SERVICES), *(f"{name}-send" for name in SENDING)}

    assert STACK.keys() == {"postgres", "rabbitmq", "gateway", "stream"} | JOBS | processes


def test_every_variable_is_explained_and_every_secret_without_default() -> None:
    used = set(re.findall(r"\$\{((?:CRM|OTEL)_\w+)", COMPOSE))
    explained = set(re.findall(r"^#?((?:CRM|OTEL)_\w+)=", EXAMPLE, re.MULTILINE))

    assert used | {"CRM_GRAFANA_PASSWORD"} == explained
    for name in re.findall(r"^(CRM_\w+(?:PASSWORD|SECRET))=$", EXAMPLE, re.MULTILINE):
        assert f"${{{name}:-" not in COMPOSE or name == "CRM_ADMIN_PASSWORD"


def test_what_env_writes_leaves_no_secret_empty_and_no_two_the_same(tmp_path: Path) -> None:
    env.write(tmp_path / ".env")

    written = dict(variables((tmp_path / ".env").read_text()))

    secrets = [value for name, value in written.items() if name.endswith(("_PASSWORD", "_SECRET"))]
    assert all(len(each) >= 32 for each in secrets)
    assert len(secrets) == len(set(secrets)) >= len(SERVICES) + 4
    assert "" not in written.values()


@pytest.mark.parametrize("name", OURS)
def test_a_container_of_ours_can_change_nothing(name: str) -> None:
    each = OURS[name]

    assert each["read_only"]
    assert each["cap_drop"] == ["ALL"]
    assert each["security_opt"] == ["no-new-privileges:true"]
    assert "cap_add" not in each
    assert each["restart"] == ("on-failure:5" if name in JOBS else "unless-stopped")


@pytest.mark.parametrize("name", sorted(OURS.keys() - {"broker"}))
def test_a_process_is_told_its_own_passwords_only(name: str) -> None:
    service = next((each for each in (*SERVICES, STREAM) if name.split("-")[0] == each), None)

    told = set(re.findall(r"\$\{(CRM_\w+_PASSWORD)\b", " ".join(map(str, OURS[name]["environment"].values()))))

    mine = {f"CRM_{service.upper()}_PASSWORD"} if service else set()
    assert told == mine | ({"CRM_ADMIN_PASSWORD"} if name == "identity-migrate" else set())


def test_an_address_names_the_user_that_the_jobs_make() -> None:
    made = (ROOT / "deploy" / "postgres" / "databases.sh").read_text(encoding="utf-8")

    assert set(re.search(r"^for service in (.+); do$", made, re.MULTILINE)[1].split()) == set(SERVICES)  # type: ignore[index]
    for name in SERVICES:
        told = OURS[name]["environment"]
        assert told["CRM_DATABASE_URL"].startswith(f"postgresql://crm_{name}:")
        assert told["CRM_AMQP_URL"].startswith(f"amqp://crm_{name}:")
        assert permissions_of(name)


def test_only_the_gateway_is_published_and_only_on_this_machine() -> None:
    assert {name: each["ports"] for name, each in STACK.items() if "ports" in each} == {
        "gateway": ["127.0.0.1:${CRM_PORT:-8000}:8000"]
    }
    outside = {name for name, each in STACK.items() if "outside" in each["networks"]}
    assert outside == {"gateway", "notifications-send"}


def test_the_file_bears_no_name_so_that_two_may_run_side_by_side() -> None:
    assert "name" not in yaml.safe_load(COMPOSE)
    assert "container_name" not in COMPOSE
