"""The services as the gateway reaches them: over the network, or in the same process."""

from requests import PreparedRequest
from requests.adapters import BaseAdapter

from gateway.breaker import Breaker
from gateway.connections import Connections
from gateway.exchange import ANSWER_SECONDS, Answer, AnswerLost, Outgoing, TimedOut, Transport
from gateway.routes import TABLE
from shared.config import Settings
from shared.problems import Unavailable


class Upstream:
    """One service, behind its breaker."""

    def __init__(self, name: str, transport: Transport, breaker: Breaker | None = None) -> None:
        self.name = name
        self._transport = transport
        self._breaker = breaker or Breaker()

    def send(self, outgoing: Outgoing) -> Answer:
        """Ask the service.

        :raises Unavailable: it cannot be reached, or could not be reached just now
        :raises AnswerLost: it is not known whether it did what was asked
        :raises TimedOut: no answer in time
        """
        if not self._breaker.admits():
            raise Unavailable(self.name)
        return self.probe(outgoing)

    def probe(self, outgoing: Outgoing) -> Answer:
        """Ask the service even if nobody else may now; the breaker learns from the outcome."""
        try:
            answer = self._transport.exchange(outgoing)
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

    def close(self) -> None:
        """Close the connections that are kept."""
        self._transport.close()


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
        request.body = outgoing.body if isinstance(outgoing.body, bytes) else b"".join(outgoing.body)
        response = self._adapter.send(request, timeout=outgoing.seconds)
        raw = response.raw
        return Answer(response.status_code, list(raw.headers.items()), raw.read(decode_content=False))

    def close(self) -> None:
        self._adapter.close()


def reach(settings: Settings, adapters: dict[str, BaseAdapter]) -> dict[str, Upstream]:
    """The services of this installation: those that have an address or an adapter."""
    found: dict[str, Upstream] = {}
    for name in TABLE:
        if name in adapters:
            found[name] = Upstream(name, Adapted(f"http://{name}.local", adapters[name]))
        elif name in settings.service_urls:
            found[name] = Upstream(name, Connections(name, settings.service_urls[name]))
    return found
