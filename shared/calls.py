"""Calls from one service to another, with the caller's token, and never inside a write transaction."""

import threading
from typing import Any

import requests
from flask import has_request_context, request
from requests.adapters import BaseAdapter, HTTPAdapter

from shared import tracing
from shared.callers import caller_address
from shared.idempotency import HEADER, key_of_this_request
from shared.problems import Passed, Unavailable, language
from shared.service import this_service
from shared.telemetry import log, trace

# Seconds to connect, and to answer.
TIMEOUT = (1.0, 5.0)
PREFIX = "/api/v1"


class Calls:
    """The way to the other services."""

    def __init__(self, urls: dict[str, str]) -> None:
        self.urls = urls
        self._adapters: dict[str, BaseAdapter] = {}
        self._local = threading.local()

    def reach(self, service: str, url: str, adapter: BaseAdapter) -> None:
        """Reach a service through an adapter of its own: in the embedded mode they share the process."""
        self.urls[service] = url
        self._adapters[url] = adapter

    def get(self, service: str, path: str, **params: Any) -> Any:
        return self.request("GET", service, path, params=params)

    def post(self, service: str, path: str, json: Any) -> Any:
        return self.request("POST", service, path, json=json)

    def request(self, method: str, service: str, path: str, **options: Any) -> Any:
        """Call another service on behalf of the signed-in user.

        :param options: as `requests` takes them; `headers` that stand before those of the request at hand
        :returns: the JSON that it answered
        :raises Passed: it refused
        :raises Unavailable: it could not be reached, or failed
        """
        _leave_transaction()
        url = self.urls.get(service)
        if url is None:
            raise Unavailable(service)
        response = self._send(method, service, url + PREFIX + path, options)
        if response.status_code >= 500:
            raise Unavailable(service)
        if response.status_code >= 400:
            raise Passed(response.status_code, _json(response))
        return _json(response)

    def _send(self, method: str, service: str, url: str, options: dict[str, Any]) -> requests.Response:
        given = options.pop("headers", {})
        # A kept connection that the other side has just closed is no outage. Sending again is safe:
        # reads change nothing, and every POST carries its key.
        for again in (True, False):
            try:
                with tracing.call(f"{method} {service}", noted={"http.request.method": method}) as part:
                    headers = _headers(part.traceparent) | given
                    response = self._session().request(
                        method, url, headers=headers, timeout=TIMEOUT, allow_redirects=True, **options
                    )
                    part.note({"http.response.status_code": response.status_code})
                    return response
            except (requests.Timeout, requests.ConnectionError) as error:
                if again and not isinstance(error, requests.Timeout):
                    continue
                log.warning("call failed", to=service, error=type(error).__name__)
                raise Unavailable(service) from error
        raise AssertionError("unreachable")

    def _session(self) -> requests.Session:
        # Sessions are not safe to share between threads.
        if not hasattr(self._local, "session"):
            session = requests.Session()
            session.trust_env = False
            session.mount("http://", HTTPAdapter(pool_connections=8, pool_maxsize=1))
            for url, adapter in self._adapters.items():
                session.mount(url, adapter)
            self._local.session = session
        found: requests.Session = self._local.session
        return found


def _leave_transaction() -> None:
    session = this_service().db.session
    if session.new or session.dirty or session.deleted or session.info.get("recorded"):
        raise AssertionError("a service was called in the middle of a change")
    session.rollback()


def _headers(traceparent: str | None) -> dict[str, str]:
    now = trace()
    headers = {
        "X-Request-Id": now.correlation_id,
        "traceparent": traceparent or now.traceparent,
        "Accept-Language": language(),
    }
    if has_request_context():
        headers["Authorization"] = request.headers.get("Authorization", "")
        headers["X-Forwarded-For"] = str(caller_address() or "")
        headers[HEADER] = key_of_this_request()
    return headers


def _json(response: requests.Response) -> Any:
    try:
        return response.json() if response.content else None
    except requests.JSONDecodeError as error:
        raise Unavailable(response.url) from error
