"""One run: people at work, faults meanwhile, then quiet, and the comparison of what they were told with what is."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Self

from cli.client import Person, Refusal
from cli.demo import EMAIL, PASSWORD
from tests.reliability.checker import RECOVERED_WITHIN, Verdict, check
from tests.reliability.client import Client
from tests.reliability.ledger import Ledger
from tests.reliability.pace import until
from tests.reliability.product import Running
from tests.reliability.report import Line, lines
from tests.reliability.workload import Worker

PEOPLE = ("Rosa", "Hugo", "Elsa", "Iván")
QUIET_WITHIN = 25.0


class House:
    """A running product with the people who work with it."""

    def __init__(self, product: Running) -> None:
        self.product = product
        self._admin = Person(product.url, EMAIL, PASSWORD)
        self.branch_id = self._admin.get("branches")["items"][0]["id"]
        self._tokens = [self._sign_in(name) for name in PEOPLE]
        self._runs = 0

    def _sign_in(self, name: str) -> str:
        sign_in = {"email": f"{name.lower()}@carga.test", "password": "una-clave-larga"}
        person = {"name": name, "role": "operator", "branch_ids": [self.branch_id], **sign_in}
        with suppress(Refusal):  # known since before a restart
            self._admin.post("users", person)
        token: str = self._admin.post("auth/login", sign_in)["access_token"]
        return token

    def client(self, number: int, ledger: Ledger) -> Client:
        """A program of one of the people."""
        return Client(self.product.url, self._tokens[number % len(self._tokens)], ledger)

    def run(self, fault: str, *, pause: float = 0.08, people: int = 4) -> "Run":
        """Let people work.

        :param pause: mean seconds between two of one person's actions
        """
        self._runs += 1
        return Run(self, fault, f"r{self._runs}{self.product.mode[0]}", pause, people)


class Run:
    """People at work in threads while the `with` block lasts."""

    def __init__(self, house: House, fault: str, name: str, pause: float, people: int) -> None:
        self.house, self.product, self.fault = house, house.product, fault
        self.ledger = Ledger(name)
        self.workers = [
            Worker(house.client(number, self.ledger), self.ledger, f"{name}-{number}", seed=number)
            for number in range(people)
        ]
        # Whoever runs the test.
        self.me = Worker(house.client(0, self.ledger), self.ledger, f"{name}-me", seed=99)
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=each.run, args=(self._stop, pause), name=f"person-{number}", daemon=True)
            for number, each in enumerate(self.workers)
        ]
        self._began = monotonic()
        self.sizes = ""

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.rest()

    def rest(self) -> None:
        """Let everybody finish what they are at, and do no more."""
        self._stop.set()
        for thread in self._threads:
            thread.join(60)

    def work(self, writes: int, seconds: float = 30.0) -> None:
        """Let people do so many more writes."""
        wanted = self.ledger.acked + writes
        until(lambda: self.ledger.acked >= wanted, seconds)

    @contextmanager
    def outage(self) -> Iterator[None]:
        """What is done inside is a fault; after it everything is well again in time."""
        began = monotonic()
        yield
        ended = monotonic()
        well_at = until(self._well_at, 3 * RECOVERED_WITHIN)
        self.ledger.recoveries.append(well_at - ended)
        self.ledger.faults.append((began, monotonic()))

    def _well_at(self) -> float | None:
        """The moment from which on all services answered and people could register; None: not yet."""
        began = monotonic()
        client = self.house.client(0, Ledger("probe"))
        for path in ("branches", "clients", "interactions", "follow-ups", "notifications"):
            if client.once("GET", path, params={"limit": 1})[0] != 200:
                return None
        before = len(self.ledger.answers)
        self.me.register()
        answers = [each for each in self.ledger.answers[before:] if each.what == "POST interactions"]
        return began if all(each.status < 300 for each in answers) else None

    def check(self, quiet_within: float = QUIET_WITHIN) -> Verdict:
        """Wait until nothing moves any more, compare, and note the outcome in the report."""
        self.rest()
        verdict = check(self.product, self.ledger, quiet_within)
        lines.append(
            Line.of(self.product.mode, self.fault, self.sizes, self.ledger, verdict, monotonic() - self._began)
        )
        return verdict
