"""Several OpenAPI documents made one."""

from collections.abc import Mapping
from typing import Any

from gateway.routes import service_of
from gateway.stream import view as stream
from gateway.views import audit, panel, profile, search
from shared.api import PREFIX

_REFERENCE = "#/components/"
_OWN = {"name": "gateway", "description": "Páginas compuestas de lo que saben varios servicios."}
_TOKEN = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
_PROBLEM_STATUSES = {"401": "Unauthorized", "422": "Unprocessable Content", "429": "Too Many Requests"}


def merged(documents: Mapping[str, dict[str, Any] | None]) -> dict[str, Any]:
    """One valid document; the services whose own is None are named in `x-missing`.

    A component whose name another service uses for something else gets the service's name before its own.
    A service's paths count only where the gateway would ask that service.
    """
    paths: dict[str, Any] = {}
    components: dict[str, dict[str, Any]] = {"securitySchemes": {"token": _TOKEN}}
    tags: dict[str, dict[str, Any]] = {}
    for service, document in documents.items():
        if document:
            document = _with_own_names(service, document, components)
            paths |= {path: item for path, item in document["paths"].items() if service_of(path) == service}
            tags |= {tag["name"]: tag for tag in document.get("tags", ())}
            for kind, found in document.get("components", {}).items():
                components[kind] = components.get(kind, {}) | found
    _add_own(paths, components)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Al Día", "version": "1"},
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "tags": [*tags.values(), _OWN],
        "paths": dict(sorted(paths.items())),
        "components": components,
        "x-missing": sorted(name for name, document in documents.items() if not document),
    }


def _with_own_names(service: str, document: dict[str, Any], taken: dict[str, dict[str, Any]]) -> dict[str, Any]:
    renamed = {
        f"{_REFERENCE}{kind}/{name}": f"{service.title()}{name}"
        for kind, found in document.get("components", {}).items()
        for name, content in found.items()
        if kind != "securitySchemes" and taken.get(kind, {}).get(name, content) != content
    }
    if not renamed:
        return document
    components = {
        kind: {renamed.get(f"{_REFERENCE}{kind}/{name}", name): content for name, content in found.items()}
        for kind, found in document["components"].items()
    }

    def renewed(reference: str) -> dict[str, Any]:
        name = renamed.get(reference)
        return {"$ref": f"{reference.rpartition('/')[0]}/{name}" if name else reference}

    changed: dict[str, Any] = _with_references(document | {"components": components}, renewed)
    return changed


def _add_own(paths: dict[str, Any], components: dict[str, dict[str, Any]]) -> None:
    """Add the gateway's paths. What they show of a service that is missing is any object."""
    schemas = components.setdefault("schemas", {})
    own = {"Panel": panel.SCHEMA, "Profile": profile.SCHEMA, "Found": search.SCHEMA, "Audit": audit.SCHEMA}
    schemas |= own

    def known(reference: str) -> dict[str, Any]:
        return {"$ref": reference} if reference.rpartition("/")[2] in schemas else {"type": "object"}

    for name in own:
        schemas[name] = _with_references(schemas[name], known)
    for page in (panel, search, stream):
        paths[page.PATH] = {"get": _with_problems(page.DOCUMENT)}
    paths[audit.PATH] = {"get": _with_problems(audit.DOCUMENT, "admin")}
    if f"{PREFIX}/clients/{{id}}" in paths:
        paths[f"{PREFIX}/clients/{{id}}/profile"] = {"get": _with_problems(profile.DOCUMENT)}


def _with_problems(operation: dict[str, Any], role: str = "operator") -> dict[str, Any]:
    return {
        **operation,
        "x-role": role,
        "responses": operation["responses"]
        | {status: {"description": meaning} for status, meaning in _PROBLEM_STATUSES.items()},
    }


def _with_references(node: Any, renewed: Any) -> Any:
    """The same with every `$ref` renewed."""
    if isinstance(node, list):
        return [_with_references(each, renewed) for each in node]
    if not isinstance(node, dict):
        return node
    if isinstance(node.get("$ref"), str):
        return renewed(node["$ref"])
    return {key: _with_references(value, renewed) for key, value in node.items()}
