"""What every answer tells browsers, whatever the answer is."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from gateway.tests.conftest import Gateway, closed_port, echo
from shared.inprocess import InProcess
from shared.telemetry import metrics_text

MakeGateway = Callable[..., Gateway]


def careless() -> Flask:
    """A service that says too much."""
    app = echo("contacts")

    @app.after_request
    def _says(response: Any) -> Any:
        response.headers["Server"] = "secret/1.0"
        response.headers["Content-Security-Policy"] = "default-src *"
        return response

    return app


REQUESTS = [
    ("GET", "/api/v1/clients", 200),
    ("GET", "/api/v1/docs", 200),
    ("GET", "/api/v1/docs/docs.js", 200),
    ("GET", "/api/v1/openapi.json", 200),
    ("GET", "/api/v1/panel", 200),
    ("GET", "/healthz", 200),
    ("GET", "/docs", 302),
    ("GET", "/nothing", 404),
    ("POST", "/api/v1/panel", 405),
    ("TRACE", "/api/v1/clients", 405),
    ("GET", "/api/v1/panel?x=1", 422),
    ("GET", "/api/v1/interactions", 503),
]


@pytest.mark.parametrize(("method", "path", "status"), REQUESTS)
def test_every_answer_carries_the_headers(gateway: MakeGateway, method: str, path: str, status: int) -> None:
    house = gateway({"contacts": InProcess(careless())}, service_urls={"interactions": closed_port()})

    answer = house.client.open(path, method=method, headers={"Origin": "https://evil.example"})

    assert answer.status_code == status
    assert answer.headers.getlist("Content-Security-Policy") == [
        "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    ]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Request-Id"]
    assert "Server" not in answer.headers
    assert not [name for name, _ in answer.headers if name.startswith("Access-Control-")]
    assert status < 400 or answer.content_type == "application/problem+json"


def test_methods_that_somebody_makes_up_are_counted_as_one(gateway: MakeGateway) -> None:
    house = gateway({"contacts": InProcess(careless())})

    for method in ("BREW", "WHEN", "TRACE"):
        assert house.client.open("/api/v1/clients", method=method).status_code == 405

    told = metrics_text().decode()
    assert 'method="other",route="unmatched",service="gateway",status="405"' in told
    assert not [method for method in ("BREW", "WHEN", "TRACE") if method in told]


def test_an_error_nobody_expected_carries_them_too(gateway: MakeGateway) -> None:
    house = gateway()
    house.app.add_url_rule("/broken", "broken", lambda: 1 / 0)  # type: ignore[arg-type]

    answer = house.client.get("/broken")

    assert answer.status_code == 500
    assert answer.get_json()["type"] == "/problems/internal-error"
    assert "Content-Security-Policy" in answer.headers


def test_browsers_are_told_to_stay_with_https_where_the_house_has_it(gateway: MakeGateway) -> None:
    over_https = gateway(public_url="https://crm.example").client.get("/healthz")
    over_http = gateway(public_url="http://crm.example").client.get("/healthz")

    assert over_https.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in over_http.headers
