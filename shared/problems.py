"""Refusals and errors, in the one shape that every caller gets: RFC 9457 problem details."""

from typing import Any, Self

import orjson
from flask import Flask, Response, has_request_context, make_response, request
from gunicorn.http.errors import ParseException
from sqlalchemy.exc import DBAPIError, IntegrityError
from werkzeug.exceptions import HTTPException

from shared.db import is_away
from shared.telemetry import log, trace
from shared.texts import LANGUAGES, field_message, text
from shared.tokens import BadToken

CONTENT_TYPE = "application/problem+json"
RETRY_SECONDS = 2


class Refused(Exception):
    """The request was understood and is refused; subclasses say why.

    What is given as keywords stands in the answer, and in the text where it names it.
    """

    status = 409
    name = "conflict"

    def __init__(self, *, headers: dict[str, str] | None = None, **members: Any) -> None:
        super().__init__(self.name)
        self.members = members
        self.headers = headers or {}

    def within(self, field: str) -> Self:
        """The same refusal, with its fields where the request at hand has them."""
        errors = self.members.get("errors")
        if errors:
            self.members["errors"] = {f"{field}.{name}": messages for name, messages in errors.items()}
        return self


class Invalid(Refused):
    """Fields that cannot be taken: each named with what is wrong, as a key of the catalogue's `[fields]`."""

    status, name = 422, "invalid-fields"

    def __init__(self, **errors: str) -> None:
        super().__init__(errors={field.replace("__", "."): [message] for field, message in errors.items()})


class Unavailable(Refused):
    """A service that is needed for this does not answer."""

    status, name = 503, "service-unavailable"

    def __init__(self, service: str) -> None:
        super().__init__(headers={"Retry-After": str(RETRY_SECONDS)}, service=service)


class Passed(Refused):
    """What another service refused, handed on as it is."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        self.status = status
        self.name = str(problem.get("type", "")).rpartition("/")[2]
        kept = {k: v for k, v in problem.items() if k not in {"type", "title", "status", "detail", "request_id"}}
        super().__init__(**kept)
        self.title, self.detail = problem.get("title"), problem.get("detail")


_NAMES = {
    400: "bad-request",
    401: "unauthorized",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    409: "conflict",
    412: "precondition-failed",
    413: "content-too-large",
    415: "unsupported-media-type",
    422: "invalid-fields",
    429: "too-many-requests",
    503: "service-unavailable",
    504: "gateway-timeout",
}


def language() -> str:
    """The language of the answer, after Accept-Language; Spanish unless asked otherwise."""
    if not has_request_context():
        return LANGUAGES[0]
    return request.accept_languages.best_match(LANGUAGES, LANGUAGES[0]) or LANGUAGES[0]


def problem(
    status: int,
    name: str,
    *,
    headers: dict[str, str] | None = None,
    title: str | None = None,
    detail: str | None = None,
    **members: Any,
) -> Response:
    """The answer for what went wrong."""
    request_id = trace().correlation_id
    values = members | {"request_id": request_id}
    body: dict[str, Any] = {
        "type": f"/problems/{name}",
        "title": title or text(f"problems.{name}.title", language()),
        "status": status,
        "detail": detail or text(f"problems.{name}.detail", language(), **values),
        "request_id": request_id,
        **members,
    }
    if "errors" in body:
        body["errors"] = {
            field: [field_message(message, language()) for message in messages]
            for field, messages in body["errors"].items()
        }
    response = Response(orjson.dumps(body, option=orjson.OPT_UTC_Z), status, content_type=CONTENT_TYPE)
    response.headers.update(headers or {})
    return response


def answer_problems(app: Flask) -> None:
    """Let every error of the application leave as problem details."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(BadToken, _bad_token)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(ParseException, _unreadable)
    app.register_error_handler(IntegrityError, _overtaken)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(Exception, _unexpected)


def _refused(error: Refused) -> Response:
    passed = {"title": error.title, "detail": error.detail} if isinstance(error, Passed) else {}
    return problem(error.status, error.name, headers=error.headers, **passed, **error.members)


def _bad_token(_error: BadToken) -> Response:
    return problem(401, "unauthorized", headers={"WWW-Authenticate": "Bearer"})


def _http(error: HTTPException) -> Response:
    if error.response is not None:
        # Werkzeug's redirects and the like bring their own answer.
        return make_response(error.get_response())
    status = error.code or 500
    if status not in _NAMES:
        status = 400 if 400 <= status < 500 else 500
    if status == 500:
        return problem(500, "internal-error")
    headers = {name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After"}}
    members: dict[str, Any] = {}
    if status == 422:
        members["errors"] = flat(getattr(error, "data", {}).get("messages", {}))
        headers |= dict(getattr(error, "data", {}).get("headers") or {})
    if status in {503, 504}:
        members["service"] = error.description or ""
    return problem(status, _NAMES[status], headers=headers, **members)


def _unreadable(_error: ParseException) -> Response:
    """A body in chunks that are none; the server notices it only while it is read."""
    return problem(400, "bad-request")


def _overtaken(error: IntegrityError) -> Response:
    log.warning("overtaken", error=type(error.orig).__name__)
    return problem(409, "conflict")


def _database(error: DBAPIError) -> Response:
    if is_away(error):
        log.error("database away", error=type(error.orig).__name__)
        return _refused(Unavailable("database"))
    return _unexpected(error)


def _unexpected(error: Exception) -> Response:
    log.error("unexpected", exc_info=error)
    return problem(500, "internal-error")


_PARTS = {"json", "query", "files", "form", "headers"}


def flat(messages: dict[str, Any]) -> dict[str, list[str]]:
    """Nested messages with their fields dotted, without the part of the request they came from."""
    found: dict[str, list[str]] = {}
    for name, inner in messages.items():
        found |= _dotted(inner if name in _PARTS else {name: inner})
    return found


def _dotted(messages: Any, prefix: str = "") -> dict[str, list[str]]:
    if isinstance(messages, dict):
        found: dict[str, list[str]] = {}
        for name, inner in messages.items():
            found |= _dotted(inner, prefix if name == "_schema" else f"{prefix}{name}.")
        return found
    listed = messages if isinstance(messages, list) else [messages]
    return {prefix.rstrip(".") or "body": [str(each) for each in listed]}
