"""The event stream: what idle listeners take, and how soon a change is heard."""

import selectors
import socket
import threading
from contextlib import suppress
from pathlib import Path
from time import perf_counter, sleep
from typing import Any
from urllib.parse import urlsplit

import orjson

from bench.asking import Asker, sign_in
from bench.house import PASSWORD
from bench.installation import Installation
from bench.line import Line, request
from bench.load import open_loop, percentile
from bench.meter import family, part_pid, processes
from bench.report import POSTGRESQL, PRODUCT, RABBITMQ, Table, each_ms, share
from cli.client import Person, Refusal
from gateway.stream.hub import MOST_OF_ONE
from shared.api import PREFIX

COLUMNS = (
    "listeners", "KB each: stream", "gateway", "idle: CPU of a core", "changes/s", "heard p50 ms", "p99 ms",
    "slowest ms", "not heard", "CPU ms a change: product", "PostgreSQL", "RabbitMQ", "others on the machine",
)  # fmt: skip
LISTENERS = (1, 500)
RATE = 10.0
# More than two heartbeats.
IDLE_SECONDS = 32.0
LOST_AFTER = 10.0
_EMAIL = "oyente{}@medidas.example"


def streaming(installation: Installation, seconds: float) -> Table:
    """Interactions of one branch, and everybody in it who listens."""
    product = installation.product
    asker = Asker(product.url)
    tokens = _tokens(product.url, -(-max(LISTENERS) // MOST_OF_ONE))
    table = Table(
        "Event stream: from the 201 of an interaction to every listener", COLUMNS,
        notes=[
            f"all in one branch, {MOST_OF_ONE} connections a person",
            "the first listener brings the memory of the loop with it",
        ],
    )  # fmt: skip
    for number in LISTENERS:
        before = _memory(product.pid)
        ears = Ears(product.url, [tokens[each // MOST_OF_ONE] for each in range(number)])
        ears.start()
        meter = installation.meter()
        meter.start()
        sleep(IDLE_SECONDS)
        idle = meter.stop()[PRODUCT] / IDLE_SECONDS
        now = _memory(product.pid)
        grown = [
            f"{(now[name] - before[name]) / number:.0f}" if name in now else "-" for name in ("stream", "gateway")
        ]
        meter.start()
        outcome = open_loop(product.url, RATE, max(10.0, 2 * seconds), asker.registrations(0), ears.registered)
        missing = ears.finish()
        spent = meter.stop()
        times = [percentile(ears.took, part) for part in (0.5, 0.99)] + [max(ears.took, default=float("nan"))]
        cpu = [each_ms(spent, group, outcome.answers) for group in (PRODUCT, POSTGRESQL, RABBITMQ)]
        heard = [f"{RATE:g}", *(f"{time * 1000:.1f}" for time in times), missing]
        table.rows.append([number, *grown, f"{idle:.1%}", *heard, *cpu, share(spent, outcome.seconds)])
        installation.settle()
    return table


class Ears:
    """Connections that listen, all of them read by one thread.

    :ivar took: seconds from the 201 to the moment at which a connection heard of it
    """

    def __init__(self, url: str, tokens: list[str]) -> None:
        self._waiting = selectors.DefaultSelector()
        self._read: dict[socket.socket, bytes] = {}
        self._answered: dict[str, float] = {}
        self._heard: list[tuple[str, float]] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self.took: list[float] = []
        parts = urlsplit(url)
        for token in tokens:
            connection = socket.create_connection((parts.hostname or "", parts.port or 80), 10)
            connection.sendall(request("GET", f"{PREFIX}/stream", [("Authorization", f"Bearer {token}")]))
            if b" 200 " not in connection.recv(65536).partition(b"\r\n")[0]:
                raise ConnectionRefusedError("somebody may not listen")
            connection.setblocking(False)
            self._read[connection] = b""
            self._waiting.register(connection, selectors.EVENT_READ)

    def start(self) -> None:
        self._thread.start()

    def registered(self, status: int, body: bytes) -> None:
        if status == 201:
            self._answered[orjson.loads(body)["id"]] = perf_counter()

    def finish(self) -> int:
        """Wait for the last ones.

        :returns: how many were never heard
        """
        wanted = len(self._answered) * len(self._read)
        deadline = perf_counter() + LOST_AFTER
        while len(self._heard) < wanted and perf_counter() < deadline:
            sleep(0.01)
        self._ended.set()
        self._thread.join()
        for connection in self._read:
            connection.close()
        self.took = [max(0.0, at - self._answered[id]) for id, at in self._heard if id in self._answered]
        return wanted - len(self.took)

    def _run(self) -> None:
        while not self._ended.is_set():
            for key, _ in self._waiting.select(0.1):
                assert isinstance(key.fileobj, socket.socket)
                self._hear(key.fileobj)

    def _hear(self, connection: socket.socket) -> None:
        with suppress(BlockingIOError):
            read = connection.recv(65536)
            now = perf_counter()
            *blocks, self._read[connection] = (self._read[connection] + read).split(b"\n\n")
            for block in blocks:
                if block.startswith(b"event: interaction\n"):
                    self._heard.append((orjson.loads(block.partition(b"\ndata: ")[2])["id"], now))
            if not read:
                self._waiting.unregister(connection)


def _tokens(url: str, people: int) -> list[str]:
    """The tokens of so many people of the first branch; those who are missing are hired."""
    admin = Person(url, "admin@medidas.example", PASSWORD)
    branch = Asker(url).ask("/auth/me")["branch_ids"][0]
    line = Line(url)
    found = []
    for number in range(people):
        email = _EMAIL.format(number)
        body: dict[str, Any] = {"name": f"Oyente {number}", "email": email, "role": "operator", "password": PASSWORD}
        with suppress(Refusal):  # of an earlier run
            admin.post("users", {**body, "branch_ids": [branch]})
        found.append(orjson.loads(line.ask(sign_in(email, PASSWORD))[1])["access_token"])
    line.close()
    return found


def _memory(root: int) -> dict[str, float]:
    """KB that the stream and the gateway hold; embedded both are one process."""
    parts = {name: part_pid(root, f"serve {name}") for name in ("stream", "gateway")}
    pids = {name: pid for name, pid in parts.items() if pid} or {"stream": root}
    return {name: sum(map(_resident, family(pid, processes()))) for name, pid in pids.items()}


def _resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next((float(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0.0)
