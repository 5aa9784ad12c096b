"""One client with all that the house knows of them."""

from typing import Any
from uuid import UUID

from flask import Flask, Response, redirect

from gateway.composing import Answers, Call, Composer, only
from gateway.exchange import ReadAnswer
from gateway.proxy import as_response
from shared.api import PREFIX
from shared.problems import Unavailable

PATH = f"{PREFIX}/clients/<uuid:id>/profile"
ITEMS = 20
# The follow-ups come by due day; the newest of so many are found here.
FOLLOW_UPS = 200
STATES = (("state", "open"), ("state", "done"), ("state", "cancelled"))


def _list_of(schema: str) -> dict[str, Any]:
    return {"type": "array", "maxItems": ITEMS, "items": {"$ref": f"#/components/schemas/{schema}"}}


def _or_null(schema: str) -> dict[str, Any]:
    return {"anyOf": [{"$ref": f"#/components/schemas/{schema}"}, {"type": "null"}]}


DOCUMENT = {
    "summary": "A client with everything about them, each list newest first.",
    "description": "A service that does not answer is named in `degraded`; what it knows is left empty.",
    "tags": ["gateway"],
    "parameters": [{"in": "path", "name": "id", "required": True, "schema": {"type": "string", "format": "uuid"}}],
    "responses": {
        "200": {
            "description": "OK",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Profile"}}},
        },
        "301": {"description": "The client was merged into the one that Location names."},
        "404": {
            "description": "Not Found",
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        },
    },
}
SCHEMA = {
    "type": "object",
    "required": [
        "client", "interactions", "follow_ups", "sales", "tasks", "history", "student", "patient", "degraded",
    ],
    "properties": {
        "client": {"$ref": "#/components/schemas/Client"},
        "interactions": _list_of("Interaction"),
        "follow_ups": _list_of("FollowUp"),
        "sales": _list_of("Sale"),
        "tasks": _list_of("Task"),
        "history": _list_of("HistoryNote"),
        "student": _or_null("Student"),
        "patient": _or_null("Patient"),
        "degraded": {"type": "array", "items": {"type": "string"}},
    },
}  # fmt: skip


def serve_profile(app: Flask, composer: Composer) -> None:
    @app.route(PATH, methods=["OPTIONS"], provide_automatic_options=False)
    def methods_of_profile(id: UUID) -> Response:
        # Left to itself, Flask would name the methods of the service behind, too.
        return Response(headers={"Allow": "GET, HEAD, OPTIONS"})

    @app.route(PATH, methods=["GET"], provide_automatic_options=False)
    def profile(id: UUID) -> dict[str, Any] | Response:
        only()
        answers = composer.ask(_calls(id))
        found = answers["client"]
        if not isinstance(found, ReadAnswer) or found.status >= 500:
            raise Unavailable("contacts")
        answers.hand_on_refusals()
        if found.status != 200:
            return _elsewhere(found)
        client = answers.told("client", {})
        linked = composer.ask(_linked(client))
        linked.hand_on_refusals()
        return _page(client, answers, linked)


def _calls(id: UUID) -> dict[str, Call]:
    of_client, first = ("client_id", str(id)), ("limit", str(ITEMS))
    return {
        "client": Call("contacts", f"/clients/{id}"),
        "interactions": Call("interactions", "/interactions", (of_client, first)),
        "follow_ups": Call("followups", "/follow-ups", (of_client, *STATES, ("limit", str(FOLLOW_UPS)))),
        "sales": Call("followups", "/sales", (of_client, first)),
        "tasks": Call("tasks", "/tasks", (of_client, first)),
        "history": Call("tasks", "/history", (of_client, first)),
    }


def _linked(client: dict[str, Any]) -> dict[str, Call]:
    links = {"student": "/students", "patient": "/patients"}
    return {
        kind: Call("contacts", f"{path}/{client[f'{kind}_id']}")
        for kind, path in links.items()
        if client.get(f"{kind}_id")
    }


def _elsewhere(found: ReadAnswer) -> Response:
    """A client that is not here: unknown, or merged into another one, whose profile is named."""
    location = {name.lower(): value for name, value in found.headers}.get("location")
    if found.status == 301 and location:
        return redirect(f"{location}/profile", 301)  # type: ignore[return-value]
    return as_response(found)


def _page(client: dict[str, Any], answers: Answers, linked: Answers) -> dict[str, Any]:
    follow_ups = sorted(answers.items("follow_ups"), key=lambda each: str(each["created_at"]), reverse=True)
    return {
        "client": client,
        "interactions": answers.items("interactions"),
        "follow_ups": follow_ups[:ITEMS],
        "sales": answers.items("sales"),
        "tasks": answers.items("tasks"),
        "history": answers.items("history"),
        "student": linked.told("student", None),
        "patient": linked.told("patient", None),
        "degraded": sorted({*answers.degraded, *linked.degraded}),
    }
