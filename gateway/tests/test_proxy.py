"""The proxy: what reaches a service, what comes back, and what an outage looks like."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from gunicorn.http.errors import InvalidChunkSize

from gateway.routes import TABLE, service_of
from gateway.tests.conftest import Gateway, closed_port, echo, on_a_raw_socket, on_a_socket, take_request
from shared.inprocess import InProcess

MakeGateway = Callable[..., Gateway]


@pytest.fixture(params=["over the network", "in the process"])
def house(request: pytest.FixtureRequest, gateway: MakeGateway) -> Iterator[Gateway]:
    """A gateway before every service but tasks, which this installation does not have."""
    apps = {name: echo(name) for name in TABLE if name != "tasks"}
    with ExitStack() as stack:
        if request.param == "in the process":
            yield gateway({name: InProcess(app) for name, app in apps.items()})
        else:
            yield gateway(service_urls={name: stack.enter_context(on_a_socket(app)) for name, app in apps.items()})


PATHS = [(path, service) for service, paths in TABLE.items() for path in paths]


@pytest.mark.parametrize(("path", "service"), PATHS)
@pytest.mark.parametrize("rest", ["", "/1", "/1/2"])
def test_every_path_reaches_its_service_unchanged(gateway: MakeGateway, path: str, service: str, rest: str) -> None:
    house = gateway({name: InProcess(echo(name)) for name in TABLE})

    answer = house.client.patch(f"/api/v1/{path}{rest}").get_json()

    assert (answer["service"], answer["path"]) == (service, f"/api/v1/{path}{rest}")
    assert service_of(f"/api/v1/{path}{rest}") == service


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/tasks",  # not part of this installation
        "/api/v1/reports/tasks",
        "/api/v1/reports",
        "/api/v1/reports/unknown",
        "/api/v1/nothing",
        "/api/v1",
        "/api/v1/metrics",
        "/metrics",
        "/internal",
        "/api/v1/clients/../../../metrics",
        "/api/v1/clients/%2e%2e/%2e%2e/%2e%2e/metrics",
        "/api/v1/clients/./x",
        "/api/v1//clients",
        "/console",
    ],
)
def test_what_is_not_in_the_table_does_not_exist(house: Gateway, path: str) -> None:
    answer = house.client.get(path)

    assert answer.status_code == 404
    assert answer.get_json()["type"] == "/problems/not-found"
    assert b"secret_metric" not in answer.data


def test_a_request_arrives_as_it_was_sent(house: Gateway) -> None:
    told = house.client.post(
        "/api/v1/clients/a%20b%2Fñ?q=jos%C3%A9%20p&tag=1&tag=2&empty=",
        json={"name": "José"},
        headers={
            "Authorization": "Bearer abc",
            "Idempotency-Key": "key-1",
            "If-Match": '"3"',
            "Accept-Language": "en",
            "traceparent": f"00-{'a' * 32}-{'b' * 16}-01",
            "X-CRM-Client": "web",
        },
    ).get_json()

    assert (told["method"], told["path"]) == ("POST", "/api/v1/clients/a b/ñ")
    assert told["query"] == "q=jos%C3%A9%20p&tag=1&tag=2&empty="
    assert told["body"] == '{"name": "José"}' or told["body"] == '{"name":"José"}'
    sent = told["headers"]
    assert sent["authorization"] == "Bearer abc"
    assert sent["idempotency-key"] == "key-1"
    assert sent["if-match"] == '"3"'
    assert sent["accept-language"] == "en"
    assert sent["x-crm-client"] == "web"
    assert sent["content-type"] == "application/json"
    assert sent["traceparent"].split("-")[1] == "a" * 32


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_every_method_passes(house: Gateway, method: str) -> None:
    assert house.client.open("/api/v1/clients/1", method=method).get_json()["method"] == method


def test_head_has_the_headers_and_no_body(house: Gateway) -> None:
    answer = house.client.head("/api/v1/clients")

    assert (answer.status_code, answer.data) == (200, b"")
    assert int(answer.headers["Content-Length"]) > 0


def test_bytes_that_do_not_belong_in_an_address_do_no_harm(house: Gateway) -> None:
    answer = house.client.get("/api/v1/clients", environ_overrides={"QUERY_STRING": "q=\xff a#\x01"})

    assert answer.get_json()["query"] == "q=%FF%20a%23%01"


def test_forged_headers_are_stripped_and_our_own_are_set(house: Gateway) -> None:
    told = house.client.get(
        "/api/v1/clients",
        headers={
            "X-Forwarded-For": "203.0.113.9",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-Host": "evil.example",
            "X-Forwarded-User": "olga",
            "Forwarded": "for=203.0.113.9",
            "X-Real-IP": "203.0.113.9",
            "X-User-Id": "1",
            "X-User-Role": "admin",
            "Proxy-Authorization": "x",
            "TE": "trailers",
            "Connection": "close, X-Hop",
            "X-Hop": "1",
        },
    ).get_json()["headers"]

    assert told["x-forwarded-for"] == "127.0.0.1"
    assert told["x-forwarded-proto"] == "http"
    assert told["x-forwarded-host"] == "localhost"
    forged = {"x-forwarded-user", "forwarded", "x-real-ip", "x-user-id", "x-user-role", "proxy-authorization", "te"}
    assert not (forged | {"x-hop"}) & told.keys()


def test_cookies_are_for_the_sign_in_alone(house: Gateway) -> None:
    client = house.client
    client.set_cookie("refresh", "secret")

    assert "cookie" not in client.get("/api/v1/clients").get_json()["headers"]
    assert client.post("/api/v1/auth/refresh").get_json()["headers"]["cookie"] == "refresh=secret"


@pytest.mark.parametrize("given", ["good-id.1:2_3", "", "a b", "x" * 129, "a;b", "ñ"])
def test_a_request_id_is_kept_or_made_and_is_the_same_everywhere(house: Gateway, given: str) -> None:
    answer = house.client.get("/api/v1/clients", headers={"X-Request-Id": given})

    answered = answer.headers.getlist("X-Request-Id")
    assert answered == [answer.get_json()["headers"]["x-request-id"]]
    assert (answered == [given]) == (given == "good-id.1:2_3")


def test_an_answer_comes_back_whole_but_for_what_is_between_the_servers(gateway: MakeGateway) -> None:
    def service(environ: dict[str, Any], start: Any) -> list[bytes]:
        headers = [
            ("Content-Type", "application/problem+json"),
            ("Content-Length", "2"),
            ("ETag", '"7"'),
            ("Location", "/api/v1/clients/7"),
            ("Retry-After", "3"),
            ("Set-Cookie", "a=1; HttpOnly"),
            ("Set-Cookie", "b=2"),
            ("Server", "secret/1.0"),
            ("X-Hop", "1"),
            ("Connection", "X-Hop"),
        ]
        start("409 CONFLICT", headers)
        return [b"{}"]

    with on_a_socket(service) as url:
        answer = gateway(service_urls={"contacts": url}).client.post("/api/v1/clients")

    assert (answer.status_code, answer.data) == (409, b"{}")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (answer.headers["ETag"], answer.headers["Location"]) == ('"7"', "/api/v1/clients/7")
    assert answer.headers["Retry-After"] == "3"
    assert answer.headers.getlist("Set-Cookie") == ["a=1; HttpOnly", "b=2"]
    assert not {"Server", "X-Hop", "Connection"} & set(answer.headers.keys())


def test_an_answer_without_content_has_no_content_type(gateway: MakeGateway) -> None:
    def service(environ: dict[str, Any], start: Any) -> list[bytes]:
        start("204 NO CONTENT", [])
        return []

    with on_a_socket(service) as url:
        answer = gateway(service_urls={"contacts": url}).client.delete("/api/v1/clients/1")

    assert (answer.status_code, answer.data) == (204, b"")
    assert "Content-Type" not in answer.headers


def test_a_redirect_is_handed_on_and_not_followed(gateway: MakeGateway) -> None:
    def service(environ: dict[str, Any], start: Any) -> list[bytes]:
        start("301 MOVED", [("Location", "/api/v1/clients/kept"), ("Content-Length", "0")])
        return []

    with on_a_socket(service) as url:
        answer = gateway(service_urls={"contacts": url}).client.get("/api/v1/clients/merged")

    assert (answer.status_code, answer.headers["Location"]) == (301, "/api/v1/clients/kept")


def test_a_service_that_is_down_takes_only_its_own_paths_with_it(gateway: MakeGateway) -> None:
    with on_a_socket(echo("contacts")) as url:
        client = gateway(service_urls={"contacts": url, "interactions": closed_port()}).client

        away = client.post("/api/v1/interactions", json={}, headers={"Accept-Language": "es"})
        there = client.get("/api/v1/clients")

    assert there.status_code == 200
    assert away.status_code == 503
    problem = away.get_json()
    assert (problem["type"], problem["service"]) == ("/problems/service-unavailable", "interactions")
    assert int(away.headers["Retry-After"]) > 0
    assert problem["request_id"] == away.headers["X-Request-Id"]


def test_a_service_that_does_not_answer_in_time_is_a_504(
    gateway: MakeGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    def says_nothing(connection: socket.socket) -> None:
        while connection.recv(65536):
            pass

    monkeypatch.setattr("gateway.proxy.ANSWER_SECONDS", 0.05)
    with on_a_raw_socket(says_nothing) as url:
        answer = gateway(service_urls={"contacts": url}).client.get("/api/v1/clients")

    assert answer.status_code == 504
    assert answer.get_json()["type"] == "/problems/gateway-timeout"


@pytest.mark.parametrize(
    ("method", "path", "seconds"),
    [
        ("GET", "/api/v1/clients", 5),
        ("GET", "/api/v1/clients?format=csv", 60),
        ("GET", "/api/v1/clients?q=a&format=xlsx", 60),
        ("GET", "/api/v1/clients?format=pdf", 60),
        ("GET", "/api/v1/clients?format=json", 5),
        ("GET", "/api/v1/clients?q=format=csv", 5),
        ("GET", "/api/v1/clients/1/export", 60),
        ("POST", "/api/v1/imports", 60),
    ],
)
def test_exports_and_imports_may_take_longer(house: Gateway, method: str, path: str, seconds: float) -> None:
    from gateway import proxy

    with house.app.test_request_context(path, method=method):
        assert proxy._seconds() == seconds


def test_a_lost_answer_to_what_may_not_be_repeated_says_so(gateway: MakeGateway) -> None:
    with on_a_raw_socket(take_request, take_request) as url:  # type: ignore[arg-type]
        answer = gateway(service_urls={"contacts": url}).client.post("/api/v1/clients", json={})

    assert answer.status_code == 502
    assert answer.get_json()["type"] == "/problems/answer-lost"


@pytest.mark.parametrize(
    ("path", "key", "repeated"),
    [("clients", "k", True), ("clients", None, False), ("auth/login", "k", False), ("imports", "k", False)],
)
def test_only_what_the_service_recognizes_is_sent_twice(
    gateway: MakeGateway, path: str, key: str | None, repeated: bool
) -> None:
    arrived: list[bytes] = []

    def dies(connection: socket.socket) -> None:
        arrived.append(take_request(connection))

    with on_a_raw_socket(dies, dies, dies) as url:
        client = gateway(service_urls={"contacts": url, "identity": url}).client
        client.post(f"/api/v1/{path}", json={}, headers={"Idempotency-Key": key} if key else {})

    assert len(arrived) == (2 if repeated else 1)


class BrokenChunks:
    """A body that the server finds to be none while it is read."""

    def read(self, _size: int = -1) -> bytes:
        raise InvalidChunkSize(b"zz")


@pytest.mark.parametrize("path", ["/api/v1/clients", "/api/v1/imports"])
def test_a_body_that_cannot_be_read_is_a_bad_request(house: Gateway, path: str) -> None:
    said = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}

    answer = house.client.post(path, environ_overrides={"wsgi.input": BrokenChunks(), **said})

    assert (answer.status_code, answer.get_json()["type"]) == (400, "/problems/bad-request")
