"""Bare applications of the same libraries: what the same work costs with nothing around it."""

import os
import threading

import orjson
import psycopg
from flask import Flask, Response, request
from urllib3 import HTTPConnectionPool, Timeout

_own = threading.local()


def create_insert() -> Flask:
    """Takes a body and keeps it in one row, committed."""
    app = Flask("bare-insert")
    url = os.environ["BARE_DATABASE_URL"]

    @app.post("/")
    def insert() -> tuple[Response, int]:
        if not hasattr(_own, "connection"):
            _own.connection = psycopg.connect(url)
        body = orjson.loads(request.get_data())
        with _own.connection.transaction():
            _own.connection.execute("INSERT INTO bare_rows (body) VALUES (%s)", (orjson.dumps(body).decode(),))
        return Response(orjson.dumps(body), content_type="application/json"), 201

    return app


def create_answer() -> Flask:
    """Answers, and does nothing else."""
    app = Flask("bare-answer")
    body = orjson.dumps({"items": [{"id": number, "name": "bare"} for number in range(20)]})

    @app.get("/")
    def answer() -> Response:
        return Response(body, content_type="application/json")

    return app


def create_hop() -> Flask:
    """Hands every request on to another application, and its answer back."""
    app = Flask("bare-hop")
    port = int(os.environ["BARE_PORT"])

    @app.get("/")
    def hand_on() -> Response:
        if not hasattr(_own, "pool"):
            _own.pool = HTTPConnectionPool("127.0.0.1", port, maxsize=1, timeout=Timeout(5))
        answer = _own.pool.request("GET", "/", headers={"Accept": request.headers.get("Accept", "*/*")})
        return Response(answer.data, answer.status, content_type=answer.headers["Content-Type"])

    return app
