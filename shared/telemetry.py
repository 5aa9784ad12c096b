"""Who caused what: request ids and trace contexts, JSON logs without personal data, and metrics."""

import json
import logging
import re
import secrets
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import structlog
from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, start_http_server

from shared import tracing
from shared.events import Event, Trace
from shared.ids import new_id

_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")
_TRACEPARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")
_NOTHING = re.compile(r"0+")
# Anybody can make up methods: only these become labels, and names of parts of a trace.
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
# Asked for again and again by those who watch: neither a line nor a trace is worth it.
_HEALTH = {"/healthz", "/readyz", "/metrics"}

log = structlog.get_logger()

REGISTRY = CollectorRegistry()
REQUESTS = Counter(
    "http_server_requests_total",
    "Requests answered.",
    ["service", "route", "method", "status"],
    registry=REGISTRY,
)
DURATION = Histogram(
    "http_server_request_duration_seconds",
    "Time from the request to its answer.",
    ["service", "route", "method"],
    registry=REGISTRY,
)
IN_FLIGHT = Gauge("http_server_in_flight", "Requests being answered.", ["service"], registry=REGISTRY)
CONSUMED = Counter(
    "crm_events_consumed_total",
    "Events taken from the bus.",
    ["service", "event", "result"],
    registry=REGISTRY,
)
EVENT_AGE = Histogram(
    "crm_event_age_seconds",
    "Time from an event's commit to its effect.",
    ["service"],
    registry=REGISTRY,
    buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5, 30, 120, 600),
)
PUBLISHED = Counter(
    "crm_outbox_published_total", "Events handed to the broker.", ["service", "result"], registry=REGISTRY
)
OUTBOX_PENDING = Gauge("crm_outbox_pending", "Events that wait for the broker.", ["service"], registry=REGISTRY)
OUTBOX_AGE = Gauge(
    "crm_outbox_oldest_age_seconds", "How long the oldest event has waited.", ["service"], registry=REGISTRY
)
SWEPT = Counter("crm_swept_total", "Rows that the sweeps moved.", ["service", "sweep"], registry=REGISTRY)
SWEEP_SUCCESS = Gauge(
    "crm_sweep_last_success_timestamp_seconds",
    "When a sweep last ended well.",
    ["service"],
    registry=REGISTRY,
)

_trace: ContextVar[Trace | None] = ContextVar("trace", default=None)


def trace() -> Trace:
    """The trace of the request or event at work; a new one where there is none."""
    return _trace.get() or Trace(correlation_id=str(new_id()), traceparent=tracing.here() or _child_of(None))


@contextmanager
def caused_by(event: Event) -> Iterator[None]:
    """What is recorded and logged inside was caused by the event."""
    # One of many that are processed together is a part of its own trace, not of theirs.
    causes = [] if tracing.is_at_work(event.traceparent) else [event.traceparent]
    noted = {"messaging.message.id": str(event.id)}
    with tracing.part(f"handle {event.type}", causes=causes, noted=noted) as part:
        traceparent = part.traceparent or _child_of(event.traceparent)
        token = _trace.set(Trace(event.correlation_id, traceparent, event.actor_id))
        try:
            with structlog.contextvars.bound_contextvars(
                request_id=event.correlation_id, kind=event.type, **_ids(traceparent)
            ):
                yield
        finally:
            _trace.reset(token)


@contextmanager
def done_by(user_id: UUID | None) -> Iterator[None]:
    """What is recorded inside is done by a user, for whom a worker does it; by the system, where it is None."""
    now = trace()
    token = _trace.set(Trace(now.correlation_id, now.traceparent, user_id, direct=True))
    try:
        yield
    finally:
        _trace.reset(token)


def acts(user_id: Any) -> None:
    """Name the signed-in user as the one behind what follows in this request."""
    now = trace()
    _trace.set(Trace(now.correlation_id, now.traceparent, user_id, direct=True))
    structlog.contextvars.bind_contextvars(user_id=str(user_id))


def _child_of(traceparent: str | None) -> str:
    """The W3C trace context of our part of a trace; of a new trace where the given one cannot be read."""
    match = _TRACEPARENT.fullmatch(traceparent or "")
    readable = match and not _NOTHING.fullmatch(match[1]) and not _NOTHING.fullmatch(match[2])
    trace_id, flags = (match[1], match[3]) if match and readable else (secrets.token_hex(16), "01")
    return f"00-{trace_id}-{secrets.token_hex(8)}-{flags}"


def _ids(traceparent: str) -> dict[str, str]:
    """What a log line says of the trace it belongs to."""
    _, trace_id, span_id, _ = traceparent.split("-")
    return {"trace_id": trace_id, "span_id": span_id}


_OURS = Path(__file__).resolve().parent.parent


def cause(error: BaseException) -> str:
    """What went wrong and where, without the error's own message: that may hold names and phone numbers."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [each for each in frames if each.filename.startswith(str(_OURS)) and ".venv" not in each.filename]
    where = [f" in {each.name} ({Path(each.filename).name}:{each.lineno})" for each in (ours or frames)[-1:]]
    return type(error).__name__ + "".join(where)


def configure_logs(stream: Any = None) -> None:
    """Write every log record of this process as one JSON line on standard error."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="ts"),
    ]
    # Our own lines do not take the way through `logging`: one a request, it cost a fifth of a gateway's time.
    structlog.configure(
        processors=[
            *shared,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(serializer=_line),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(stream or sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(serializer=_line),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for noisy in ("urllib3", "amqp", "kombu", "alembic.runtime.migration"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _line(event: dict[str, Any], **_options: Any) -> str:
    try:
        return orjson.dumps(event, default=str).decode()
    except orjson.JSONEncodeError:  # text that is no Unicode, in an exception for instance
        return json.dumps(event, default=str)


def observe_requests(app: Flask, service: str) -> None:
    """Give every request its id, trace, log line and metrics."""

    @app.before_request
    def _arrived() -> None:
        given = request.headers.get("X-Request-Id", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else str(new_id())
        caller = request.headers.get("traceparent", "")
        g.ending = ExitStack()
        g.part = g.ending.enter_context(_part_of_request(service, caller))
        traceparent = g.part.traceparent or _child_of(caller)
        _trace.set(Trace(request_id, traceparent, direct=True))
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(service=service, request_id=request_id, **_ids(traceparent))
        g.arrived = time.perf_counter()
        IN_FLIGHT.labels(service).inc()

    @app.after_request
    def _answered(response: Response) -> Response:
        # The template of the route, never the path: paths hold ids and searched names.
        route = request.url_rule.rule if request.url_rule else "unmatched"
        took = time.perf_counter() - g.get("arrived", time.perf_counter())
        method = _method()
        REQUESTS.labels(service, route, method, response.status_code).inc()
        DURATION.labels(service, route, method).observe(took)
        g.part.note({"http.response.status_code": response.status_code})
        if response.status_code >= 500:
            g.part.fail(str(response.status_code))
        response.headers["X-Request-Id"] = trace().correlation_id
        if route not in _HEALTH:
            log.info(
                "request",
                route=route,
                method=method,
                status=response.status_code,
                ms=round(took * 1000, 1),
            )
        return response

    @app.teardown_request
    def _gone(_error: BaseException | None) -> None:
        if "arrived" in g:
            IN_FLIGHT.labels(service).dec()
            g.ending.close()
        # What this thread does next has another cause.
        _trace.set(None)


def _method() -> str:
    return request.method if request.method in _METHODS else "other"


def _part_of_request(service: str, caller: str) -> AbstractContextManager[tracing.Part]:
    if request.path in _HEALTH:
        return tracing.NOTHING
    if request.url_rule is None:
        return tracing.part("unmatched", "server", causes=[caller], service=service)
    noted = {"http.request.method": _method(), "http.route": request.url_rule.rule}
    name = f"{_method()} {request.url_rule.rule}"
    return tracing.part(name, "server", causes=[caller], service=service, noted=noted)


def serve_metrics(host: str, port: int | None) -> None:
    """Answer /metrics on a port of its own, for a process whose other port the outside reaches."""
    if port is not None:
        start_http_server(port, host, registry=REGISTRY)


def metrics_text() -> bytes:
    return generate_latest(REGISTRY)
