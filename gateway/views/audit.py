"""The audit trail of the whole house: one list of every service's own."""

from datetime import datetime
from typing import Any

from flask import Flask, request

from gateway.composing import Answers, Call, Composer, only
from gateway.exchange import ReadAnswer
from gateway.routes import TABLE
from shared.api import PREFIX
from shared.listing import LIMIT, MOST, cursor_of

PATH = f"{PREFIX}/audit"

Entry = dict[str, Any]


def _parameter(name: str, meaning: str, **schema: Any) -> Entry:
    return {"in": "query", "name": name, "description": meaning, "schema": {"type": "string"} | schema}


_IDS = {"type": "array", "items": {"type": "string", "format": "uuid"}}
_WHEN = {"anyOf": [{"format": "date-time"}, {"format": "date"}]}
DOCUMENT: Entry = {
    "summary": "Who did what, when, from where and to which record, newest first.",
    "description": (
        "What every service keeps of it, as one list. A service that does not answer is named in `degraded`: "
        "what it keeps is missing from this page, so ask for the page again."
    ),
    "tags": ["audit"],
    "parameters": [
        _parameter("action", "What was done, e.g. `ClientUpdated`.", type="array", items={"type": "string"}),
        _parameter("actor_id", "What they did.", **_IDS),
        _parameter("record_id", "What was done to it.", **_IDS),
        _parameter("from", "An instant, or a day of the house's time zone.", **_WHEN),
        _parameter("to", "A day is part of it, an instant is not.", **_WHEN),
        _parameter("limit", "How many.", type="integer", minimum=1, maximum=MOST, default=LIMIT),
        _parameter("cursor", "`next_cursor` of the page before."),
    ],
    "responses": {
        "200": {
            "description": "OK",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Audit"}}},
        },
        "403": {"description": "Forbidden"},
    },
}
SCHEMA: Entry = {
    "type": "object",
    "required": ["items", "next_cursor", "degraded"],
    "properties": {
        "items": {"type": "array", "items": {"$ref": "#/components/schemas/AuditEntry"}},
        "next_cursor": {"type": ["string", "null"]},
        "degraded": {"type": "array", "items": {"type": "string"}},
    },
}


def serve_audit(app: Flask, composer: Composer) -> None:
    @app.get(PATH)
    def audit() -> Entry:
        asked = only("action", "actor_id", "record_id", "from", "to", "limit", "cursor")
        answers = composer.ask({service: Call(service, "/audit", asked) for service in TABLE})
        answers.hand_on_refusals()
        found = [entry for service in TABLE for entry in answers.items(service)]
        page = sorted(found, key=_place, reverse=True)[: request.args.get("limit", LIMIT, type=int)]
        goes_on = len(page) < len(found) or any(answers.told(each, {}).get("next_cursor") for each in TABLE)
        return {
            "items": page,
            "next_cursor": cursor_of(_place(page[-1])) if page and goes_on else None,
            "degraded": sorted({*answers.degraded, *_without_a_trail(answers)}),
        }


def _place(entry: Entry) -> tuple[datetime, str]:
    """Where an entry stands in every service's list; so one cursor does for all of them."""
    return datetime.fromisoformat(entry["at"]), entry["id"]


def _without_a_trail(answers: Answers) -> list[str]:
    """Services that have no such page: here that is an absence like any other."""
    outcomes = {service: answers.outcome(service) for service in TABLE}
    return [name for name, each in outcomes.items() if isinstance(each, ReadAnswer) and each.status == 404]
