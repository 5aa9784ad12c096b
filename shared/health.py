"""What the ones who run it ask: is it alive, is it ready, how is it doing."""

from collections.abc import Callable

import sqlalchemy as sa
from flask import Flask, Response, jsonify

from shared import clock
from shared.db import reading
from shared.revisions import known, lacks
from shared.service import Service
from shared.telemetry import OUTBOX_AGE, OUTBOX_PENDING, metrics_text

_REVISION = sa.text("SELECT version_num FROM alembic_version")
METRICS = "text/plain; version=0.0.4; charset=utf-8"


class Draining:
    """Whether this process is about to stop, so that nothing new should be sent to it."""

    def __init__(self) -> None:
        self.started = False


def answer_health(
    app: Flask,
    ready: Callable[[], dict[str, str]],
    draining: Draining,
    measure: Callable[[], object] = lambda: None,
) -> None:
    """Serve /healthz, /readyz and /metrics.

    :param ready: what is checked, and how it is: `ok`, or what is wrong
    :param measure: brings up to date what is only measured when somebody asks
    """

    @app.get("/healthz")
    def healthz() -> Response:
        return jsonify(status="ok")

    @app.get("/readyz")
    def readyz() -> tuple[Response, int]:
        checks = ready() | ({"stopping": "no new requests, please"} if draining.started else {})
        good = all(state == "ok" for state in checks.values())
        return jsonify(status="ok" if good else "unavailable", checks=checks), 200 if good else 503

    @app.get("/metrics")
    def metrics() -> Response:
        measure()
        return Response(metrics_text(), content_type=METRICS)


def database_check(service: Service) -> Callable[[], dict[str, str]]:
    """The database answers and has all that this code needs; what the next release has added is no harm.

    A broker that is away does not count: the outbox waits for it.
    """
    revisions = known(service.name)

    def check() -> dict[str, str]:
        try:
            with reading():
                found = service.db.session.scalar(_REVISION)
                _measure_outbox(service)
                service.db.session.rollback()
        except sa.exc.SQLAlchemyError as error:
            return {"database": type(error).__name__}
        needed = lacks(found, revisions)
        return {"database": f"at revision {found}, not {needed}" if needed else "ok"}

    return check


def _measure_outbox(service: Service) -> None:
    outbox, session = service.tables.outbox, service.db.session
    pending = session.scalar(sa.select(sa.func.count()).select_from(outbox))
    OUTBOX_PENDING.labels(service.name).set(pending or 0)
    oldest = session.scalar(sa.select(outbox.c.event_id).order_by(outbox.c.seq).limit(1))
    # A UUIDv7 begins with the millisecond it was made.
    age = clock.now().timestamp() - (oldest.int >> 80) / 1000 if oldest else 0.0
    OUTBOX_AGE.labels(service.name).set(max(0.0, age))
