"""Who is calling: only trusted proxies are believed, and only one hop at a time."""

import pytest

from gateway.callers import Callers


def origin(trusted: tuple[str, ...], peer: str, forwarded_for: str | None = None) -> str:
    environ = {"REMOTE_ADDR": peer, "wsgi.url_scheme": "http", "HTTP_HOST": "crm.example"}
    if forwarded_for is not None:
        environ["HTTP_X_FORWARDED_FOR"] = forwarded_for
    return Callers(trusted).caller_of(environ).address


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded_for", "expected"),
    [
        ((), "198.51.100.1", "203.0.113.9", "198.51.100.1"),
        (("10.0.0.0/8",), "198.51.100.1", "203.0.113.9", "198.51.100.1"),
        (("10.0.0.0/8",), "10.1.2.3", None, "10.1.2.3"),
        (("10.0.0.0/8",), "10.1.2.3", "203.0.113.9", "203.0.113.9"),
        (("10.0.0.0/8",), "10.1.2.3", "192.0.2.1, 203.0.113.9, 10.9.9.9", "203.0.113.9"),
        (("10.0.0.0/8",), "10.1.2.3", "203.0.113.9, not-an-address", "10.1.2.3"),
        (("10.0.0.0/8",), "10.1.2.3", "", "10.1.2.3"),
        (("10.0.0.0/8",), "::ffff:10.1.2.3", "203.0.113.9", "203.0.113.9"),
        (("fd00::/8",), "fd00::1", "2001:db8::7", "2001:db8::7"),
        (("10.0.0.0/8",), "", "203.0.113.9", ""),
    ],
)
def test_the_address_is_the_nearest_that_no_trusted_proxy_stands_behind(
    trusted: tuple[str, ...], peer: str, forwarded_for: str | None, expected: str
) -> None:
    assert origin(trusted, peer, forwarded_for) == expected


def test_scheme_and_host_are_believed_of_a_trusted_proxy_alone() -> None:
    environ = {
        "REMOTE_ADDR": "10.0.0.1",
        "wsgi.url_scheme": "http",
        "HTTP_HOST": "gateway:8000",
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_X_FORWARDED_HOST": "crm.example",
    }

    behind = Callers(("10.0.0.1",)).caller_of(environ)
    alone = Callers(()).caller_of(environ)

    assert (behind.scheme, behind.host) == ("https", "crm.example")
    assert (alone.scheme, alone.host) == ("http", "gateway:8000")


def test_a_scheme_that_is_none_is_not_believed() -> None:
    environ = {"REMOTE_ADDR": "10.0.0.1", "wsgi.url_scheme": "http", "HTTP_X_FORWARDED_PROTO": "javascript"}

    assert Callers(("10.0.0.1",)).caller_of(environ).scheme == "http"
