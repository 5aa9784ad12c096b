"""Senders, a web process and stand-in providers over one database: who got what, and how often."""

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import sqlalchemy as sa

from services.notifications.models import Branch, Delivery, Person
from shared.config import Settings
from shared.ids import new_id
from shared.ports import free_port, is_free
from shared.testing.guard import guard
from shared.testing.providers import Providers
from tests.e2e.conftest import ROOT
from tests.reliability.pace import until
from tests.reliability.report import Line, lines

CHANNELS = ("email", "sms", "whatsapp")
PROVIDER = {"email": "smtp", "sms": "twilio", "whatsapp": "whatsapp"}
BRANCHES = 3


class Sending:
    """The parts of the product that send, and what they talk to.

    :ivar mode: as in the report: where what waits is kept
    """

    def __init__(self, folder: Path, database_url: str | None) -> None:
        self.mode = "senders" if database_url else "embedded"
        port = free_port()
        self.providers = Providers(f"http://127.0.0.1:{port}")
        plain = {name: value for name, value in os.environ.items() if not name.startswith("CRM_")}
        self.environment = plain | self.providers.environment | {
            "CRM_PUBLIC_URL": f"http://127.0.0.1:{port}", "CRM_PORT": str(port), "CRM_DATA": str(folder),
            "PYTHONPATH": str(ROOT),
        }  # fmt: skip
        self.log = folder / "log"
        self._processes: list[subprocess.Popen[bytes]] = []
        if database_url:
            self.environment["CRM_DATABASE_URL"] = database_url
            with psycopg.connect(database_url, dbname="postgres", autocommit=True) as connection:
                connection.execute('DROP DATABASE IF EXISTS "crm_notifications" WITH (FORCE)')
        assert self._run("cli", "migrate", "notifications").wait(120) == 0
        self._engine = sa.create_engine(Settings(data=folder, database_url=database_url).database_of("notifications"))
        self._web = self._run("cli", "serve", "notifications")
        until(lambda: not is_free("127.0.0.1", port), 60)
        self._branches = [new_id() for _ in range(BRANCHES)]
        self._insert(Branch, [self._branch(id) for id in self._branches])

    @staticmethod
    def _branch(id: UUID) -> dict[str, Any]:
        where = {"time_zone": "America/Mexico_City", "phone_region": "MX", "pack": "clinic"}
        return {"id": id, "version": 1, "name": str(id), **where}

    def _run(self, module: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                env=self.environment | environment, stdout=log, stderr=log, cwd=ROOT, start_new_session=True,
            )  # fmt: skip
        guard().watch("group", process.pid)
        self._processes.append(process)
        return process

    def begin(self, callbacks: str = "none") -> None:
        """Forget what was sent, and what waits."""
        self.providers.forget()
        self.providers.call_back(callbacks)
        self.execute(*(f"DELETE FROM {table}" for table in ("deliveries", "outbox", "people", "paces")))

    def fill(self, due_at: datetime | None = None, **numbers: int) -> list[UUID]:
        """Let messages wait: so many by each channel, every one for somebody else, in turns from each branch."""
        due_at = due_at or datetime.now(UTC)
        people, rows = [], []
        for channel, number in numbers.items():
            for count in range(number):
                person, digits = new_id(), f"{CHANNELS.index(channel)}{count:09}"
                people.append(self._person(person, f"{digits}@casa.test", f"+52{digits}"))
                rows.append(self._delivery(channel, person, self._branches[count % BRANCHES], due_at))
        random.shuffle(rows)
        self._insert(Person, people)
        self._insert(Delivery, rows)
        self._ring()
        return [row["id"] for row in rows]

    @staticmethod
    def _person(id: UUID, email: str, phone: str) -> dict[str, Any]:
        return {
            "id": id, "version": 1, "name": "Ana", "role": "operator", "active": True, "branch_ids": [],
            "email": email, "phone": phone,
        }  # fmt: skip

    @staticmethod
    def _delivery(channel: str, person: UUID, branch_id: UUID, due_at: datetime) -> dict[str, Any]:
        id = new_id()
        return {
            "id": id, "version": 1, "occasion": str(id), "channel": channel, "provider": "none", "attempts": 0,
            "recipient_type": "user", "recipient_id": person, "template": "test", "language": "es",
            "whatsapp_name": None, "parameters": [], "fallbacks": [], "status": "queued", "due_at": due_at,
            "next_attempt_at": due_at, "title": f"Aviso {id}", "body": f"Texto {id}", "record_type": "none",
            "record_id": id, "due": "", "while_free": False, "branch_id": branch_id, "created_at": due_at,
        }  # fmt: skip

    def sender(self, **environment: str) -> subprocess.Popen[bytes]:
        if self.mode == "embedded":
            return self._run("tests.reliability.senders_within", **environment)
        return self._run("cli", "send", "notifications", **environment)

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGKILL)
        process.wait(30)

    def end(self, *processes: subprocess.Popen[bytes]) -> list[int]:
        for each in processes:
            each.terminate()
        return [each.wait(30) for each in processes]

    def let_time_pass(self) -> None:
        """As if minutes had passed: leases are over, and what rests has rested. While no sender is at work."""
        now = datetime.now(UTC)
        over = sa.update(Delivery).where(Delivery.next_attempt_at.is_not(None))
        long_ago = sa.update(Delivery).where(Delivery.handed_over_at.is_not(None))
        with self._engine.begin() as connection:
            connection.execute(over.values(next_attempt_at=now - timedelta(minutes=5)))
            connection.execute(long_ago.values(handed_over_at=now - timedelta(minutes=3)))
        self.execute("DELETE FROM paces")
        self._ring()

    def _ring(self) -> None:
        """Wake the senders, where they hear of what a database is told; elsewhere they look every second."""
        if self._engine.dialect.name == "postgresql":
            self.execute("NOTIFY crm_send")

    def waiting(self) -> int:
        with self._engine.connect() as connection:
            query = sa.select(sa.func.count()).where(Delivery.next_attempt_at.is_not(None))
            return int(connection.execute(query).scalar_one())

    def due(self) -> int:
        """How many are due, or in the hands of a sender, and not known to rest."""
        soon = datetime.now(UTC) + timedelta(milliseconds=200)
        held = sa.and_(Delivery.handed_over_at.is_not(None), Delivery.error.is_(None))
        with self._engine.connect() as connection:
            query = sa.select(sa.func.count()).where(
                Delivery.next_attempt_at.is_not(None), sa.or_(Delivery.next_attempt_at <= soon, held)
            )
            return int(connection.execute(query).scalar_one())

    def statuses(self) -> Counter[str]:
        with self._engine.connect() as connection:
            return Counter(connection.execute(sa.select(Delivery.status)).scalars())

    def attempts(self) -> list[int]:
        with self._engine.connect() as connection:
            return list(connection.execute(sa.select(Delivery.attempts)).scalars())

    def taken(self) -> Counter[str]:
        """How often each delivery was taken; without a marker it is known by its text."""
        return Counter(each["marker"] or each["body"].rpartition(" ")[2] for each in self.providers.ledger()["taken"])

    def dwell(self, due_at: datetime, *channels: str) -> list[float]:
        """Seconds from when the messages were due to when they were taken, the longest last."""
        wanted = {PROVIDER[each] for each in channels or CHANNELS}
        taken = self.providers.ledger()["taken"]
        return sorted(each["at"] - due_at.timestamp() for each in taken if each["provider"] in wanted)

    def execute(self, *statements: str) -> None:
        with self._engine.begin() as connection:
            for each in statements:
                connection.execute(sa.text(each))

    def _insert(self, model: Any, rows: list[dict[str, Any]]) -> None:
        with self._engine.begin() as connection:
            connection.execute(sa.insert(model), rows)

    def stop(self) -> None:
        for each in self._processes:
            if each.poll() is None:
                each.terminate()
        for each in self._processes:
            each.wait(30)
            guard().release("group", each.pid)
        self._engine.dispose()
        self.providers.stop()


def p99(seconds: list[float]) -> float:
    return seconds[min(len(seconds) - 1, int(len(seconds) * 0.99))]


def report(
    mode: str, fault: str, sizes: str, ids: list[UUID], taken: Counter[str], seconds: float
) -> tuple[int, int]:
    """Note what became of it.

    :returns: how many were lost, and how many came more than once
    """
    lost = sum(not taken[str(id)] for id in ids)
    doubled = sum(number - 1 for number in taken.values() if number > 1)
    unexpected = len(taken.keys() - {str(id) for id in ids})
    counts = (f"{len(ids):,}", "0", "0", str(lost), str(unexpected), str(doubled))
    lines.append(Line((mode, fault, sizes, *counts, "-", f"{seconds:.0f}")))
    return lost, doubled
