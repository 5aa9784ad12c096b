"""Where a request comes from."""

import pytest
from flask import Flask

from services.identity.origin import origin


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("198.51.100.9", None, "198.51.100.9"),
        ("127.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("10.0.0.5", "6.6.6.6, 203.0.113.7", "203.0.113.7"),
        (None, "203.0.113.7", "203.0.113.7"),
        ("8.8.8.8", "203.0.113.7", "8.8.8.8"),
        ("127.0.0.1", "::1", "::/64"),
        ("127.0.0.1", "2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("127.0.0.1", "::ffff:203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "nonsense", "unknown"),
        (None, None, "unknown"),
    ],
)
def test_the_address(peer: str | None, forwarded: str | None, address: str) -> None:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    with Flask("test").test_request_context(headers=headers, environ_overrides={"REMOTE_ADDR": peer or ""}):
        assert origin().address == address


def test_one_browser_in_one_place_is_one_client() -> None:
    def client(agent: str, address: str) -> str:
        given = {"User-Agent": agent, "X-Forwarded-For": address}
        with Flask("test").test_request_context(headers=given):
            return origin().client

    assert client("a", "203.0.113.7") == client("a", "203.0.113.7")
    assert len({client("a", "203.0.113.7"), client("b", "203.0.113.7"), client("a", "203.0.113.8")}) == 3
