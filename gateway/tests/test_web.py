"""The web client at the gateway: its page, its files, and what they never stand before."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from gateway.app import create_app
from gateway.web import serve_web
from shared.config import Settings

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
PAGE = '<meta name="style-nonce" content="__NONCE__"><div id="root"></div>'


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A gateway with a small built client."""
    for name, content in {
        "index.html": PAGE,
        "icon.svg": "<svg/>",
        "assets/index-1a.js": "plain",
        "assets/index-1a.js.br": "brotli",
        "assets/index-1a.js.gz": "gzip",
        "assets/small-2b.css": "a{}",
        "secret.txt": "not of the client",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content)
    return _with_client_in(tmp_path, monkeypatch)


def _with_client_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setattr("gateway.app.serve_web", lambda app: serve_web(app, folder))
    return create_app(Settings()).test_client()


def test_its_page_has_a_nonce_that_is_new_each_time_and_is_not_kept(client: FlaskClient) -> None:
    nonces = set()
    for _ in range(2):
        answer = client.get("/")
        (nonce,) = re.findall('content="(.+?)"', answer.text)
        policy = answer.headers["Content-Security-Policy"]
        assert f"style-src 'self' 'nonce-{nonce}';" in policy
        assert "unsafe" not in policy
        assert answer.headers["Cache-Control"] == "no-cache"
        assert answer.content_type == "text/html; charset=utf-8"
        nonces.add(nonce)
    assert len(nonces) == 2


@pytest.mark.parametrize("path", ["/follow-ups", "/clients/0198/edit", "/follow-ups?state=overdue"])
def test_every_address_of_the_client_is_its_page(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers=BROWSER)

    assert (answer.status_code, 'id="root"' in answer.text) == (200, True)


@pytest.mark.parametrize(
    "path",
    ["/api/v1/nothing", "/api", "/assets/gone-3c.js", "/metrics", "/docs/nothing", "/healthz/nothing"],
)
def test_what_is_the_gateways_is_never_the_clients(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers=BROWSER)

    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


@pytest.mark.parametrize("path", ["/healthz", "/docs", "/openapi.json", "/api/v1/docs"])
def test_nor_does_it_stand_before_what_is_there(client: FlaskClient, path: str) -> None:
    assert 'id="root"' not in client.get(path, headers=BROWSER).text


def test_whoever_does_not_want_a_page_hears_that_there_is_nothing(client: FlaskClient) -> None:
    assert client.get("/nothing", headers={"Accept": "*/*"}).status_code == 404
    assert client.post("/nothing", headers=BROWSER).status_code == 404


@pytest.mark.parametrize(
    ("accepted", "content", "encoding"),
    [("gzip, deflate, br", "brotli", "br"), ("gzip", "gzip", "gzip"), ("br;q=0", "plain", None), ("", "plain", None)],
)
def test_a_file_comes_as_small_as_the_browser_takes_it(
    client: FlaskClient, accepted: str, content: str, encoding: str | None
) -> None:
    answer = client.get("/assets/index-1a.js", headers={"Accept-Encoding": accepted})

    assert (answer.text, answer.headers.get("Content-Encoding")) == (content, encoding)
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.content_type == "text/javascript; charset=utf-8"


def test_what_changes_its_name_with_its_content_is_kept_for_ever(client: FlaskClient) -> None:
    assert client.get("/assets/small-2b.css").headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get("/icon.svg").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["/secret.txt", "/../gateway/app.py", "/assets/../../app.py", "/index.html.br"])
def test_nothing_else_can_be_read(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_what_is_built_anew_is_served_at_the_next_visit(client: FlaskClient, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("half of a page")
    assert "root" in client.get("/").text  # while the build goes on

    (tmp_path / "index.html").write_text("the new page")
    (tmp_path / "assets" / "index-2c.js").write_text("new")
    (tmp_path / ".built").touch()

    assert client.get("/").text == "the new page"
    assert client.get("/assets/index-2c.js").text == "new"


def test_without_a_build_the_page_says_how_to_make_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = _with_client_in(tmp_path / "none", monkeypatch).get("/")

    assert answer.status_code == 200
    assert "./crm web" in answer.text
    assert "__NONCE__" not in answer.text
