"""Several services asked at once for one page."""

import contextvars
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

import orjson
from flask import abort, request

from gateway.exchange import Answer, AnswerLost, Outgoing, ReadAnswer, TimedOut
from gateway.headers import Pairs, of_composed_call
from gateway.proxy import LONG_SECONDS, as_response
from gateway.upstream import Upstream
from shared.api import PREFIX
from shared.problems import Refused, Unavailable

SECONDS = 2.0
THREADS = 32

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Call:
    """A question to a service: its path below /api/v1 and its query."""

    service: str
    path: str
    query: tuple[tuple[str, str], ...] = ()

    @property
    def target(self) -> str:
        query = f"?{urlencode(self.query)}" if self.query else ""
        return f"{PREFIX}{self.path}{query}"


class Answers:
    """What the services said. One that did not answer is named in `degraded`, and the page goes without it."""

    def __init__(self, calls: Mapping[str, Call], outcomes: Mapping[str, ReadAnswer | Refused]) -> None:
        self._outcomes = outcomes
        self._told: dict[str, Any] = {}
        silent: set[str] = set()
        for name, outcome in outcomes.items():
            if isinstance(outcome, Refused) or outcome.status >= 500:
                silent.add(calls[name].service)
            elif outcome.status < 300:
                self._told[name] = orjson.loads(outcome.body)
        self.degraded = sorted(silent)

    def __getitem__(self, name: str) -> ReadAnswer | Refused:
        return self._outcomes[name]

    def outcome(self, name: str) -> ReadAnswer | Refused | None:
        """What came of a call; None where its service is not part of this installation."""
        return self._outcomes.get(name)

    def told(self, name: str, default: Any) -> Any:
        return self._told.get(name, default)

    def items(self, name: str) -> list[dict[str, Any]]:
        """The page of a list; empty when its service did not answer, or is not part of this installation."""
        found: list[dict[str, Any]] = self.told(name, {}).get("items", [])
        return found

    def hand_on_refusals(self) -> None:
        """End the request with the refusal of a service, if one refused. 404 is a page it does not have yet."""
        for outcome in self._outcomes.values():
            if isinstance(outcome, ReadAnswer) and 400 <= outcome.status < 500 and outcome.status != 404:
                abort(as_response(outcome))


class Composer:
    """Asks services at the same time, on behalf of the present request."""

    def __init__(self, services: dict[str, Upstream]) -> None:
        self._services = services
        self._threads = ThreadPoolExecutor(THREADS, "composed")

    def ask(self, calls: Mapping[str, Call]) -> Answers:
        """Ask them all; services that this installation does not have are left out."""
        return Answers(calls, self._all(self._ask, calls))

    def open(self, calls: Mapping[str, Call]) -> dict[str, Answer]:
        """Ask all that are part of this installation for what may be long: their answers are still to be read.

        :raises Refused: one of them refused, or did not answer
        """
        outcomes = self._all(self._open, calls)
        try:
            for name, outcome in outcomes.items():
                if isinstance(outcome, Refused):
                    raise outcome
                if outcome.status == 404 or outcome.status >= 500:
                    raise Unavailable(calls[name].service)
                if outcome.status >= 400:
                    abort(as_response(outcome.read()))
        except BaseException:
            for outcome in outcomes.values():
                if isinstance(outcome, Answer):
                    outcome.close()
            raise
        return {name: each for name, each in outcomes.items() if isinstance(each, Answer)}

    def _all(self, ask: Callable[[Call, Pairs], T], calls: Mapping[str, Call]) -> dict[str, T]:
        headers = of_composed_call()
        asked = [(name, call) for name, call in calls.items() if call.service in self._services]
        # One of them is asked here instead of waiting; each in a copy of the context, for its trace.
        futures = [
            (name, self._threads.submit(contextvars.copy_context().run, ask, call, headers))
            for name, call in asked[1:]
        ]
        outcomes = {name: ask(call, headers) for name, call in asked[:1]}
        return outcomes | {name: future.result() for name, future in futures}

    def _ask(self, call: Call, headers: Pairs) -> ReadAnswer | Refused:
        try:
            answer = self._services[call.service].send(Outgoing("GET", call.target, headers, seconds=SECONDS))
            return answer.read()
        except (Unavailable, TimedOut, AnswerLost) as error:
            return error
        except OSError:
            return Unavailable(call.service)  # it went away in the middle of its answer

    def _open(self, call: Call, headers: Pairs) -> Answer | Refused:
        try:
            return self._services[call.service].send(Outgoing("GET", call.target, headers, seconds=LONG_SECONDS))
        except (Unavailable, TimedOut, AnswerLost) as error:
            return error


class BadQuery(Refused):
    """A query with arguments that the page does not take."""

    status, name = 422, "invalid-fields"


def only(*names: str) -> tuple[tuple[str, str], ...]:
    """The arguments of the query.

    :raises BadQuery: others than these were given
    """
    given = tuple(request.args.items(multi=True))
    unknown = {name: ["unknown-field"] for name, _ in given if name not in names}
    if unknown:
        raise BadQuery(errors=unknown)
    return given
