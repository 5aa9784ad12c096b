"""Passes requests on to the services, and their answers back."""

import re
from collections.abc import Iterable, Iterator
from functools import partial
from urllib.parse import quote

from flask import Flask, Response, request
from werkzeug.datastructures import Headers
from werkzeug.exceptions import NotFound

from gateway import headers
from gateway.exchange import ANSWER_SECONDS, Answer, Outgoing
from gateway.limits import IMPORTS
from gateway.routes import TABLE
from gateway.upstream import Upstream
from shared.api import PREFIX
from shared.idempotency import HEADER as IDEMPOTENCY_KEY

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
REPEATABLE = {"GET", "HEAD", "OPTIONS"}
KEYS_NOT_HONOURED = (f"{PREFIX}/auth/", f"{PREFIX}/webhooks/")
LONG_SECONDS = 60.0
LONG_FORMATS = {"csv", "xlsx", "pdf"}
BLOCK = 64 * 1024
_NOT_IN_A_TARGET = re.compile(r"[^\x21-\x7e]|#")


def pass_on(app: Flask, services: dict[str, Upstream]) -> None:
    """Route the paths of every service of this installation; those of the others do not exist."""
    # Redirecting to a tidier path would be rewriting it.
    app.url_map.merge_slashes = False
    for name, upstream in services.items():
        for path in TABLE[name]:
            view = partial(_passed_on, upstream)
            for rule in (f"{PREFIX}/{path}", f"{PREFIX}/{path}/<path:rest>"):
                app.add_url_rule(rule, rule, view, methods=METHODS, provide_automatic_options=False)


def _passed_on(upstream: Upstream, rest: str = "") -> Response:
    if not {".", ".."}.isdisjoint(rest.split("/")):
        raise NotFound  # it would leave the paths of this service
    return as_response(upstream.send(_outgoing()))


def as_response(answer: Answer) -> Response:
    """A service's answer as the gateway's."""
    response = Response(answer.body, answer.status, direct_passthrough=not isinstance(answer.body, bytes))
    response.headers = Headers(headers.to_caller(answer.headers))
    return response


def _outgoing() -> Outgoing:
    sent = headers.to_service(request.environ)
    body, chunked = _body(sent)
    repeatable = request.method in REPEATABLE or (isinstance(body, bytes) and _carries_key())
    return Outgoing(request.method, _target(), sent, body, chunked, _seconds(), repeatable)


def _carries_key() -> bool:
    return (
        request.method == "POST"
        and IDEMPOTENCY_KEY in request.headers
        and not request.path.startswith(KEYS_NOT_HONOURED)
    )


def _target() -> str:
    environ = request.environ
    path = quote(environ["PATH_INFO"].encode("latin-1"), safe="/:@!$&'()*+,;=~")
    query = environ["QUERY_STRING"]
    return f"{path}?{_NOT_IN_A_TARGET.sub(_escaped, query)}" if query else path


def _escaped(character: re.Match[str]) -> str:
    return f"%{ord(character[0]):02X}"


def _body(sent: headers.Pairs) -> tuple[bytes | Iterable[bytes], bool]:
    """The body, and whether it goes in chunks; the headers that say so are added to those that are sent."""
    length = request.content_length
    if request.path == IMPORTS and request.method == "POST":
        sent.append(("Transfer-Encoding", "chunked") if length is None else ("Content-Length", str(length)))
        return _blocks(), length is None
    # Read here, so that a slow caller does not hold up a thread of the service. Block by block, because
    # `get_data` would cut off in silence what is too large and does not say so.
    body = b"".join(_blocks())
    if body or request.method not in REPEATABLE:
        sent.append(("Content-Length", str(len(body))))
    return body, False


def _blocks() -> Iterator[bytes]:
    while block := request.stream.read(BLOCK):
        yield block


def _seconds() -> float:
    if request.path == IMPORTS or request.path.endswith("/export"):
        return LONG_SECONDS
    return LONG_SECONDS if "format=" in request.query_string.decode("latin-1") and _is_export() else ANSWER_SECONDS


def _is_export() -> bool:
    return request.args.get("format") in LONG_FORMATS
