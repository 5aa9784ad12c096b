"""Meeting a request in the way that was asked for."""

import socket
import time
from collections.abc import Callable

from flask import Response, request

from cli.standin.ledger import OK, Mode

# Longer than anybody waits.
FOR_EVER = 30.0


def met(mode: Mode, *, take: Callable[[Mode], Response], refuse: Callable[[str], Response]) -> Response:
    """The answer to a request for a message.

    :param take: takes the message
    :param refuse: refuses it with one of the provider's numbers
    """
    if mode.name in {OK, "slow"} or mode.name.startswith("failed:"):
        time.sleep(mode.seconds if mode.name == "slow" else 0.0)
        return take(mode)
    if mode.name in {"timeout-after", "cut-after"}:
        take(mode)
    if mode.name in {"timeout-before", "timeout-after"}:
        time.sleep(FOR_EVER)
    if mode.name in {"timeout-before", "timeout-after", "cut-after"}:
        return _cut()
    if mode.name in {"429", "500", "502", "503"}:
        return _failed(int(mode.name), mode.retry_after)
    response = refuse(mode.name)
    if mode.retry_after is not None:
        response.headers["Retry-After"] = f"{mode.retry_after:g}"
    return response


def _failed(status: int, retry_after: float | None) -> Response:
    headers = {} if retry_after is None else {"Retry-After": f"{retry_after:g}"}
    return Response("{}", status, headers, content_type="application/json")


def _cut() -> Response:
    """End the connection without an answer."""
    connection: socket.socket = request.environ["werkzeug.socket"]
    connection.shutdown(socket.SHUT_RDWR)
    return Response(status=500)
