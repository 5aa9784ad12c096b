"""What watches the product names what the product exports: alerts, dashboards, and where Prometheus looks."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families as families_of

from cli.services import SERVICES
from gateway.stream.hub import LISTENERS
from shared.telemetry import REGISTRY
from shared.testing.plugin import cannot_run
from tests.contract.conftest import House

ROOT = Path(__file__).parents[2]
PROMETHEUS = ROOT / "deploy" / "prometheus"
DASHBOARDS = sorted((ROOT / "deploy" / "grafana" / "dashboards").glob("*.json"))
# What Prometheus adds by itself, and the name of the process that prometheus.yml adds.
ADDED_LABELS = {"job", "instance", "process", "le"}
ADDED_METRICS = {"up"}
SELECTOR = re.compile(r"\b([a-z_]+)\{([^}]*)\}|\b((?:http|crm)_\w+)")
GROUPED = re.compile(r"\bby \(([^)]*)\)")


def alerts() -> list[dict[str, Any]]:
    (group,) = yaml.safe_load((PROMETHEUS / "alerts.yml").read_text(encoding="utf-8"))["groups"]
    rules: list[dict[str, Any]] = group["rules"]
    return rules


def panels() -> Iterator[dict[str, Any]]:
    for path in DASHBOARDS:
        yield from json.loads(path.read_text(encoding="utf-8"))["panels"]


def expressions() -> list[str]:
    shown = [target["expr"] for panel in panels() for target in panel["targets"]]
    return shown + [each["expr"] for each in alerts()]


@pytest.fixture(scope="module")
def exported(house: House) -> dict[str, set[str]]:
    """The labels of every metric that the running product answers with, by the name of its series."""
    assert LISTENERS  # the process of the stream exports its own
    labels = {each.describe()[0].name: set(each._labelnames) for each in REGISTRY._collector_to_names}
    found: dict[str, set[str]] = {}
    for service in house.services.values():
        text = service.app.test_client().get("/metrics").text
        for family in families_of(text):
            if family.name.endswith("_created"):  # when the counting began
                continue
            ends = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count")}.get(family.type, ("",))
            for end in ends:
                found[family.name + end] = labels[family.name]
    return found


@pytest.mark.parametrize("expression", sorted(set(expressions())))
def test_every_expression_names_metrics_and_labels_that_are_exported(
    expression: str, exported: dict[str, set[str]]
) -> None:
    known = ADDED_LABELS.copy()
    for named, matchers, bare in SELECTOR.findall(expression):
        metric = named or bare
        assert metric in exported.keys() | ADDED_METRICS
        own = exported.get(metric, set())
        known |= own
        assert set(re.findall(r"(\w+)(?:=~|!~|!=|=)", matchers)) <= own | ADDED_LABELS
    for grouped in GROUPED.findall(expression):
        assert set(grouped.split(", ")) <= known


def test_every_metric_of_ours_is_on_a_dashboard(exported: dict[str, set[str]]) -> None:
    shown = " ".join(target["expr"] for panel in panels() for target in panel["targets"])
    names = {name for name in exported if not name.endswith(("_sum", "_count"))}

    assert sorted(name for name in names if name not in shown) == []


def test_every_panel_says_what_it_shows_and_has_its_place() -> None:
    for path in DASHBOARDS:
        board = json.loads(path.read_text(encoding="utf-8"))
        cells = [
            (x, y)
            for panel in board["panels"]
            for x in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
            for y in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
        ]
        assert len(cells) == len(set(cells))
        assert max(x for x, _ in cells) < 24
        assert all(panel["title"] and panel["description"] for panel in board["panels"])


def test_every_alert_has_its_heading_in_operations() -> None:
    operations = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")

    assert re.findall(r"^### (\w+)$", operations, re.MULTILINE) == [each["alert"] for each in alerts()]


def test_prometheus_looks_at_every_process_of_the_stack() -> None:
    stack = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    ours = {name for name, each in stack.items() if each["image"].startswith("al-dia/") and "-migrate" not in name}
    jobs = yaml.safe_load((PROMETHEUS / "prometheus.yml").read_text(encoding="utf-8"))["scrape_configs"]

    found = {name: each["port"] for job in jobs for each in job.get("dns_sd_configs", ()) for name in each["names"]}

    assert found.keys() == ours - {"broker"}
    for name, port in found.items():
        assert port == (8000 if name in {*SERVICES, "stream"} else 8001)


def test_the_alerts_come_when_they_should(pytestconfig: pytest.Config, tmp_path: Path) -> None:
    program = shutil.which("promtool")
    if program is None:
        cannot_run(pytestconfig, "the unit tests of the alerts", "there is no promtool")
    shown = [{"record": f"shown_{number}", "expr": each} for number, each in enumerate(expressions())]
    rules = tmp_path / "shown.yml"
    rules.write_text(json.dumps({"groups": [{"name": "dashboards", "rules": shown}]}))

    for what, file in (("check", "alerts.yml"), ("test", "alerts_test.yml"), ("check", str(rules))):
        done = subprocess.run([program, what, "rules", file], cwd=PROMETHEUS, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    tested = yaml.safe_load((PROMETHEUS / "alerts_test.yml").read_text(encoding="utf-8"))["tests"]
    named = {case["alertname"] for each in tested for case in each["alert_rule_test"] if case.get("exp_alerts")}
    assert named == {each["alert"] for each in alerts()}
