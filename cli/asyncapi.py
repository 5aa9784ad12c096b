"""Print the AsyncAPI document of the events: from their catalogue, and from the schemas of the services' APIs."""

import argparse
import json
from pathlib import Path
from typing import Any

from cli.dotenv import ROOT
from cli.services import SERVICES
from cli.spec import Document, openapi_of, published_by, schema_of
from shared.events import CATALOGUE, CONTENT_TYPE, EXCHANGE, EventType

EXAMPLES = ROOT / "docs" / "events"
PREFIX = "#/components/schemas/"

INFO = {
    "title": "Al Día: events",
    "version": "1",
    "description": (
        "What the services tell each other, and whoever else binds a queue. Every event is published at least "
        "once; of one subject `sequence` only grows. Fields may be added; ignore those that you do not know."
    ),
    "license": {"name": "MIT"},
}
EXCHANGE_BINDING = {
    "is": "routingKey",
    "exchange": {"name": EXCHANGE, "type": "topic", "durable": True, "autoDelete": False, "vhost": "/"},
}
TRACEPARENT = {"type": "string", "description": "W3C trace context of what caused the event."}
CORRELATION = {"type": "string", "description": "Id of the request that caused the event."}
HEADERS = {
    "type": "object",
    "required": ["traceparent", "correlationid"],
    "properties": {"traceparent": TRACEPARENT, "correlationid": CORRELATION},
}
ENVELOPE = {
    "type": "object",
    "description": "A CloudEvents 1.0 envelope in its JSON format.",
    "required": [
        "specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataversion", "sequence",
        "correlationid", "traceparent", "data",
    ],
    "properties": {
        "specversion": {"const": "1.0"},
        "id": {"type": "string", "format": "uuid", "description": "UUIDv7; the same whenever it is delivered again."},
        "source": {"type": "string"},
        "type": {"type": "string"},
        "subject": {"type": "string", "format": "uuid", "description": "Id of the resource that it is about."},
        "time": {"type": "string", "format": "date-time"},
        "datacontenttype": {"const": "application/json"},
        "dataversion": {"const": 1},
        "sequence": {"type": "integer", "minimum": 0, "description": "Version of the subject."},
        "correlationid": CORRELATION,
        "traceparent": TRACEPARENT,
        "branchid": {"type": "string", "format": "uuid", "description": "Branch of the subject, where it has one."},
        "actorid": {"type": "string", "format": "uuid", "description": "User behind it, where there is one."},
        "announced": {"const": True, "description": "A present state published again: nothing has happened."},
        "data": {"type": "object"},
    },
}  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def run(args: argparse.Namespace) -> int:
    print(written(), end="")
    return 0


def written() -> str:
    """The document as docs/asyncapi.json holds it."""
    return json.dumps(document(), ensure_ascii=False, indent=2) + "\n"


def document() -> Document:
    """The AsyncAPI 3.0 document of every event."""
    events = CATALOGUE.values()
    return {
        "asyncapi": "3.0.0",
        "info": INFO,
        "defaultContentType": CONTENT_TYPE,
        "channels": {each.name: _channel(each) for each in events},
        "operations": {f"publish{each.name}": _operation(each) for each in events},
        "components": {
            "messages": {each.name: _message(each) for each in events},
            "schemas": {"Envelope": ENVELOPE, **_schemas()},
        },
    }


def _channel(event: EventType) -> Document:
    return {
        "address": event.routing_key,
        "messages": {event.name: {"$ref": f"#/components/messages/{event.name}"}},
        "bindings": {"amqp": EXCHANGE_BINDING},
    }


def _operation(event: EventType) -> Document:
    return {
        "action": "send",
        "channel": {"$ref": f"#/channels/{event.name}"},
        "messages": [{"$ref": f"#/channels/{event.name}/messages/{event.name}"}],
        "tags": [{"name": event.service}],
        "bindings": {"amqp": {"deliveryMode": 2, "mandatory": True}},
    }


def _message(event: EventType) -> Document:
    its_own = {
        "type": {"const": event.name},
        "source": {"const": f"/services/{event.service}"},
        "data": {"$ref": PREFIX + schema_of(event)},
    }
    return {
        "name": event.name,
        "contentType": CONTENT_TYPE,
        "summary": summary(event),
        "headers": HEADERS,
        "payload": {"allOf": [{"$ref": f"{PREFIX}Envelope"}, {"properties": its_own}]},
        "examples": [{"payload": json.loads(path.read_text("utf-8"))} for path in example_of(event)],
    }


def summary(event: EventType) -> str:
    """What `data` is."""
    kind = "Time has passed for" if event.notice and not event.carries else "Something happened to"
    return f"{kind} a {event.subject.replace('_', '-')}; `data` is the {schema_of(event)} as the API shows it."


def example_of(event: EventType) -> list[Path]:
    """The file with an example, if there is one."""
    path = EXAMPLES / f"{event.name}.json"
    return [path] if path.is_file() else []


def _schemas() -> dict[str, Document]:
    """The schemas of what the events carry, and of all that those refer to.

    :raises ValueError: two services call different things by one name
    """
    found: dict[str, Document] = {}
    for service in SERVICES:
        for name, schema in _schemas_of(service).items():
            if found.setdefault(name, schema) != schema:
                raise ValueError(f"two services have a schema {name}, and they differ")
    return dict(sorted(found.items()))


def _schemas_of(service: str) -> dict[str, Document]:
    known, found = openapi_of(service)["components"]["schemas"], {}
    wanted = {schema_of(each) for each in published_by(service)}
    while wanted:
        name = wanted.pop()
        found[name] = _open(known[name])
        wanted |= _references(found[name]) - found.keys()
    return found


def _open(schema: Any) -> Any:
    """The schema without what refuses unknown fields: an event may tell more one day."""
    if isinstance(schema, list):
        return [_open(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = schema.get("additionalProperties") is False
    return {key: _open(each) for key, each in schema.items() if not (closed and key == "additionalProperties")}


def _references(schema: Any) -> set[str]:
    if isinstance(schema, list):
        return set().union(*map(_references, schema))
    if not isinstance(schema, dict):
        return set()
    own = {schema["$ref"].removeprefix(PREFIX)} if isinstance(schema.get("$ref"), str) else set()
    return own.union(*map(_references, schema.values()))
