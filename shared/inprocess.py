"""Reaching another service that lives in the same process: the same calls, without a socket."""

import contextvars
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import requests
from flask import Flask
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict
from urllib3 import HTTPHeaderDict, HTTPResponse
from werkzeug.test import EnvironBuilder, run_wsgi_app


class InProcess(BaseAdapter):
    """Hands requests of `requests` to a WSGI application."""

    def __init__(self, app: Flask) -> None:
        super().__init__()
        self._app = app

    def send(self, request: requests.PreparedRequest, *_args: Any, **_options: Any) -> requests.Response:
        parts = urlsplit(request.url or "")
        body = request.body.encode() if isinstance(request.body, str) else request.body or b""
        environ = EnvironBuilder(
            path=parts.path,
            query_string=parts.query,
            method=request.method or "GET",
            headers=request.headers.items(),
            data=body,
        ).get_environ()
        # In a context of its own: what the other service binds there must not reach this one.
        chunks, status, headers = contextvars.copy_context().run(run_wsgi_app, self._app, environ, buffered=True)
        response = requests.Response()
        response.status_code = int(status.split(" ", 1)[0])
        response.headers = CaseInsensitiveDict(headers)
        # Here headers that stand several times, such as cookies, are kept apart.
        response.raw = HTTPResponse(
            BytesIO(b"".join(chunks)),
            headers=HTTPHeaderDict(headers.items()),
            preload_content=False,
            request_method=request.method,
        )
        response.url = request.url or ""
        response.request = request
        response.encoding = "utf-8"
        return response

    def close(self) -> None:
        """Nothing is kept open."""
