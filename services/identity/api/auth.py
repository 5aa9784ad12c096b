"""Signing in and out."""

from typing import Any

from flask import Response, jsonify

from services.identity import operations
from services.identity.api import cookies
from services.identity.api.routes import routes
from services.identity.models import SigningKey
from services.identity.operations import Grant
from services.identity.origin import origin
from services.identity.schemas import (
    CredentialsIn,
    GrantOut,
    KeySetOut,
    MyselfOut,
    PasswordIn,
    RefreshIn,
    ServiceIn,
    ServiceTokenOut,
)
from shared import clock
from shared.api import ProblemOut
from shared.problems import CONTENT_TYPE
from shared.resources import Rendered
from shared.tokens import OPERATOR, PUBLIC, current_user


def refuses(status: int) -> Any:
    """The route can answer with this problem too."""
    return routes.alt_response(status, schema=ProblemOut, content_type=CONTENT_TYPE)


@routes.post("/auth/login", role=PUBLIC)
@routes.arguments(CredentialsIn)
@routes.response(200, GrantOut)
@refuses(401)
def login(credentials: dict[str, str]) -> Response:
    """Sign in. With `X-CRM-Client: web` the refresh token is answered as a cookie."""
    return _granted(operations.sign_in(**credentials, origin=origin(), at=clock.now()))


@routes.post("/auth/refresh", role=PUBLIC)
@routes.arguments(RefreshIn)
@routes.response(200, GrantOut)
@refuses(401)
@refuses(403)
def refresh(body: dict[str, str]) -> Response:
    """Get a new pair of tokens; shown again, the old refresh token ends the session."""
    return _granted(operations.refresh(cookies.refresh_token(body), origin(), clock.now()))


@routes.post("/auth/service", role=PUBLIC)
@routes.arguments(ServiceIn)
@routes.response(200, ServiceTokenOut)
@refuses(401)
def service_token(given: dict[str, str]) -> Response:
    """A short token for a service, which opens the few calls that it makes for nobody who is signed in."""
    response = jsonify(operations.service_token(given["secret"], clock.now()))
    response.cache_control.no_store = True
    return response


@routes.post("/auth/logout", role=PUBLIC)
@routes.arguments(RefreshIn)
@routes.response(204)
@refuses(403)
def logout(body: dict[str, str]) -> Response:
    """End the session of a refresh token. Who has none left is signed out as well."""
    operations.sign_out(cookies.refresh_token(body))
    response = Response(status=204)
    if cookies.for_web():
        cookies.drop(response)
    return response


@routes.post("/auth/password", role=OPERATOR, idempotent=False)
@routes.arguments(PasswordIn)
@routes.response(204)
def change_password(given: dict[str, str]) -> None:
    """Change one's own password; every other session ends."""
    user = current_user()
    operations.change_password(
        user.id, given["current"], given["new"], origin(), clock.now(), session_id=user.session_id
    )


@routes.get("/auth/me", role=OPERATOR)
@routes.response(200, MyselfOut)
def me() -> Rendered:
    """The signed-in user, with role, branches and teams."""
    return operations.profile(current_user().id)


@routes.get("/auth/jwks.json", role=PUBLIC)
@routes.response(200, KeySetOut)
def key_set() -> dict[str, Any]:
    """The public keys that access tokens are checked with."""
    return SigningKey.published(clock.now())


def _granted(grant: Grant) -> Response:
    body = grant.shown()
    if cookies.for_web():
        del body["refresh_token"]
    response = jsonify(body)
    if cookies.for_web():
        cookies.keep(response, grant.refresh_token)
    response.cache_control.no_store = True
    return response
