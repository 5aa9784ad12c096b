"""Stand-ins for the services: small applications on real sockets, and sockets that misbehave."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from flask import Flask, jsonify, request
from flask.testing import FlaskClient
from requests.adapters import BaseAdapter
from werkzeug.serving import WSGIRequestHandler, make_server

from gateway.app import create_app
from shared.config import Settings
from shared.testing.fixtures import _public


class Kept(WSGIRequestHandler):
    """Keeps connections open, as the services do, and quiet."""

    protocol_version = "HTTP/1.1"

    def log_request(self, *_args: Any) -> None:
        pass


@contextmanager
def on_a_socket(app: Any) -> Iterator[str]:
    """The address of an application that listens."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Kept)
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=lambda: server.serve_forever(0.01), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def on_a_raw_socket(*behaviours: Callable[[socket.socket], None]) -> Iterator[str]:
    """The address of a server that treats its first connection by the first behaviour, and so on."""
    listener = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        for behave in behaviours:
            with suppress(OSError):
                connection, _ = listener.accept()
                with connection:
                    behave(connection)

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def closed_port() -> str:
    """An address that refuses connections."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


def take_request(connection: socket.socket) -> bytes:
    """What came, to the end of its head and of a body of told length."""
    taken = b""
    while b"\r\n\r\n" not in taken:
        block = connection.recv(65536)
        if not block:
            return taken
        taken += block
    head, _, body = taken.partition(b"\r\n\r\n")
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            while len(body) < int(line.split(b":")[1]):
                body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def echo(name: str) -> Flask:
    """A service that tells what it got."""
    app = Flask(name)

    @app.route("/api/v1/<path:rest>", methods=["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
    def told(rest: str) -> Any:
        return jsonify(
            service=name,
            method=request.method,
            path=request.path,
            query=request.query_string.decode(),
            headers={key.lower(): value for key, value in request.headers},
            body=request.get_data(as_text=True),
        )

    @app.get("/readyz")
    def readyz() -> Any:
        return jsonify(status="ok")

    @app.get("/metrics")
    def metrics() -> str:
        return "secret_metric 1"

    @app.get("/api/v1/openapi.json")
    def document() -> Any:
        return jsonify(openapi="3.1.0", info={"title": name, "version": "1"}, paths={})

    @app.get("/api/v1/auth/jwks.json")
    def keys() -> Any:
        return jsonify(keys=[_public])

    return app


class Gateway:
    """A gateway under test."""

    def __init__(self, adapters: dict[str, BaseAdapter] | None = None, **settings: Any) -> None:
        self.app = create_app(Settings(**settings), adapters)

    @property
    def client(self) -> FlaskClient:
        return self.app.test_client()

    def close(self) -> None:
        for upstream in self.app.extensions["upstreams"].values():
            upstream.close()


@pytest.fixture
def gateway() -> Iterator[Callable[..., Gateway]]:
    """Makes gateways and closes them."""
    made: list[Gateway] = []

    def make(adapters: dict[str, BaseAdapter] | None = None, **settings: Any) -> Gateway:
        made.append(Gateway(adapters, **settings))
        return made[-1]

    yield make
    for each in made:
        each.close()


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds

    def pass_(self, seconds: float) -> None:
        self.seconds += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()
