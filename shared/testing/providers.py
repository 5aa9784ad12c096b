"""The stand-in providers as a process of their own, as `crm providers` runs them."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from shared.ports import free_port
from shared.testing.guard import guard
from shared.testing.waiting import until

ROOT = Path(__file__).resolve().parent.parent.parent


class Providers:
    """Providers that run, and what they took.

    :ivar environment: what the product is to find in its environment to use them
    """

    def __init__(self, product: str = "http://127.0.0.1:8000") -> None:
        port = free_port()
        self._url = f"http://127.0.0.1:{port}/control"
        command = [sys.executable, "-m", "cli", "providers", "--port", str(port), "--product", product]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, start_new_session=True)
        guard().watch("group", self._process.pid)
        self._session = requests.Session()
        self._session.trust_env = False
        self.environment = self._told()

    def _told(self) -> dict[str, str]:
        assert self._process.stdout
        told = {}
        for line in self._process.stdout:
            if line.startswith("# Ready"):
                break
            if found := re.fullmatch(r"export (\w+)='(.*)'\n", line):
                told[found[1]] = found[2]
        return told

    def forget(self) -> None:
        """Begin anew: nothing was taken, and all goes well."""
        self._session.delete(f"{self._url}/ledger").raise_for_status()

    def behave(self, name: str, **mode: Any) -> None:
        """Meet requests in a way; see `cli.standin.ledger.Mode`."""
        self._post("mode", name=name, **mode)

    def call_back(self, way: str) -> None:
        """`plain`, `none`, `doubled`, `shuffled`, `wild` (both) or `badly-signed`."""
        self._post("callbacks", way=way)

    def tell(self, id: str, status: str, **more: Any) -> None:
        """Tell one status of a message that was taken."""
        self._post("status", id=id, status=status, **more)

    def write(self, provider: str, sender: str, body: str, **more: str) -> str:
        """Let a client write; gives back the message's id."""
        return str(self._post("incoming", provider=provider, sender=sender, body=body, **more)["id"])

    def taken(self, **wanted: str) -> list[dict[str, Any]]:
        """The messages that were taken, in order."""
        return [each for each in self.ledger()["taken"] if all(each[name] == value for name, value in wanted.items())]

    def ledger(self) -> dict[str, Any]:
        found: dict[str, Any] = self._session.get(f"{self._url}/ledger").json()
        return found

    def answered(self, number: int) -> list[int]:
        """What the webhooks answered, once there are so many answers."""
        found: list[int] = until(lambda: (got := self.ledger()["answers"]) and len(got) >= number and got)
        return found

    def _post(self, what: str, **body: Any) -> dict[str, Any]:
        answer = self._session.post(f"{self._url}/{what}", json=body)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def stop(self) -> None:
        self._session.close()
        self._process.terminate()
        self._process.wait(10)
        guard().release("group", self._process.pid)
        assert self._process.stdout
        self._process.stdout.close()


@contextmanager
def providers(product: str = "http://127.0.0.1:8000") -> Iterator[Providers]:
    running = Providers(product)
    try:
        yield running
    finally:
        running.stop()
