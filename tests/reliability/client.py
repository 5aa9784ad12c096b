"""A good client: keys on what is not repeatable, patience with what is away, and a memory of every answer."""

import threading
from dataclasses import dataclass
from time import monotonic
from typing import Any
from uuid import uuid4

import requests

from tests.reliability.ledger import Answered, Ledger
from tests.reliability.pace import stretched

TIMEOUT = 15.0
# Seconds after which it stops asking, and does not know what became of it.
PATIENCE = 5.0
AWAY = {0, 429, 502, 503, 504}


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any
    attempts: int

    @property
    def good(self) -> bool:
        return self.status < 300


class Client:
    """A signed-in person's program; for one thread."""

    def __init__(self, url: str, token: str, ledger: Ledger) -> None:
        self._url = f"{url}/api/v1/"
        self._ledger = ledger
        self._stop = threading.Event()
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers["Authorization"] = f"Bearer {token}"

    def get(self, path: str, **params: Any) -> Answer | None:
        return self._insist("GET", path, params=params)

    def post(self, path: str, body: dict[str, Any], key: str | None = None) -> Answer | None:
        return self._insist("POST", path, json=body, headers={"Idempotency-Key": key or str(uuid4())})

    def patch(self, path: str, body: dict[str, Any], version: int) -> Answer | None:
        return self._insist("PATCH", path, json=body, headers={"If-Match": f'"{version}"'})

    def delete(self, path: str, version: int) -> Answer | None:
        return self._insist("DELETE", path, headers={"If-Match": f'"{version}"'})

    def _insist(self, method: str, path: str, **options: Any) -> Answer | None:
        """Ask until there is an answer that says something.

        :returns: None when there was none in time
        """
        deadline, attempts = monotonic() + stretched(PATIENCE), 0
        while monotonic() < deadline:
            attempts += 1
            status, body, wait = self.once(method, path, **options)
            if status not in AWAY and not _in_progress(status, body):
                return Answer(status, body, attempts)
            self._stop.wait(wait)
        return None

    def once(self, method: str, path: str, **options: Any) -> tuple[int, Any, float]:
        """Ask once.

        :returns: the status, 0 for none; the body; the seconds after which it is right to ask again
        """
        began, what = monotonic(), f"{method} {path.partition('/')[0]}"
        try:
            response = self._session.request(method, self._url + path, timeout=stretched(TIMEOUT), **options)
        except requests.RequestException:
            self._ledger.answers.append(Answered(began, monotonic(), what, 0, None))
            return 0, None, 0.2
        retry_after = response.headers.get("Retry-After")
        self._ledger.answers.append(Answered(began, monotonic(), what, response.status_code, retry_after))
        return response.status_code, response.json() if response.content else None, float(retry_after or 0.2)


def _in_progress(status: int, body: Any) -> bool:
    return status == 409 and str(body.get("type")).endswith("idempotency-in-progress")
