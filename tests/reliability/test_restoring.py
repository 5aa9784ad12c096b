"""Everything is lost and comes back from a backup that was made while people worked; then they go on."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from itertools import chain
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit
from uuid import UUID

import amqp
import orjson
import pytest

from cli.services import SERVICES
from shared.bus.broker import Publisher, connected
from shared.bus.topology import queue_of
from shared.events import CATALOGUE, EXCHANGE
from shared.testing import servers
from shared.testing.plugin import cannot_run
from tests.e2e.conftest import ROOT, drop_databases
from tests.reliability.ledger import Ledger
from tests.reliability.product import Running
from tests.reliability.run import House

# Those of its events that carry a client as it is.
CLIENTS = ("ClientCreated", "ClientUpdated")


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Iterator[House]:
    """The full product on servers of its own: what is lost here is lost for good."""
    if os.environ.keys() & {"CRM_TEST_DATABASE_URL", "CRM_TEST_AMQP_URL"}:
        cannot_run(pytestconfig, "the restore drill", "the given servers are not ours to empty")
    database, broker = servers.postgresql(), servers.rabbitmq()
    said = subprocess.run(["pg_dump", "--version"], capture_output=True, text=True, check=True).stdout
    if int(re.findall(r"\d+", said)[0]) < int(re.findall(r"\d+", database.version)[0]):
        cannot_run(pytestconfig, "the restore drill", f"{said.strip()} is older than the server, {database.version}")
    product = Running(tmp_path_factory.mktemp("mine"), database, broker)
    yield House(product)
    product.databases.close()
    assert product.stop() == 0
    for each in (database, broker):
        each.stop()


def call(product: Running, *command: str) -> str:
    """Give a command of the pages on operations, in the product's environment."""
    where = urlsplit(product.database.url if product.database else "")
    names = {"HOST": where.hostname, "PORT": where.port, "USER": where.username, "PASSWORD": where.password}
    # Without the rests of the tests: the queues are those of an installation.
    environment = (
        product.environment
        | {"PYTHONPATH": str(ROOT)}
        | {f"PG{name}": str(value) for name, value in names.items() if value}
    )
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def crm(product: Running, *arguments: str) -> str:
    return call(product, sys.executable, "-m", "cli", *arguments)


class Outsider:
    """Another team's consumer: it keeps of each client the newest version that it has heard."""

    def __init__(self, url: str) -> None:
        self.clients: dict[str, tuple[int, str]] = {}
        self._url = url

    def bind(self) -> None:
        with connected(self._url) as connection:
            channel = connection.channel()
            channel.queue_declare("outside.clients", durable=True, auto_delete=False)
            for kind in CLIENTS:
                channel.queue_bind("outside.clients", EXCHANGE, CATALOGUE[kind].routing_key)

    def listen(self) -> None:
        """Take what is there."""
        with connected(self._url) as connection:
            channel = connection.channel()
            channel.auto_decode = False
            while (message := channel.basic_get("outside.clients", no_ack=True)) is not None:
                self._hear(message)

    def _hear(self, message: amqp.Message) -> None:
        event = orjson.loads(message.body)
        version, _ = self.clients.get(event["subject"], (0, ""))
        if version < event["sequence"]:
            self.clients[event["subject"]] = event["sequence"], event["data"]["last_name"]


def test_a_copy_of_the_data_folder_is_all_there_is_to_keep(tmp_path: Path) -> None:
    house = House(Running(tmp_path))
    product, data, archive = house.product, tmp_path / "data", str(tmp_path / "copy.tar.gz")
    with house.run("F28 before") as kept:
        kept.work(40)
    assert not kept.check().problems
    assert product.stop() == 0
    moment = datetime.now(UTC).isoformat()
    call(product, "tar", "-czf", archive, "-C", str(data), ".")
    product.start()
    with house.run("F28 lost") as lost:
        lost.work(40)

    assert product.stop() == 0
    product.databases.close()
    data.rename(tmp_path / "data.broken")
    data.mkdir()
    call(product, "tar", "-xzf", archive, "-C", str(data))
    crm(product, "restored", "all", "--since", moment)
    product.start()

    kept.sizes = f"{lost.ledger.acked} writes lost"
    assert not kept.check().problems
    with house.run("F28 wiped, restored") as after:
        after.work(40)
    assert not after.check().problems
    product.databases.close()
    assert product.stop() == 0


@pytest.mark.servers
def test_what_was_copied_is_there_again_and_people_go_on(mine: House, tmp_path: Path) -> None:
    product, folder = mine.product, tmp_path / "copy"
    outsider = Outsider(product.broker.url)
    outsider.bind()
    with mine.run("F28 before") as run:
        run.work(60)
        assert "Copied as of" in call(product, "deploy/postgres/backup.sh", str(folder))
        kept = run.ledger.acked
        run.work(40)
        _rename_twice(mine, run.ledger)
    outsider.listen()

    assert product.stop() == 0
    lost_at = monotonic()
    drop_databases(product.database.url)
    _leave_in_every_queue(product.broker.url, b"of what has not happened now")
    said = call(product, "deploy/postgres/restore.sh", str(folder))
    assert said.count("tables, as they were") == len(SERVICES)
    in_flight = _in_flight(product)
    crm(product, "migrate", "all")
    crm(product, "restored", "all", "--since", (folder / "moment").read_text().strip())
    product.start()
    back_after = monotonic() - lost_at

    with mine.run("F28 wiped, restored") as after:
        after.work(40)
    lost = run.ledger.acked - kept
    after.sizes = f"{lost} writes lost, back in {back_after:.1f} s, {len(in_flight)} events in flight"
    verdict = after.check()
    found = [*verdict.lost, *verdict.unexpected, *verdict.duplicated, *chain(*verdict.broken.values())]
    assert [each for each in found if not _is_known(each, in_flight)] == []
    _check_promises(product)
    outsider.listen()
    for row in product.databases.rows("contacts", "SELECT id, last_name, version FROM clients"):
        assert outsider.clients[str(row["id"])] == (row["version"], row["last_name"])


def _leave_in_every_queue(url: str, body: bytes) -> None:
    with connected(url) as connection:
        publisher = Publisher(connection)
        for name in SERVICES:
            publisher.publish(queue_of(name), body, headers={})
        publisher.settle()


def _rename_twice(house: House, ledger: Ledger) -> None:
    """Take a client to a version that comes again with other words."""
    person = house.client(0, ledger)
    (known, *_) = house.product.databases.rows("contacts", "SELECT id, version FROM clients")
    for version, name in enumerate(("Una", "Otra"), known["version"]):
        answer = person.patch(f"clients/{known['id']}", {"last_name": name}, version)
        assert answer
        assert answer.good


def _in_flight(product: Running) -> set[UUID]:
    """What those events are about that had left an outbox and not reached everybody when the copy was made."""
    databases, missed = product.databases, set()
    waiting = {id for name in SERVICES for id in databases.ids(name, "SELECT event_id FROM outbox")}
    for event in databases.told(*CATALOGUE):
        for name in SERVICES:
            kinds = import_module(f"services.{name}.handlers").handlers.kinds if name != "identity" else ()
            if event["type"] in kinds and event["event_id"] not in waiting | databases.heard(name):
                missed.add(UUID(orjson.loads(event["body"])["subject"]))
    return missed


def _is_known(problem: str, in_flight: set[UUID]) -> bool:
    """Whether it is about what was in flight; or contacts, copied later, has noted that a client was spoken to."""
    return problem.startswith("contacts heard") or any(str(id) in problem for id in in_flight)


def _check_promises(product: Running) -> None:
    """Every day on which somebody is to be contacted has its follow-up, also of what was in flight."""
    promised = product.databases.ids("interactions", "SELECT id FROM interactions WHERE follow_up_on IS NOT NULL")
    query = "SELECT interaction_id FROM follow_ups WHERE interaction_id IS NOT NULL"
    assert promised <= product.databases.ids("followups", query)
