"""One OpenAPI document of the whole, merged from those of the services, and the page that shows it."""

import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import orjson
from flask import Flask, Response, redirect

from gateway.composing import Call, Composer, only
from gateway.merging import merged
from gateway.upstream import Upstream
from shared.api import PREFIX

FRESH_SECONDS = 10.0
FOLDER = Path(__file__).parent / "page"
JSON_PATH, PAGE_PATH = f"{PREFIX}/openapi.json", f"{PREFIX}/docs"
PAGE = {
    PAGE_PATH: ("index.html", "text/html"),
    f"{PAGE_PATH}/docs.css": ("docs.css", "text/css"),
    f"{PAGE_PATH}/docs.js": ("docs.js", "text/javascript"),
}


class Documents:
    """The merged document, asked of the services again after some seconds.

    :param clock: seconds that only grow
    """

    def __init__(self, composer: Composer, names: list[str], clock: Callable[[], float] = time.monotonic) -> None:
        self._composer, self._names, self._clock = composer, names, clock
        self._lock = threading.Lock()
        self._merged = b""
        self._until = 0.0

    def merged(self) -> bytes:
        with self._lock:
            if self._clock() >= self._until or not self._merged:
                answers = self._composer.ask({name: Call(name, "/openapi.json") for name in self._names})
                documents = {name: answers.told(name, None) for name in self._names}
                self._merged = orjson.dumps(merged(documents))
                self._until = self._clock() + FRESH_SECONDS
            return self._merged


def serve_documents(app: Flask, services: dict[str, Upstream], composer: Composer) -> None:
    documents = Documents(composer, list(services))

    @app.get(JSON_PATH)
    def openapi() -> Response:
        only()
        return Response(documents.merged(), content_type="application/json")

    for address, (name, kind) in PAGE.items():
        app.add_url_rule(address, address, partial(_file, (FOLDER / name).read_bytes(), kind))

    for short, whole in (("/openapi.json", JSON_PATH), ("/docs", PAGE_PATH)):
        app.add_url_rule(short, short, lambda whole=whole: redirect(whole))


def _file(content: bytes, kind: str) -> Response:
    return Response(content, content_type=f"{kind}; charset=utf-8")
