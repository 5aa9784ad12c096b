"""The web client: its built files, and its one page at every address that is nothing else's."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, g, request
from werkzeug.exceptions import NotFound

FOLDER = Path(__file__).parents[1] / "web" / "dist"
# The build writes it last, and takes it away first.
STAMP = ".built"
MISSING = Path(__file__).parent / "page" / "unbuilt.html"
# Below these a browser too gets to hear that there is nothing.
RESERVED = {"api", "assets", "docs", "healthz", "metrics", "openapi.json", "readyz"}
ASSETS = "assets/"
NONCE = b"__NONCE__"
# Their names change with their content.
FOR_EVER = "public, max-age=31536000, immutable"
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
# The better first.
ENCODINGS = {"br": ".br", "gzip": ".gz"}
POLICY = (
    "default-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


@dataclass(frozen=True)
class File:
    """A built file, and the same compressed, where the build found that worth its while."""

    kind: str
    plain: bytes
    compressed: dict[str, bytes]


class Client:
    """What was built into a folder, as it was when its page was last asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._built_at = folder, 0.0
        self._read()

    def page(self) -> bytes:
        """Its page; without a build, one that says how to get it. After another build, the new one."""
        try:
            built_at = (self._folder / STAMP).stat().st_mtime
        except OSError:
            built_at = self._built_at  # while one is under way, the last one goes on
        if built_at != self._built_at:
            self._read()
            self._built_at = built_at
        return self._page

    def file(self, path: str) -> File | None:
        return self._files.get(path)

    def _read(self) -> None:
        folder = self._folder
        found = [path for path in folder.rglob("*") if path.suffix in KINDS]
        self._files = {path.relative_to(folder).as_posix(): _read(path) for path in found}
        built = folder / "index.html"
        self._page = (built if built.is_file() else MISSING).read_bytes()


def serve_web(app: Flask, folder: Path = FOLDER) -> None:
    """Serve the client that was built into a folder. It gets what no route matches, so it cannot stand before any."""
    client = Client(folder)

    @app.before_request
    def web() -> Response | None:
        if request.method not in {"GET", "HEAD"} or not isinstance(request.routing_exception, NotFound):
            return None
        path = request.path.removeprefix("/")
        file = client.file(path)
        if file:
            return _file(file, for_ever=path.startswith(ASSETS))
        return _page(client.page()) if not path or _is_visit(path) else None


def _read(path: Path) -> File:
    beside = {name: path.with_name(path.name + suffix) for name, suffix in ENCODINGS.items()}
    compressed = {name: each.read_bytes() for name, each in beside.items() if each.is_file()}
    return File(KINDS[path.suffix], path.read_bytes(), compressed)


def _is_visit(path: str) -> bool:
    """Whether a browser wants a page to show; others get to hear that there is nothing."""
    wants_a_page = any(kind == "text/html" for kind, _ in request.accept_mimetypes)
    return wants_a_page and path.partition("/")[0] not in RESERVED


def _page(content: bytes) -> Response:
    nonce = secrets.token_urlsafe(16)
    response = Response(content.replace(NONCE, nonce.encode()), content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    g.content_security_policy = POLICY.format(nonce=nonce)
    return response


def _file(file: File, *, for_ever: bool) -> Response:
    chosen = next((each for each in file.compressed if request.accept_encodings[each] > 0), None)
    response = Response(file.compressed[chosen] if chosen else file.plain, content_type=file.kind)
    response.headers["Cache-Control"] = FOR_EVER if for_ever else "no-cache"
    if file.compressed:
        response.headers["Vary"] = "Accept-Encoding"
    if chosen:
        response.headers["Content-Encoding"] = chosen
    return response
