"""What is typed into the command palette: everything that it may mean."""

from typing import Any

from flask import Flask

from gateway.composing import BadQuery, Call, Composer, only
from gateway.keys import signed_in
from shared.api import PREFIX
from shared.tokens import KeyRing

PATH = f"{PREFIX}/search"
ITEMS = 10
# Letters and digits from which on somebody is looked for.
SHORTEST = 2
LISTS = {
    "clients": "contacts", "patients": "contacts", "follow_ups": "followups", "sales": "followups", "tasks": "tasks",
}  # fmt: skip
_SCHEMAS = {"clients": "Client", "patients": "Patient", "follow_ups": "FollowUp", "sales": "Sale", "tasks": "Task"}

DOCUMENT: dict[str, Any] = {
    "summary": "Clients, patients, open follow-ups, sales and tasks in which what was typed is found, ten of each.",
    "description": (
        f"Fewer than {SHORTEST} letters or digits find nothing. A service that does not answer is named in "
        "`degraded`; its lists are empty."
    ),
    "tags": ["gateway"],
    "parameters": [{"in": "query", "name": "q", "required": True, "schema": {"type": "string"}}],
    "responses": {
        "200": {
            "description": "OK",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Found"}}},
        }
    },
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": [*LISTS, "degraded"],
    "properties": {
        **{
            name: {"type": "array", "maxItems": ITEMS, "items": {"$ref": f"#/components/schemas/{schema}"}}
            for name, schema in _SCHEMAS.items()
        },
        "degraded": {"type": "array", "items": {"type": "string"}},
    },
}


def serve_search(app: Flask, composer: Composer, keys: KeyRing) -> None:
    @app.get(PATH)
    def search() -> dict[str, Any]:
        given = only("q")
        typed = given[-1][1] if given else ""
        if sum(each.isalnum() for each in typed) < SHORTEST:
            signed_in(keys)  # nobody else is asked, who would check it
            if not given:
                raise BadQuery(errors={"q": ["required"]})
            return {**{name: [] for name in LISTS}, "degraded": []}
        query = (("q", typed), ("limit", str(ITEMS)))
        answers = composer.ask(
            {name: Call(service, f"/{name.replace('_', '-')}", query) for name, service in LISTS.items()}
        )
        answers.hand_on_refusals()
        return {**{name: answers.items(name) for name in LISTS}, "degraded": answers.degraded}
