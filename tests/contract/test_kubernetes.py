"""What kustomize makes of deploy/kubernetes: what is named is there, and nothing may do more than it must."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli.services import SERVICES
from services.notifications.models.delivery import Delivery
from shared.config import Settings
from shared.testing.plugin import cannot_run

FOLDER = Path(__file__).parents[2] / "deploy" / "kubernetes"
WORKLOADS = {"Deployment", "Job"}
COMPONENT = "app.kubernetes.io/component"

Object = dict[str, Any]


@pytest.fixture(scope="module")
def built(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> list[Object]:
    program = shutil.which("kustomize") or shutil.which("kubectl")
    if program is None:
        cannot_run(pytestconfig, "the build of deploy/kubernetes", "there is neither kustomize nor kubectl")
    folder = tmp_path_factory.mktemp("kubernetes") / "kubernetes"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("secrets"))
    production = folder / "overlays" / "production"
    for path in re.findall(r"secrets/[\w/-]+", (production / "kustomization.yaml").read_text()):
        (production / path).parent.mkdir(parents=True, exist_ok=True)
        (production / path).write_text("secret")
    command = [program, "build"] if Path(program).name == "kustomize" else [program, "kustomize"]
    done = subprocess.run([*command, str(production)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return list(yaml.safe_load_all(done.stdout))


def of(built: list[Object], *kinds: str) -> dict[str, Object]:
    return {each["metadata"]["name"]: each for each in built if each["kind"] in kinds}


def pod_of(workload: Object) -> Object:
    pod: Object = workload["spec"]["template"]["spec"]
    return pod


def labels_of(workload: Object) -> dict[str, str]:
    labels: dict[str, str] = workload["spec"]["template"]["metadata"]["labels"]
    return labels


def selected(built: list[Object], labels: dict[str, str]) -> set[str]:
    """The workloads whose pods have these labels."""
    return {name for name, each in of(built, *WORKLOADS).items() if labels.items() <= labels_of(each).items()}


def test_each_service_has_its_web_its_worker_and_its_migration(built: list[Object]) -> None:
    deployments = {f"{name}-{part}" for name in SERVICES for part in ("web", "work")}

    assert of(built, "Deployment").keys() == deployments | {"gateway", "stream", "notifications-send"}
    assert of(built, "Job").keys() == {f"{name}-migrate" for name in SERVICES}


def test_nothing_runs_as_root_or_could_gain_a_right(built: list[Object]) -> None:
    for workload in of(built, *WORKLOADS).values():
        pod = pod_of(workload)
        assert pod["automountServiceAccountToken"] is False
        assert pod["securityContext"]["runAsNonRoot"]
        assert pod["securityContext"]["runAsUser"] == 10001
        for container in pod["containers"]:
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "capabilities": {"drop": ["ALL"]},
                "readOnlyRootFilesystem": True,
            }
            assert container["resources"].keys() == {"requests", "limits"}


def test_what_a_pod_refers_to_is_there(built: list[Object]) -> None:
    for name, workload in of(built, *WORKLOADS).items():
        pod = pod_of(workload)
        named = [each["secret"]["secretName"] for each in pod["volumes"] if "secret" in each]
        assert set(named) <= of(built, "Secret").keys(), name
        for container in pod["containers"]:
            assert {each["configMapRef"]["name"] for each in container["envFrom"]} <= of(built, "ConfigMap").keys()
            for path in paths_of(container):
                (secret,) = named
                assert path.rpartition("/")[2] in of(built, "Secret")[secret]["data"], name


def paths_of(container: Object) -> Iterator[str]:
    """The files that its variables name."""
    return (each["value"] for each in container["env"] if each["name"].endswith("_FILE"))


def test_every_variable_is_one_that_the_product_reads(built: list[Object]) -> None:
    known = {each.metadata["variable"] for each in fields(Settings)}

    for workload in of(built, *WORKLOADS).values():
        for container in pod_of(workload)["containers"]:
            given = {each["name"].removesuffix("_FILE") for each in container["env"]} - {"SERVICE"}
            assert given <= known
    (settings,) = of(built, "ConfigMap").values()
    assert settings["data"].keys() <= known


def test_services_are_found_by_the_names_they_are_asked_by(built: list[Object]) -> None:
    (settings,) = of(built, "ConfigMap").values()
    addresses = dict(each.split("=", 1) for each in settings["data"]["CRM_SERVICE_URLS"].split(","))

    assert addresses.keys() == {*SERVICES, "stream"}
    for address in addresses.values():
        host = address.removeprefix("http://").removesuffix(":8000")
        assert selected(built, of(built, "Service")[host]["spec"]["selector"]) == {host}


def test_budgets_and_scalers_are_each_about_one_deployment(built: list[Object]) -> None:
    for name, budget in of(built, "PodDisruptionBudget").items():
        assert selected(built, budget["spec"]["selector"]["matchLabels"]) == {name}
    assert of(built, "PodDisruptionBudget").keys() == of(built, "Deployment").keys()
    scalers = {
        **{each["spec"]["scaleTargetRef"]["name"]: each for each in of(built, "HorizontalPodAutoscaler").values()},
        **{each["spec"]["scaleTargetRef"]["name"]: each for each in of(built, "ScaledObject").values()},
    }
    for name, deployment in of(built, "Deployment").items():
        # Two that say how many would undo each other's work.
        assert (name in scalers) != ("replicas" in deployment["spec"]), name


def test_senders_grow_with_what_the_table_holds(built: list[Object]) -> None:
    (scaled,) = of(built, "ScaledObject").values()
    (trigger,) = scaled["spec"]["triggers"]
    (access,) = of(built, "TriggerAuthentication").values()
    asked = re.findall(r"FROM (\w+) WHERE (\w+) <= now\(\)", trigger["metadata"]["query"])

    assert asked == [(Delivery.__tablename__, Delivery.next_attempt_at.key)]
    assert trigger["authenticationRef"]["name"] == access["metadata"]["name"]
    (parameter,) = access["spec"]["secretTargetRef"]
    assert parameter["key"] in of(built, "Secret")[parameter["name"]]["data"]


def test_all_is_denied_and_only_the_senders_reach_the_outside(built: list[Object]) -> None:
    policies = {name: each["spec"] for name, each in of(built, "NetworkPolicy").items()}

    assert policies["deny-all"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    outside = [
        spec["podSelector"]["matchLabels"][COMPONENT]
        for spec in policies.values()
        for rule in spec.get("egress", ())
        if any("ipBlock" in to for to in rule["to"])
    ]
    assert outside == ["send"]


def test_a_pod_is_given_the_time_to_finish(built: list[Object]) -> None:
    for deployment in of(built, "Deployment").values():
        pod = pod_of(deployment)
        pauses = [each.get("lifecycle", {}).get("preStop", {}).get("sleep", {}) for each in pod["containers"]]
        assert pod["terminationGracePeriodSeconds"] >= 25 + max(each.get("seconds", 0) for each in pauses)
        assert deployment["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
