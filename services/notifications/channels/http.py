"""HTTP to providers: a connection a thread, no patience without end, no redirects, errors in few kinds."""

import threading
from email.utils import parsedate_to_datetime
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from services.notifications.channels.message import DeliveryError
from shared import clock
from shared.telemetry import log

# Seconds to connect, and to answer.
TIMEOUT = (3.0, 10.0)
# Seconds. Who asks to be left alone for longer is asked again all the same: nobody would notice else.
LONGEST_REST = 86_400.0
# Seconds after which it is looked whether a message was taken that brought no answer.
DOUBT_RESTS = 5.0


class Provider:
    """The way to one provider."""

    def __init__(self, name: str, *, auth: tuple[str, str] | None = None, token: str | None = None) -> None:
        self._name = name
        self._auth = auth
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._local = threading.local()

    def request(self, method: str, url: str, **options: Any) -> requests.Response:
        """Ask the provider.

        :raises DeliveryError: it cannot be reached, or does not answer; whether it did what was asked is
            doubtful unless the connection was never made
        """
        try:
            return self._session().request(method, url, timeout=TIMEOUT, allow_redirects=False, **options)
        except requests.ConnectTimeout as error:
            raise DeliveryError("provider-away", code="connect") from error
        except requests.ConnectionError as error:
            refused = "NewConnectionError" in repr(error.args)
            raise DeliveryError(
                "provider-away",
                code="connect" if refused else "broken",
                doubtful=not refused,
                retry_after=None if refused else DOUBT_RESTS,
            ) from error
        except requests.RequestException as error:
            log.warning("provider gave no answer", provider=self._name, error=type(error).__name__)
            raise DeliveryError("provider-away", code="timeout", doubtful=True, retry_after=DOUBT_RESTS) from error

    def _session(self) -> requests.Session:
        # Sessions are not safe to share between threads.
        if not hasattr(self._local, "session"):
            session = requests.Session()
            session.trust_env = False
            session.auth = self._auth
            session.headers.update(self._headers)
            for scheme in ("https://", "http://"):
                session.mount(scheme, HTTPAdapter(pool_connections=1, pool_maxsize=1))
            self._local.session = session
        found: requests.Session = self._local.session
        return found


def json_of(response: requests.Response) -> dict[str, Any]:
    """What was answered, as an object; empty where it is none."""
    try:
        found = response.json()
    except requests.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def retry_after(response: requests.Response) -> float | None:
    """The seconds that the provider asks to be left alone for, given as such or as a date; a day at most."""
    given = response.headers.get("Retry-After", "")
    if given.isdecimal():
        return min(float(given), LONGEST_REST)
    try:
        seconds = (parsedate_to_datetime(given) - clock.now()).total_seconds()
        return min(max(0.0, seconds), LONGEST_REST)
    except (ValueError, TypeError):
        return None


def failure(response: requests.Response, code: str, kinds: dict[str, dict[str, Any]]) -> DeliveryError:
    """What an answer that is no success means.

    :param code: the provider's number for what is wrong
    :param kinds: what the numbers mean that are known, as arguments of `DeliveryError`
    """
    known = kinds.get(code)
    if known:
        return DeliveryError(**{"retry_after": retry_after(response), **known}, code=code)
    if response.status_code == 429:
        return DeliveryError("too-fast", retry_after=retry_after(response), of_all=True, code=code or "429")
    if response.status_code >= 500:
        # Something between us and the provider may have lost its answer, that the message was taken.
        lost = response.status_code in {502, 504}
        rest = retry_after(response) or (DOUBT_RESTS if lost else None)
        return DeliveryError("provider-failed", doubtful=lost, retry_after=rest, code=code or "5xx")
    if response.status_code in {401, 403}:
        return DeliveryError("provider-refuses-us", of_all=True, retry_after=60.0, code=code or "401")
    return DeliveryError("refused", permanent=True, code=code or str(response.status_code))
