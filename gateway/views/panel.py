"""The first page of the day: what waits, what is new."""

from typing import Any

from flask import Flask

from gateway.composing import Call, Composer, only
from shared.api import PREFIX

PATH = f"{PREFIX}/panel"
ITEMS = 20
STATES = ("overdue", "today", "upcoming")
FIGURES = ("by_type", "new_this_month", "active", "total")
KINDS = ("urgent", "in_preparation", "today")

_COUNT = {"type": ["integer", "null"]}
_TASKS = {"type": "array", "items": {"$ref": "#/components/schemas/Task"}}
DOCUMENT = {
    "summary": "The panel: what waits, and the clients in figures.",
    "description": "A service that does not answer is named in `degraded`; its figures are null, its lists empty.",
    "tags": ["gateway"],
    "parameters": [{"in": "query", "name": "branch_id", "schema": {"type": "string", "format": "uuid"}}],
    "responses": {
        "200": {
            "description": "OK",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Panel"}}},
        }
    },
}
SCHEMA = {
    "type": "object",
    "required": ["follow_ups", "clients", "tasks", "degraded"],
    "properties": {
        "follow_ups": {
            "type": "object",
            "required": [*STATES, "items"],
            "properties": {
                **dict.fromkeys(STATES, _COUNT),
                "items": {"type": "array", "items": {"$ref": "#/components/schemas/FollowUp"}},
            },
        },
        "clients": {
            "type": "object",
            "required": list(FIGURES),
            "properties": {
                **dict.fromkeys(FIGURES, _COUNT),
                "by_type": {"type": ["object", "null"], "additionalProperties": {"type": "integer"}},
            },
        },
        "tasks": {
            "type": "object",
            "required": [*KINDS, "counts"],
            "properties": {
                **dict.fromkeys(KINDS, _TASKS),
                "counts": {"type": ["object", "null"], "additionalProperties": {"type": "integer"}},
            },
        },
        "degraded": {"type": "array", "items": {"type": "string"}},
    },
}


def serve_panel(app: Flask, composer: Composer) -> None:
    @app.get(PATH)
    def panel() -> dict[str, Any]:
        branch = only("branch_id")
        answers = composer.ask(
            {
                "pending": Call("followups", "/follow-ups", (*branch, ("limit", str(ITEMS)))),
                "summary": Call("followups", "/follow-ups/summary", branch),
                "clients": Call("contacts", "/clients/stats", branch),
                "board": Call("tasks", "/board", branch),
            }
        )
        answers.hand_on_refusals()
        summary, board = answers.told("summary", {}), answers.told("board", {})
        clients = answers.told("clients", {})
        return {
            "follow_ups": {
                **{state: summary.get(state) for state in STATES},
                "items": answers.items("pending"),
            },
            "clients": {figure: clients.get(figure) for figure in FIGURES},
            "tasks": {**{kind: board.get(kind, []) for kind in KINDS}, "counts": board.get("counts")},
            "degraded": answers.degraded,
        }
