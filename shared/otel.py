"""Traces by OpenTelemetry, handed to a collector by OTLP over HTTP.

Its own variables (`OTEL_EXPORTER_OTLP_HEADERS`, `OTEL_TRACES_SAMPLER`, `OTEL_RESOURCE_ATTRIBUTES` and so on) hold.
The instrumentations that others have written are not used: they keep paths, queries, addresses and the texts of
errors, which hold names and numbers.
"""

import atexit
import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from time import time_ns
from typing import Any

import sqlalchemy as sa
from flask import current_app
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace import Link, Span, SpanKind, StatusCode, Tracer, get_current_span, set_span_in_context
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from shared.telemetry import log
from shared.tracing import Kind, Noted

# Seconds for what is left when a process ends.
LAST = 2.0
# Of a statement with many rows of values the beginning says all.
LONGEST_STATEMENT = 2_000

_W3C = TraceContextTextMapPropagator()


class OpenTelemetry:
    """Makes the spans of all services of this process.

    :param endpoint: where the collector is, without the path
    """

    def __init__(self, endpoint: str) -> None:
        # It would log every attempt; `_Steady` says what matters.
        logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)
        self._processor = BatchSpanProcessor(_Steady(OTLPSpanExporter(f"{endpoint}/v1/traces")))
        self._tracer = cache(self._new_tracer)
        atexit.register(self.end)

    def _new_tracer(self, service: str) -> Tracer:
        resource = Resource.create({"service.name": service, "service.namespace": "al-dia"})
        provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        provider.add_span_processor(self._processor)
        return provider.get_tracer("al-dia")

    @contextmanager
    def part(
        self, name: str, kind: Kind, causes: Sequence[str], service: str | None, noted: Noted
    ) -> Iterator["_Part"]:
        before, links = _cause(causes)
        with self._tracer(service or current_app.name).start_as_current_span(
            name,
            before,
            SpanKind[kind.upper()],
            dict(noted),
            links,
            # The text of an error may hold what people wrote.
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            mine = _Part(span)
            try:
                yield mine
            except BaseException as error:
                mine.fail(type(error).__name__)
                raise

    def here(self) -> str | None:
        return _named(get_current_span())

    def watch(self, engine: sa.Engine, service: str) -> None:
        tracer = self._tracer(service)
        system = "postgresql" if engine.dialect.name == "postgresql" else "sqlite"

        def keep(context: Any, statement: str, why: str | None = None) -> None:
            if not get_current_span().get_span_context().is_valid:
                return
            noted = {"db.system.name": system, "db.query.text": statement[:LONGEST_STATEMENT]}
            span = tracer.start_span(
                statement.split(maxsplit=1)[0].upper(),
                kind=SpanKind.CLIENT,
                attributes=noted,
                start_time=context.began_at,
            )
            if why:
                _Part(span).fail(why)
            span.end()

        @sa.event.listens_for(engine, "before_cursor_execute")
        def _begins(_connection: Any, _cursor: Any, _statement: str, _values: Any, context: Any, _many: bool) -> None:
            context.began_at = time_ns()

        @sa.event.listens_for(engine, "after_cursor_execute")
        def _ends(_connection: Any, _cursor: Any, statement: str, _values: Any, context: Any, _many: bool) -> None:
            keep(context, statement)

        @sa.event.listens_for(engine, "handle_error")
        def _fails(failure: sa.engine.ExceptionContext) -> None:
            if failure.statement and hasattr(failure.execution_context, "began_at"):
                keep(failure.execution_context, failure.statement, type(failure.original_exception).__name__)

    def end(self) -> None:
        """Hand over what is left, for at most LAST seconds."""
        atexit.unregister(self.end)
        last = threading.Thread(target=self._processor.shutdown, name="last-traces", daemon=True)
        last.start()
        last.join(LAST)


class _Part:
    """A span, as `shared.tracing` speaks of it."""

    def __init__(self, span: Span) -> None:
        self._span = span
        self.traceparent = _named(span)

    def note(self, noted: Noted) -> None:
        self._span.set_attributes(dict(noted))

    def fail(self, why: str) -> None:
        self._span.set_attribute("error.type", why)
        self._span.set_status(StatusCode.ERROR)


class _Steady(SpanExporter):
    """Says once that the collector is away, and once that it is back; what it did not take is gone."""

    def __init__(self, exporter: SpanExporter) -> None:
        self._exporter = exporter
        self._is_away = False

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        result = self._exporter.export(spans)
        is_away = result is not SpanExportResult.SUCCESS
        if is_away != self._is_away:
            self._is_away = is_away
            log.warning("traces are lost" if is_away else "traces are collected again")
        return result

    def shutdown(self) -> None:
        self._exporter.shutdown()


def _named(span: Span) -> str | None:
    carrier: dict[str, str] = {}
    _W3C.inject(carrier, set_span_in_context(span, Context()))
    return carrier.get("traceparent")


def _cause(causes: Sequence[str]) -> tuple[Context | None, list[Link]]:
    """What a span follows from: the context of its parent (None: that of the one at work), or what it points to."""
    contexts = [_W3C.extract({"traceparent": each}, Context()) for each in causes]
    spans = [get_current_span(each).get_span_context() for each in contexts]
    if len({each.trace_id for each in spans}) <= 1:
        return (contexts[0] if contexts else None), []
    return Context(), [Link(each) for each in spans if each.is_valid]
