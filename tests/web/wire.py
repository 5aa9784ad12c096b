"""What lies between a browser and the product: it can be cut, and another version of a file can come through it."""

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

CHUNK = 65_536
NOT_PASSED_ON = {"connection", "keep-alive", "transfer-encoding", "content-length", "content-encoding"}


class Wire(ThreadingHTTPServer):
    """Passes requests on to a product. While it `is_cut`, nobody gets an answer."""

    daemon_threads = True

    def __init__(self, url: str) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self.target = urlsplit(url).netloc
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.is_cut = False
        self.changed: dict[str, Callable[[bytes], bytes]] = {}

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Browsers leave; that is no news."""


class _Passing(BaseHTTPRequestHandler):
    server: Wire

    def log_message(self, format: str, *args: Any) -> None:
        """The product has its own log."""

    def _pass(self) -> None:
        self.close_connection = True
        if self.server.is_cut:
            return
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name: value for name, value in self.headers.items() if name.lower() != "accept-encoding"}
        with closing(http.client.HTTPConnection(self.server.target)) as product:
            product.request(self.command, self.path, body, headers)
            self._answer(product.getresponse())

    def _answer(self, answer: http.client.HTTPResponse) -> None:
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in NOT_PASSED_ON:
                self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
        change = self.server.changed.get(self.path)
        if change:
            self.wfile.write(change(answer.read()))
            return
        while part := answer.read1(CHUNK):
            self.wfile.write(part)
            self.wfile.flush()

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = do_HEAD = _pass  # noqa: N815 - named by the base class


@contextmanager
def a_wire_to(url: str) -> Iterator[Wire]:
    wire = Wire(url)
    threading.Thread(target=wire.serve_forever, daemon=True).start()
    try:
        yield wire
    finally:
        wire.shutdown()
        wire.server_close()
