"""Feeds of agendas pass the gateway as calendars ask for them: without a token, and never named in a log."""

from collections.abc import Callable

from flask import Flask, Response, request
from structlog.testing import capture_logs

from gateway.tests.conftest import Gateway
from shared.inprocess import InProcess

PATH = "/api/v1/agenda/feeds/9dVvXQ-secret.ics"


def calendars() -> Flask:
    app = Flask("tasks")

    @app.get(PATH)
    def feed() -> Response:
        answer = Response("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", content_type="text/calendar; charset=utf-8")
        answer.headers["Cache-Control"] = "private, no-cache"
        answer.add_etag()
        return answer.make_conditional(request)

    return app


def test_a_calendar_gets_its_feed_and_later_only_what_is_new(gateway: Callable[..., Gateway]) -> None:
    client = gateway({"tasks": InProcess(calendars())}).client

    with capture_logs() as lines:
        feed = client.get(PATH)
        again = client.get(PATH, headers={"If-None-Match": feed.headers["ETag"]})

    assert (feed.status_code, feed.content_type) == (200, "text/calendar; charset=utf-8")
    assert feed.data == b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    assert feed.headers["Cache-Control"] == "private, no-cache"
    assert (again.status_code, again.data) == (304, b"")
    assert "/api/v1/agenda/<path:rest>" in {line.get("route") for line in lines}
    assert "secret" not in str(lines)
