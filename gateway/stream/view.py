"""The stream as people ask for it."""

from functools import partial
from typing import Any

from flask import Flask, Response, request

from gateway.composing import only
from gateway.keys import signed_in
from gateway.limits import TooMany
from gateway.stream.frames import BELL, RECORDS
from gateway.stream.hub import Hub
from shared import clock
from shared.api import PREFIX
from shared.leaving import TYPE, going_on
from shared.problems import Unavailable
from shared.telemetry import acts
from shared.tokens import BadToken, KeyRing

PATH = f"{PREFIX}/stream"
# Seconds after which somebody who listens too often may ask again.
_TRY_AGAIN = 15.0

# Of each event.
_SCHEMA = {
    "type": "object",
    "properties": {
        "event": {"type": "string", "enum": [*sorted(RECORDS), BELL, "reset"]},
        "id": {"type": "string"},
        "retry": {"type": "integer"},
        "data": {
            "type": "string",
            "contentMediaType": "application/json",
            "contentSchema": {
                "type": "object",
                "properties": {"id": {"type": "string", "format": "uuid"}, "change": {"type": "string"}},
            },
        },
    },
}
DOCUMENT: dict[str, Any] = {
    "summary": "What changes in the user's branches, and what is addressed to them, as it happens.",
    "description": (
        f"Server-sent events. `event:` is one of {', '.join(f'`{kind}`' for kind in (*sorted(RECORDS), BELL))}; "
        "`data:` is `{id, change}`, where `change` is the name of the event. With `Last-Event-ID` it goes on where "
        "it was; `event: reset` says that this cannot be done, and that everything has to be asked for again. "
        "It ends with the token."
    ),
    "tags": ["gateway"],
    "parameters": [{"in": "header", "name": "Last-Event-ID", "schema": {"type": "string"}}],
    "responses": {"200": {"description": "OK", "content": {TYPE: {"schema": _SCHEMA}}}},
}


def serve_stream(app: Flask, hub: Hub, keys: KeyRing) -> None:
    """Let people listen to a hub."""

    @app.get(PATH)
    def stream() -> Response:
        only()
        expires, user = signed_in(keys)
        acts(user.id)
        seconds = expires - clock.now().timestamp()
        if seconds <= 0:
            raise BadToken("expired")  # others still take it for a while, but for a stream it is too late
        if not hub.has_room(user):
            raise TooMany(_TRY_AGAIN)
        if not hub.has_room():
            raise Unavailable("stream")
        place = request.headers.get("Last-Event-ID")
        return going_on(
            partial(hub.welcome, user=user, seconds=seconds, place=place), lambda: [hub.answer(user, place)]
        )
