"""A person at the API: what the commands use that play or load something through the gateway."""

from time import monotonic, sleep
from typing import Any
from urllib.parse import urljoin

import requests

TIMEOUT = 15.0


class Refusal(Exception):
    """The API answered with a problem."""

    def __init__(self, call: str, response: requests.Response) -> None:
        self.status = response.status_code
        super().__init__(f"{call}: {response.status_code} {response.text[:500]}")


class Person:
    """Somebody who signs in and works."""

    def __init__(self, url: str, email: str, password: str) -> None:
        self._url = f"{url.rstrip('/')}/"
        self._session = requests.Session()
        self._session.trust_env = False
        signed_in = self.post("auth/login", {"email": email, "password": password})
        self._session.headers["Authorization"] = f"Bearer {signed_in['access_token']}"
        self.user: dict[str, Any] = signed_in["user"]

    def get(self, path: str, **params: Any) -> Any:
        return self._call("GET", path, params=params)

    def post(self, path: str, body: dict[str, Any] | None = None, key: str | None = None) -> Any:
        return self._call("POST", path, json=body or {}, headers={"Idempotency-Key": key} if key else {})

    def patch(self, path: str, body: dict[str, Any]) -> Any:
        return self._call("PATCH", path, json=body)

    def put(self, path: str, body: dict[str, Any]) -> Any:
        return self._call("PUT", path, json=body)

    def delete(self, path: str) -> Any:
        return self._call("DELETE", path)

    def text(self, path: str, **params: Any) -> str:
        """What a path answers, as it is: a file, a calendar."""
        return self._ask("GET", path, params=params).content.decode("utf-8", "replace")

    def upload(self, path: str, name: str, file: bytes) -> Any:
        return self._call("POST", path, files={"file": (name, file)})

    def _call(self, method: str, path: str, **options: Any) -> Any:
        response = self._ask(method, path, **options)
        return response.json() if response.content else None

    def _ask(self, method: str, path: str, **options: Any) -> requests.Response:
        response = self._session.request(method, urljoin(self._url, f"api/v1/{path}"), timeout=TIMEOUT, **options)
        if not response.ok:
            raise Refusal(f"{method} {path}", response)
        return response

    def until(self, seconds: float, path: str, wanted: Any, **params: Any) -> Any:
        """Ask again until the answer holds what is wanted.

        :param wanted: tells what it found in an answer, or something false
        :raises TimeoutError: it did not come within the time
        """
        deadline = monotonic() + seconds
        while True:
            answer = self.get(path, **params)
            found = wanted(answer)
            if found:
                return found
            if monotonic() > deadline:
                raise TimeoutError(f"{path} did not show it within {seconds:g} s: {answer}")
            sleep(0.01)
