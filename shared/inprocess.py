"""Reaching another service that lives in the same process: the same calls, without a socket."""

import contextvars
import io
from collections.abc import Iterable
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import requests
from flask import Flask
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict
from urllib3 import HTTPHeaderDict, HTTPResponse
from werkzeug.test import EnvironBuilder, run_wsgi_app


class Answer(io.RawIOBase):
    """The body of an answer, made while it is read: an export may be larger than what one would like to hold."""

    def __init__(self, context: contextvars.Context, chunks: Iterable[bytes]) -> None:
        self._context, self._chunks = context, chunks
        self._next = iter(chunks)
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            chunk = self._context.run(next, self._next, None)
            if chunk is None:
                return 0
            self._rest = chunk
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size

    def close(self) -> None:
        if not self.closed and hasattr(self._chunks, "close"):
            self._context.run(self._chunks.close)
        super().close()


class _Blocks(io.RawIOBase):
    """A body that is given block by block.

    :ivar failed: why it could not be read to its end; that is the sender's affair, whatever the service answers
    """

    failed: BaseException | None = None

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self._blocks = iter(blocks)
        self._rest = b""
        # The other service reads it, but it is made by what the sender has at hand, such as a request of its own.
        self._context = contextvars.copy_context()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            self._rest = self._rest or self._context.run(next, self._blocks, b"")
        except BaseException as error:
            self.failed = error
            raise
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


class InProcess(BaseAdapter):
    """Hands requests of `requests` to a WSGI application."""

    def __init__(self, app: Flask) -> None:
        super().__init__()
        self._app = app

    def send(self, request: requests.PreparedRequest, *_args: Any, **_options: Any) -> requests.Response:
        # In a context of its own: what the other service binds there must not reach this one.
        context = contextvars.copy_context()
        environ = _environ(request)
        try:
            chunks, status, headers = context.run(run_wsgi_app, self._app, environ)
        finally:
            sent = environ["wsgi.input"]
            if isinstance(sent, _Blocks) and sent.failed:
                raise sent.failed
        answer: Any = Answer(context, chunks)
        if "Content-Length" in headers:
            with answer as whole:
                answer = BytesIO(whole.read())
        response = requests.Response()
        response.status_code = int(status.split(" ", 1)[0])
        response.headers = CaseInsensitiveDict(headers)
        # Here headers that stand several times, such as cookies, are kept apart.
        response.raw = HTTPResponse(
            answer,
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


def _environ(request: requests.PreparedRequest) -> dict[str, Any]:
    parts = urlsplit(request.url or "")
    given: Any = request.body or b""
    body = given.encode() if isinstance(given, str) else given
    blocks = None if isinstance(body, bytes) else body
    environ = EnvironBuilder(
        path=parts.path,
        query_string=parts.query,
        method=request.method or "GET",
        headers=request.headers.items(),
        input_stream=BytesIO(b"" if blocks else body),
    ).get_environ()
    if blocks:
        # It ends by itself; how long it is may be known or not.
        environ |= {"wsgi.input": _Blocks(blocks), "wsgi.input_terminated": True}
        environ["CONTENT_LENGTH"] = request.headers.get("Content-Length", "")
    return environ
