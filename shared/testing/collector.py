"""A collector of traces: takes OTLP over HTTP, and keeps every span."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)


@dataclass(frozen=True)
class Seen:
    """A span as it arrived."""

    trace_id: str
    id: str
    parent_id: str
    service: str
    name: str
    noted: dict[str, str | int]
    linked: list[tuple[str, str]]

    @property
    def what(self) -> str:
        return f"{self.service}: {self.name}"


class Collector:
    """What has arrived so far: the spans, and all of it as it is."""

    def __init__(self) -> None:
        self.spans: list[Seen] = []
        self.raw: list[bytes] = []

    def take(self, body: bytes) -> None:
        self.raw.append(body)
        request = ExportTraceServiceRequest.FromString(body)
        for resource in request.resource_spans:
            service = _noted(resource.resource.attributes)["service.name"]
            for scope in resource.scope_spans:
                self.spans += [
                    Seen(
                        each.trace_id.hex(),
                        each.span_id.hex(),
                        each.parent_span_id.hex(),
                        str(service),
                        each.name,
                        _noted(each.attributes),
                        [(link.trace_id.hex(), link.span_id.hex()) for link in each.links],
                    )
                    for each in scope.spans
                ]

    def trace(self, trace_id: str) -> list[Seen]:
        return [each for each in self.spans if each.trace_id == trace_id]


def _noted(attributes: object) -> dict[str, str | int]:
    return {
        each.key: each.value.string_value or each.value.int_value
        for each in attributes  # type: ignore[attr-defined]
    }


@contextmanager
def collecting() -> Iterator[tuple[Collector, str]]:
    """A collector, and its address."""
    collector = Collector()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/v1/traces"
            collector.take(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/x-protobuf")
            self.end_headers()
            self.wfile.write(ExportTraceServiceResponse().SerializeToString())

        def log_message(self, *_: object) -> None:
            """Not written."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield collector, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()
