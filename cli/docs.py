"""Write the generated parts of the documents anew: the tables between markers, docs/asyncapi.json, and the OpenAPI
document that the web client takes its types from.

A part stands between `<!-- generated: NAME -->` and `<!-- end -->`; NAME is one of PARTS, with a word after it
where the part takes one.
"""

import argparse
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from importlib import import_module
from itertools import groupby
from pathlib import Path
from typing import Any

from prometheus_client.metrics import MetricWrapperBase

from cli import asyncapi
from cli.__main__ import COMMANDS
from cli.dotenv import ROOT
from cli.requirements import in_order, proofs, stated
from cli.services import SERVICES
from cli.spec import listeners_of, openapi_of, openapi_of_all, paths_of, published_by, schema_of, services
from shared.config import Settings
from shared.events import CATALOGUE
from shared.telemetry import REGISTRY

ASYNCAPI = ROOT / "docs" / "asyncapi.json"
OPENAPI = ROOT / "web" / "openapi.json"
METHODS = ("get", "post", "put", "patch", "delete")
OF_EVERY_LIST = {"limit", "cursor", "include", "format"}
OWNS = {
    "identity": "users, roles, branches, teams, sign-in, and the keys that access tokens are signed with",
    "contacts": "clients, patients, students with their enrolments, and the finder in which a contact is chosen",
    "interactions": "what was said, when, how, and until when the client waits",
    "followups": "whom to contact again, when, by whom; sales; reports; the sweep that says when a day has passed",
    "tasks": "what to do, when and by whom; its types, the history, the board, the agenda and its feeds",
    "notifications": "the bell, every message sent, and the channels they go out by",
    "gateway": "nothing stored: routing, limits, composed pages, the merged OpenAPI document",
}
MARKED = re.compile(
    r"(?P<open><!-- generated: (?P<name>[a-z-]+)(?: (?P<of>[A-Za-z]+))? -->\n).*?(?P<end><!-- end -->)", re.DOTALL
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def run(args: argparse.Namespace) -> int:
    for path, text in stale():
        path.write_text(text, encoding="utf-8")
        print(f"Wrote {path.relative_to(ROOT)}")
    return 0


def documents() -> list[Path]:
    """Every document of the repository."""
    folders = ("", "docs", "docs/decisions", "gateway", "cli", *(f"services/{name}" for name in SERVICES))
    return [path for folder in folders for path in sorted((ROOT / folder).glob("*.md"))]


def stale() -> Iterator[tuple[Path, str]]:
    """The files that are no longer what the code says, each with what it should be."""
    for path in documents():
        text = path.read_text(encoding="utf-8")
        fresh = MARKED.sub(_renewed, text)
        if fresh != text:
            yield path, fresh
    for path, fresh in ((ASYNCAPI, asyncapi.written()), (OPENAPI, openapi_written())):
        if not path.is_file() or path.read_text(encoding="utf-8") != fresh:
            yield path, fresh


def openapi_written() -> str:
    """The OpenAPI document of the whole product, as it is kept in the repository."""
    return json.dumps(openapi_of_all(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _renewed(part: re.Match[str]) -> str:
    arguments = [part["of"]] if part["of"] else []
    return f"{part['open']}\n{PARTS[part['name']](*arguments)}\n\n{part['end']}"


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def _code(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def endpoints(name: str) -> str:
    """What a service, or the gateway by itself, can be asked."""
    rows = [
        (method.upper(), f"`{path}{_filters(item[method])}`", _role(item[method]), item[method]["summary"])
        for path, item in paths_of(name).items()
        for method in METHODS
        if method in item
    ]
    return _table(("method", "path", "role", "what"), rows)


def _filters(operation: dict[str, Any]) -> str:
    named = [each["name"] for each in operation.get("parameters", ()) if each.get("in") == "query"]
    own = [name for name in named if name not in OF_EVERY_LIST]
    return f"?{'&'.join(own)}" if own else ""


def _role(operation: dict[str, Any]) -> str:
    role: str = operation["x-role"]
    return "–" if role == "public" else role


def service_map() -> str:
    """What each service is there for, and which paths it answers."""
    rows = [(f"[{name}](services/{name}/README.md)", OWNS[name], _code(_first_segments(name))) for name in SERVICES]
    rows.append(("[gateway](gateway/README.md)", OWNS["gateway"], f"all of these, and {_code(paths_of('gateway'))}"))
    return _table(("service", "owns", "answers below `/api/v1`"), rows)


def _first_segments(service: str) -> list[str]:
    paths = openapi_of(service)["paths"]
    return list(dict.fromkeys(f"/{path.split('/')[3]}" for path in paths))


def event_map() -> str:
    """Who tells what, and who listens."""
    by_path = groupby(CATALOGUE.values(), key=lambda each: (each.service, listeners_of(each.name)))
    rows = [
        (service, _code(each.name for each in events), ", ".join(listeners) or "nobody here")
        for (service, listeners), events in by_path
    ]
    return _table(("published by", "events", "heard by"), rows)


def events(service: str) -> str:
    """The events of one service."""
    rows = [
        (
            f"[{each.name}](events/{each.name}.json)",
            f"`{each.subject}`",
            "notice" if each.notice else "change",
            f"`{schema_of(each)}`",
            ", ".join(listeners_of(each.name)) or "nobody here",
        )
        for each in published_by(service)
    ]
    return _table(("event", "subject", "kind", "`data`", "heard by"), rows)


def example(event: str) -> str:
    """An event as it was published once."""
    (path,) = asyncapi.example_of(CATALOGUE[event])
    return f"```json\n{path.read_text(encoding='utf-8')}```"


def settings() -> str:
    """Every variable that a process reads."""
    rows = [
        (
            f"`{each.metadata['variable']}`",
            _default(getattr(Settings(), each.name)),
            each.metadata["meaning"] + (" A secret." if each.metadata["secret"] else ""),
        )
        for each in fields(Settings)
    ]
    return _table(("variable", "default", "meaning"), rows)


def _default(value: Any) -> str:
    if value is None or value == () or value == {}:
        return "–"
    if isinstance(value, bool):
        return f"`{int(value)}`"
    return f"`{value:g}`" if isinstance(value, float) else f"`{value}`"


def metrics() -> str:
    """Every metric there is, once the services and the senders are put together."""
    services()
    import_module("services.notifications.senders")
    rows = []
    for each in REGISTRY._collector_to_names:  # noqa: SLF001 - it tells the labels nowhere else
        assert isinstance(each, MetricWrapperBase)
        (family,) = each.describe()
        name = f"{family.name}_total" if family.type == "counter" else family.name
        rows.append((f"`{name}`", family.type, _code(each._labelnames) or "–", family.documentation))  # noqa: SLF001
    return _table(("metric", "type", "labels", "meaning"), sorted(rows))


def commands() -> str:
    return _table(("command", "does"), [(f"`./crm {name}`", what) for name, what in COMMANDS.items()])


def requirements(surface: str) -> str:
    """What is asked for, and the tests that prove it."""
    asked, found = stated()[surface], proofs()
    rows = [(id, asked[id], "<br>".join(f"`{each}`" for each in found.get(id, ())) or "–") for id in in_order(asked)]
    return _table(("id", "what", "proved by"), rows)


PARTS: dict[str, Callable[..., str]] = {
    "endpoints": endpoints,
    "services": service_map,
    "event-map": event_map,
    "events": events,
    "example": example,
    "settings": settings,
    "metrics": metrics,
    "commands": commands,
    "requirements": requirements,
}
