"""One trace from a request to all that follows from it, for whoever collects traces; nothing for others."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from cli.client import Person
from cli.demo import EMAIL, PASSWORD
from shared.ports import free_port
from shared.testing.collector import Collector, Seen, collecting
from shared.testing.waiting import until
from tests.e2e.conftest import ROOT, Product, drop_databases

WITHIN = 30.0
NAME, PHONE, NOTE = "Canaria", "5577319264", "secreto-de-la-nota"
# One after the other, in one trace; RabbitMQ adds what is published.
JOURNEY = (
    "gateway: POST /api/v1/interactions",
    "interactions: POST /api/v1/interactions",
    "followups: process InteractionCreated",
    "notifications: process FollowUpScheduled",
)


class Plain(Product):
    """Started by this interpreter, and so with the libraries of the tests."""

    command = (sys.executable, "-m", "cli")

    def __init__(self, folder: Path, **variables: str) -> None:
        super().__init__(folder, PYTHONPATH=str(ROOT), PYTHONSAFEPATH="1", **variables)


@dataclass
class Watched:
    product: Product
    collector: Collector


@pytest.fixture(scope="module", params=["embedded", pytest.param("full", marks=pytest.mark.servers)])
def watched(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    variables = {}
    if request.param == "full":
        database = request.getfixturevalue("postgresql").url
        drop_databases(database)
        variables = {"CRM_DATABASE_URL": database, "CRM_AMQP_URL": request.getfixturevalue("rabbitmq").url}
    with collecting() as (collector, address):
        product = Plain(
            tmp_path_factory.mktemp("watched"),
            **variables,
            OTEL_EXPORTER_OTLP_ENDPOINT=address,
            OTEL_BSP_SCHEDULE_DELAY="100",
        )
        yield Watched(product, collector)
        assert product.stop() == 0


def register(product: Product, days: int = 3) -> dict[str, Any]:
    """Register an interaction with somebody new, who is to be contacted again."""
    day = (datetime.now(UTC) + timedelta(days=days)).date().isoformat()
    contact = {"first_name": NAME, "last_name": "Muda", "phone": PHONE[:-1] + str(days % 10)}
    told = {"method": "call", "occurred_at": "2026-01-05", "notes": NOTE, "follow_up_on": day}
    made: dict[str, Any] = Person(product.url, EMAIL, PASSWORD).post("interactions", {"contact": contact, **told})
    return made


def following(collector: Collector, *wanted: str) -> list[Seen]:
    """The trace in which all of this happened, once it has arrived whole."""

    def found() -> list[Seen]:
        for each in list(collector.spans):
            whole = collector.trace(each.trace_id)
            if each.what == wanted[0] and set(wanted) <= {one.what for one in whole}:
                return whole
        return []

    return until(found, WITHIN)


def test_one_trace_goes_from_the_gateway_to_the_last_consumer(watched: Watched) -> None:
    register(watched.product)

    trace = following(watched.collector, *JOURNEY)

    told = {each.what for each in trace}
    assert {f"{name}: INSERT" for name in ("interactions", "followups", "notifications")} <= told
    if "CRM_AMQP_URL" in watched.product.environment:
        assert {"interactions: publish InteractionCreated", "followups: publish FollowUpScheduled"} <= told
    assert {
        "gateway: POST interactions",
        "interactions: POST contacts",
        "contacts: POST /api/v1/contacts/resolve",
    } <= told


def test_every_part_of_it_hangs_on_another(watched: Watched) -> None:
    register(watched.product, days=4)
    trace_id = following(watched.collector, *JOURNEY)[0].trace_id

    def orphans() -> list[str]:
        trace = watched.collector.trace(trace_id)
        ids = {each.id for each in trace}
        return [each.what for each in trace if each.parent_id not in ids]

    until(lambda: orphans() == [JOURNEY[0]], WITHIN)


def test_what_is_sent_belongs_to_what_made_it(watched: Watched) -> None:
    register(watched.product, days=-2)

    following(
        watched.collector, "followups: sweep announce_overdue", "notifications: process FollowUpOverdue",
        "notifications: send email",
    )  # fmt: skip


def test_nothing_that_people_wrote_is_in_a_span(watched: Watched) -> None:
    register(watched.product, days=6)
    Person(watched.product.url, EMAIL, PASSWORD).get("clients", q=PHONE[:-1] + "6")
    Person(watched.product.url, EMAIL, PASSWORD).get("search", q=NAME)
    following(watched.collector, "gateway: GET /api/v1/search")

    whole = b"".join(watched.collector.raw)
    for canary in (NAME, NAME.lower(), "Muda", PHONE[:-1], NOTE, EMAIL, PASSWORD, "Bearer", "?q=", "eyJ"):
        assert canary.encode() not in whole, canary


def test_the_log_names_the_trace_and_the_part(watched: Watched) -> None:
    register(watched.product, days=7)

    trace = following(watched.collector, *JOURNEY)

    lines = [json.loads(line) for line in watched.product.log.read_text().splitlines() if line.startswith("{")]
    logged = {(line.get("trace_id"), line.get("span_id")) for line in lines}
    assert {(each.trace_id, each.id) for each in trace if each.what in JOURNEY[:2]} <= logged


def test_a_collector_that_is_away_is_told_once_and_waited_for_by_nobody(tmp_path: Path) -> None:
    product = Plain(
        tmp_path, OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{free_port()}", OTEL_BSP_SCHEDULE_DELAY="50",
        OTEL_EXPORTER_OTLP_TIMEOUT="1",
    )  # fmt: skip
    until(lambda: "traces are lost" in product.log.read_text(), WITHIN)
    for days in range(3, 9):
        began = monotonic()
        register(product, days)
        assert monotonic() - began < 2.0
    began = monotonic()
    assert product.stop() == 0

    assert monotonic() - began < 10.0
    assert product.log.read_text().count("traces") == 1


def test_without_a_collector_nothing_of_it_is_loaded() -> None:
    """What every process of the product loads."""
    script = (
        "import sys; from importlib import import_module\n"
        "from cli.apps import create_app; from cli.services import GATEWAY, SERVICES\n"
        "from shared.config import Settings\n"
        "import cli.serve, cli.work, cli.send, cli.embedded\n"
        "for name in (*SERVICES, GATEWAY): create_app(name, Settings())\n"
        "print([name for name in sys.modules if name.startswith(('opentelemetry', 'google'))])"
    )
    environment = {"PATH": "/usr/bin:/bin"}
    loaded = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert loaded.stdout.strip() == "[]"
