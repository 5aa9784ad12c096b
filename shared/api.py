"""The HTTP side of every service: routes that say who may use them, one transaction a request, one document."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from threading import Lock
from typing import Any

import flask_smorest
import orjson
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask, Request, Response, g, make_response, request
from flask.json.provider import JSONProvider
from flask_smorest import Api
from marshmallow import EXCLUDE, Schema, fields
from webargs.flaskparser import FlaskParser
from webargs.multidictproxy import MultiDictProxy
from werkzeug.datastructures import CombinedMultiDict
from werkzeug.exceptions import Forbidden, UnsupportedMediaType

from shared import idempotency
from shared.db import reading
from shared.listing import XLSX, Listing
from shared.problems import CONTENT_TYPE as PROBLEM
from shared.schemas import InstantOrDay, Out
from shared.service import this_service
from shared.telemetry import acts
from shared.tokens import OPERATOR, PUBLIC, SERVICE, BadToken, Role, User

PREFIX = "/api/v1"
MAX_BODY = 1024 * 1024
SAFE = {"GET", "HEAD", "OPTIONS"}
# The bodies that are read, unless a route says otherwise.
READ = ("application/json", "multipart/form-data")


class Json(JSONProvider):
    """JSON by orjson: it knows ids, days and instants, and is many times as fast."""

    def dumps(self, obj: Any, **_options: Any) -> str:
        return orjson.dumps(obj, option=orjson.OPT_UTC_Z).decode()

    def loads(self, s: str | bytes, **_options: Any) -> Any:
        return orjson.loads(s)

    def response(self, *args: Any, **kwargs: Any) -> Response:
        g.answered = self._prepare_response_obj(args, kwargs)
        return Response(orjson.dumps(g.answered, option=orjson.OPT_UTC_Z), content_type="application/json")


class Parser(FlaskParser):
    """Refuses what it does not know, in the query too: a filter mistyped must not widen a list."""

    DEFAULT_UNKNOWN_BY_LOCATION = FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION | {"query": "raise", "files": "raise"}
    DEFAULT_LOCATION = "json"

    def load_files(self, req: Request, schema: Schema) -> MultiDictProxy:
        """All parts of a multipart body: its files and what stands beside them."""
        return MultiDictProxy(CombinedMultiDict([req.files, req.form]), schema)


class ProblemOut(Schema):
    """What went wrong (RFC 9457). Some problems tell more: `candidates`, `claimed_by`, who was quicker."""

    class Meta:
        unknown = EXCLUDE

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    request_id = fields.String(required=True)
    errors = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))


class Routes(flask_smorest.Blueprint):
    """The routes of one service. Each says the role it asks for; one that does not is refused at the start."""

    ARGUMENTS_PARSER = Parser()

    def __init__(self, name: str, description: str) -> None:
        super().__init__(name, name, url_prefix=PREFIX, description=description)

    def route(
        self,
        rule: str,
        *,
        role: Role | None = None,
        idempotent: bool = True,
        max_body: int = MAX_BODY,
        services: bool = False,
        takes: str | None = None,
        parameters: Any = None,
        tags: Any = None,
        **options: Any,
    ) -> Callable[..., Any]:
        """Register a view.

        :param role: who may use it
        :param idempotent: whether a POST honours Idempotency-Key; what answers secrets must not keep its answers
        :param max_body: bytes of its body, at most
        :param services: whether a service may use it, too, for what nobody does who is signed in
        :param takes: the media type of its body, where that is neither JSON nor multipart
        """
        if role is None:
            raise TypeError(f"{rule} does not say who may use it")
        register = super().route(rule, parameters=parameters, tags=tags, **options)

        def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
            documented = self.doc(**_security(role))(view)
            for status in _problems_of(rule, options.get("methods", ["GET"]), role):
                documented = self.alt_response(status, schema=ProblemOut, content_type=PROBLEM)(documented)
            guard = _Guard(role, idempotent and role > PUBLIC, max_body, services, (takes,) if takes else READ)
            register(_guarded(documented, guard))
            return view

        return decorate

    def arguments(self, schema: type[Schema], **options: Any) -> Callable[..., Any]:
        """What the view takes. A body can be left out where nothing in it is required."""
        needed = any(each.required for each in schema().fields.values())
        decorate: Callable[..., Any] = super().arguments(schema, **({"required": needed} | options))
        return decorate

    def list_of(self, schema: type[Out], *, page: type[Out] | None = None) -> Callable[..., Any]:
        """The view answers with a `Listing` of these; as JSON pages, or whole as CSV or XLSX.

        :param page: what a page is, where it is more than a part of the list
        """
        page = page or page_of(schema)

        def decorate(view: Callable[..., Listing]) -> Callable[..., Any]:
            @wraps(view)
            def answer(*args: Any, **kwargs: Any) -> Response:
                return view(*args, **kwargs).respond()

            text = {"type": "string"}
            documented = self.alt_response(200, schema=text, content_type="text/csv", success=True)(answer)
            binary = {"type": "string", "format": "binary"}
            documented = self.alt_response(200, schema=binary, content_type=XLSX, success=True)(documented)
            return self.response(200, page)(documented)

        return decorate


@cache
def page_of(schema: type[Out]) -> type[Out]:
    """What a page of a list is."""
    return type(
        f"{schema.__name__.removesuffix('Out')}ListOut",
        (Out,),
        {
            "items": fields.List(fields.Nested(schema), required=True),
            "next_cursor": fields.String(required=True, allow_none=True),
            "total": fields.Integer(),
        },
    )


def _security(role: Role) -> dict[str, Any]:
    return {"x-role": role.label, "security": [] if role == PUBLIC else [{"token": []}]}


def _problems_of(rule: str, methods: list[str], role: Role) -> list[int]:
    """The problems that a route can always answer with."""
    found = {400, 422, 429, 503}
    if role > PUBLIC:
        found.add(401)
    if role > OPERATOR:
        found.add(403)
    if "<" in rule:
        found.add(404)
    if not SAFE.issuperset(methods):
        found |= {404, 409, 412, 413, 415}
    return sorted(found)


@dataclass(frozen=True)
class _Guard:
    """What a route asks of a request; see `Routes.route`."""

    role: Role
    idempotent: bool
    max_body: int
    services: bool
    takes: tuple[str, ...]

    def check(self) -> None:
        request.max_content_length = self.max_body
        if self.role > PUBLIC:
            user = _signed_in()
            if user.role < self.role and not (self.services and user.role == SERVICE):
                raise Forbidden
        # Whoever sent a body that is not read would think that it was.
        if request.content_length and not self._reads():
            raise UnsupportedMediaType

    def _reads(self) -> bool:
        return request.mimetype in self.takes or (request.is_json and READ[0] in self.takes)


def _guarded(view: Callable[..., Any], guard: _Guard) -> Callable[..., Any]:
    """A view behind its role, in one transaction that is committed with the answer."""

    @wraps(view)
    def guarded(**path: Any) -> Response:
        guard.check()

        def answer() -> Response:
            response = make_response(view(**path))
            _identify(response)
            return response

        if request.method in SAFE:
            with reading():
                # Nothing was changed; but after a ROLLBACK psycopg would prepare, and PostgreSQL plan, all anew.
                return idempotency.finished(answer())
        if request.method == "POST" and guard.idempotent:
            return idempotency.once(answer)
        return idempotency.finished(answer())

    return guarded


def _signed_in() -> User:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise BadToken("no token")
    user = this_service().keys.user_of(token.strip())
    g.user = user
    if user.role != SERVICE:
        acts(user.id)
    return user


def _identify(response: Response) -> None:
    """Say which version this is, and where what was made can be found."""
    body = g.pop("answered", None)
    if isinstance(body, dict) and response.status_code < 300:
        if "version" in body:
            response.set_etag(str(body["version"]))
        if response.status_code == 201 and "id" in body:
            response.headers.setdefault("Location", f"{request.path}/{body['id']}")


class Document(Api):
    """The OpenAPI document of a service, and errors that leave as problem details.

    The document takes ten times as long to write as the application to set up: it is written when it is asked for.
    """

    def __init__(self, app: Flask, **options: Any) -> None:
        self._undescribed: list[Routes] = []
        self._describing = Lock()
        super().__init__(app, **options)

    def register_blueprint(self, blp: Routes) -> None:
        self._app.extensions["flask-smorest"]["blp_name_to_api"][blp.name] = self
        self._app.register_blueprint(blp)
        self._undescribed.append(blp)

    def whole(self) -> dict[str, Any]:
        """The document, of all routes."""
        with self._describing:
            for each in self._undescribed:
                each.register_views_in_doc(self, self._app, self.spec, name=each.name, parameters=None)
                self.spec.tag({"name": each.name, "description": each.description})
            self._undescribed.clear()
        document: dict[str, Any] = self.spec.to_dict()
        return document

    def _openapi_json(self) -> Response:
        return Response(orjson.dumps(self.whole(), option=orjson.OPT_INDENT_2), content_type="application/json")

    def _register_error_handlers(self) -> None:
        """`shared.problems` answers them all; the library's own would lose `Allow` and our shape."""


def document(app: Flask, title: str, routes: tuple[Routes, ...]) -> Api:
    """Register the routes and serve their OpenAPI document at /api/v1/openapi.json."""
    app.config |= {
        "API_TITLE": title,
        "API_VERSION": "1",
        "OPENAPI_VERSION": "3.1.0",
        "OPENAPI_URL_PREFIX": PREFIX,
        "OPENAPI_JSON_PATH": "openapi.json",
    }
    plugin = MarshmallowPlugin(schema_name_resolver=_schema_name)
    api = Document(app, spec_kwargs={"marshmallow_plugin": plugin})
    api.DEFAULT_ERROR_RESPONSE_NAME = None
    plugin.converter.add_attribute_function(_instant_or_day)  # type: ignore[union-attr]
    api.spec.components.security_scheme("token", {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"})
    for each in routes:
        api.register_blueprint(each)
    return api


def _schema_name(schema: Any) -> str:
    name = schema if isinstance(schema, str) else (schema if isinstance(schema, type) else type(schema)).__name__
    return str(name).removesuffix("Out") if str(name).endswith("Out") else str(name)


def _instant_or_day(_converter: Any, field: fields.Field, **_options: Any) -> dict[str, Any]:
    if isinstance(field, InstantOrDay):
        return {"type": "string", "anyOf": [{"format": "date-time"}, {"format": "date"}]}
    return {}


def use_json(app: Flask) -> None:
    app.json = Json(app)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.url_map.strict_slashes = False
