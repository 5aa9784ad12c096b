"""The audit trail of the whole house: one list of every service's own."""

from datetime import datetime
from typing import Any

from flask import Flask, Response, request

from gateway.composing import Answers, Call, Composer, only
from gateway.exchange import ReadAnswer
from gateway.routes import TABLE
from gateway.views.audit_file import audit_file
from shared.api import PREFIX
from shared.listing import LIMIT, MOST, XLSX, cursor_of

PATH = f"{PREFIX}/audit"
_FILES = {"csv", "xlsx"}

Entry = dict[str, Any]


def _parameter(name: str, meaning: str, **schema: Any) -> Entry:
    return {"in": "query", "name": name, "description": meaning, "schema": {"type": "string"} | schema}


_IDS = {"type": "array", "items": {"type": "string", "format": "uuid"}}
_WHEN = {"anyOf": [{"format": "date-time"}, {"format": "date"}]}
DOCUMENT: Entry = {
    "summary": "Who did what, when, from where and to which record, newest first.",
    "description": (
        "What every service keeps of it, as one list. A service that does not answer is named in `degraded`: "
        "what it keeps is missing from this page, so ask for the page again. A file has all, or is refused."
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
        _parameter("include", "`total` adds the number of all rows.", enum=["total"]),
        _parameter("format", "The whole list as a file.", enum=["json", "csv", "xlsx"], default="json"),
    ],
    "responses": {
        "200": {
            "description": "OK",
            "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/Audit"}},
                "text/csv": {"schema": {"type": "string"}},
                XLSX: {"schema": {"type": "string", "format": "binary"}},
            },
        },
        "403": {"description": "Forbidden"},
        "503": {"description": "Service Unavailable: a service's part of the file cannot be had now."},
    },
}
SCHEMA: Entry = {
    "type": "object",
    "required": ["items", "next_cursor", "degraded"],
    "properties": {
        "items": {"type": "array", "items": {"$ref": "#/components/schemas/AuditEntry"}},
        "next_cursor": {"type": ["string", "null"]},
        "total": {"type": "integer"},
        "degraded": {"type": "array", "items": {"type": "string"}},
    },
}


def serve_audit(app: Flask, composer: Composer) -> None:
    @app.get(PATH)
    def audit() -> Entry | Response:
        asked = only("action", "actor_id", "record_id", "from", "to", "limit", "cursor", "include", "format")
        kind = request.args.get("format")
        if kind in _FILES:
            # Whatever the file is to be, the services' parts are read line by line.
            narrowed = tuple(each for each in asked if each[0] != "format")
            return audit_file(composer, _calls((*narrowed, ("format", "csv"))), kind)
        answers = composer.ask(_calls(asked))
        answers.hand_on_refusals()
        return _page(answers)


def _calls(query: tuple[tuple[str, str], ...]) -> dict[str, Call]:
    return {service: Call(service, "/audit", query) for service in TABLE}


def _page(answers: Answers) -> Entry:
    found = [entry for service in TABLE for entry in answers.items(service)]
    page = sorted(found, key=_place, reverse=True)[: request.args.get("limit", LIMIT, type=int)]
    told = [answers.told(service, {}) for service in TABLE]
    goes_on = len(page) < len(found) or any(each.get("next_cursor") for each in told)
    answer = {
        "items": page,
        "next_cursor": cursor_of(_place(page[-1])) if page and goes_on else None,
        "degraded": sorted({*answers.degraded, *_without_a_trail(answers)}),
    }
    if request.args.get("include") == "total":
        answer["total"] = sum(each.get("total", 0) for each in told)
    return answer


def _place(entry: Entry) -> tuple[datetime, str]:
    """Where an entry stands in every service's list; so one cursor does for all of them."""
    return datetime.fromisoformat(entry["at"]), entry["id"]


def _without_a_trail(answers: Answers) -> list[str]:
    """Services that have no such page: here that is an absence like any other."""
    outcomes = {service: answers.outcome(service) for service in TABLE}
    return [name for name, each in outcomes.items() if isinstance(each, ReadAnswer) and each.status == 404]
