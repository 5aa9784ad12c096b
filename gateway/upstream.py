"""The services as the gateway reaches them: over the network, or in the same process."""

from collections.abc import Iterator
from typing import Any

from requests import PreparedRequest
from requests.adapters import BaseAdapter

from gateway.breaker import Breaker
from gateway.bulkhead import Bulkhead
from gateway.connections import Connections
from gateway.exchange import ANSWER_SECONDS, Answer, AnswerLost, Outgoing, TimedOut, Transport
from gateway.routes import TABLE
from gateway.wire import BLOCK
from shared import tracing
from shared.config import Settings
from shared.problems import Unavailable


class Upstream:
    """One service, behind its breaker and its bulkhead."""

    def __init__(
        self, name: str, transport: Transport, breaker: Breaker | None = None, bulkhead: Bulkhead | None = None
    ) -> None:
        self.name = name
        self._transport = transport
        self._breaker = breaker or Breaker()
        self._bulkhead = bulkhead

    def send(self, outgoing: Outgoing) -> Answer:
        """Ask the service.

        :raises Unavailable: it cannot be reached, or could not be reached just now, or too many wait for it
        :raises AnswerLost: it is not known whether it did what was asked
        :raises TimedOut: no answer in time
        """
        if not self._breaker.admits():
            raise Unavailable(self.name)
        if self._bulkhead is None:
            return self.probe(outgoing)
        with self._bulkhead.place():
            return self.probe(outgoing)

    def probe(self, outgoing: Outgoing) -> Answer:
        """Ask the service even if nobody else may now; the breaker learns from the outcome."""
        try:
            answer = self._ask(outgoing)
        except (Unavailable, AnswerLost):
            self._breaker.failed()
            raise
        except TimedOut:
            # Who waits only briefly cannot tell a slow service from one that hangs.
            if outgoing.seconds >= ANSWER_SECONDS:
                self._breaker.failed()
            raise
        self._breaker.succeeded()
        return answer

    def _ask(self, outgoing: Outgoing) -> Answer:
        noted = {"http.request.method": outgoing.method}
        with tracing.call(f"{outgoing.method} {self.name}", service="gateway", noted=noted) as part:
            answer = self._transport.exchange(outgoing.continuing(part.traceparent))
            part.note({"http.response.status_code": answer.status})
            return answer

    def close(self) -> None:
        """Close the connections that are kept."""
        self._transport.close()


class Unread:
    """The body of an answer that is read while it is passed on."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw

    def __iter__(self) -> Iterator[bytes]:
        yield from self._raw.stream(BLOCK, decode_content=False)

    def close(self) -> None:
        """Give up what was not read."""
        self._raw.close()


class Adapted:
    """The way through an adapter of `requests`, such as `shared.inprocess.InProcess`."""

    def __init__(self, url: str, adapter: BaseAdapter) -> None:
        self._url, self._adapter = url, adapter

    def exchange(self, outgoing: Outgoing) -> Answer:
        # Prepared by hand: a session would add cookies, redirects and headers of its own.
        request = PreparedRequest()
        request.method = outgoing.method
        request.url = self._url + outgoing.target
        request.headers = dict(outgoing.headers)  # type: ignore[assignment]
        request.body = outgoing.body  # type: ignore[assignment]
        response = self._adapter.send(request, timeout=outgoing.seconds)
        raw = response.raw
        whole = "Content-Length" in raw.headers
        body = raw.read(decode_content=False) if whole else Unread(raw)
        return Answer(response.status_code, list(raw.headers.items()), body)

    def close(self) -> None:
        self._adapter.close()


def reach(settings: Settings, adapters: dict[str, BaseAdapter]) -> dict[str, Upstream]:
    """The services of this installation: those that have an address or an adapter."""
    found: dict[str, Upstream] = {}
    for name in TABLE:
        if name in adapters:
            found[name] = Upstream(name, Adapted(f"http://{name}.local", adapters[name]))
        elif name in settings.service_urls:
            found[name] = _over_the_network(name, settings)
    return found


def reach_stream(settings: Settings) -> Upstream | None:
    """The process of the event stream, where it has an address."""
    return _over_the_network("stream", settings) if "stream" in settings.service_urls else None


def _over_the_network(name: str, settings: Settings) -> Upstream:
    return Upstream(name, Connections(name, settings.service_urls[name]), bulkhead=Bulkhead(name))
