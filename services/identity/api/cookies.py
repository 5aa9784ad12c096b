"""The refresh token of the web client: in a cookie that scripts cannot read and other sites cannot send.

The browser gives it only to the paths that need it. The prefix `__Host-` would forbid that, since it asks for
the path `/`; `__Secure-` asks only for TLS, so that is what the name begins with where there is TLS.
"""

from flask import Response, request
from werkzeug.exceptions import Forbidden

from services.identity.models.sessions import LIFE
from shared.api import PREFIX
from shared.problems import Invalid
from shared.service import this_service

CLIENT_HEADER = "X-CRM-Client"
PATH = f"{PREFIX}/auth"


def for_web() -> bool:
    """Whether the web client asks. Other sites cannot say so: the header needs their scripts to be allowed."""
    return request.headers.get(CLIENT_HEADER) == "web"


def refresh_token(body: dict[str, str]) -> str:
    """The refresh token of this request; empty where the web client has none.

    :raises werkzeug.exceptions.Forbidden: a cookie came along that nobody asked to use
    :raises shared.problems.Invalid: neither in the body nor in the cookie
    """
    if for_web():
        return request.cookies.get(_name(), "")
    if "refresh_token" in body:
        return body["refresh_token"]
    if _name() in request.cookies:
        raise Forbidden
    raise Invalid(refresh_token="required")  # noqa: S106 - what is wrong with it


def keep(response: Response, token: str) -> None:
    _set(response, token, int(LIFE.total_seconds()))


def drop(response: Response) -> None:
    _set(response, "", 0)


def _set(response: Response, token: str, seconds: int) -> None:
    response.set_cookie(
        _name(), token, max_age=seconds, path=PATH, secure=_secure(), httponly=True, samesite="Strict"
    )


def _secure() -> bool:
    return this_service().settings.public.startswith("https:")


def _name() -> str:
    return "__Secure-crm_refresh" if _secure() else "crm_refresh"
