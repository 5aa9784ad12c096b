"""The stand-in providers as one application, with what controls them."""

from typing import Any

from flask import Flask, Response, jsonify, request
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from cli.standin.callbacks import Callbacks
from cli.standin.ledger import Ledger, Mode
from cli.standin.secrets import Secrets
from cli.standin.twilio import twilio
from cli.standin.whatsapp import whatsapp


def create_app(ledger: Ledger, known: Secrets, callbacks: Callbacks) -> Flask:
    app = Flask("providers")
    app.register_blueprint(twilio(ledger, known))
    app.register_blueprint(whatsapp(ledger, known))
    _control(app, ledger, callbacks)
    return app


def _control(app: Flask, ledger: Ledger, callbacks: Callbacks) -> None:
    """The routes by which a test, or somebody who tries the product out, tells the providers what to do."""

    @app.get("/control/ledger")
    def taken() -> Response:
        return jsonify(ledger.shown() | {"answers": callbacks.answers})

    @app.delete("/control/ledger")
    def forget() -> Response:
        ledger.forget()
        callbacks.answers.clear()
        return jsonify(ledger.shown())

    @app.post("/control/mode")
    def behave() -> Response:
        ledger.behave(Mode(**_body()))
        return jsonify({})

    @app.post("/control/callbacks")
    def call_back() -> Response:
        ledger.callbacks = _body()["way"]
        return jsonify({})

    @app.post("/control/status")
    def tell() -> Response:
        told = _body()
        for each in ledger.found(id=told.pop("id")):
            callbacks.tell(each, **told)
        return jsonify({})

    @app.post("/control/incoming")
    def write() -> Response:
        return jsonify(id=callbacks.write(**_body()))


def _body() -> dict[str, Any]:
    found: dict[str, Any] = request.get_json()
    return found


class _Quiet(WSGIRequestHandler):
    """Keeps connections open, and writes no line for each request."""

    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Not written."""

    def log_error(self, format: str, *args: Any) -> None:
        """A connection that was cut on purpose is no error."""


def web_server(app: Flask, port: int) -> BaseWSGIServer:
    """The server, not started yet."""
    return make_server("127.0.0.1", port, app, threaded=True, request_handler=_Quiet)
