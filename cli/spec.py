"""What the code says about itself: the services, their OpenAPI documents, and who listens to which event."""

from functools import cache
from typing import Any

from cli.apps import create_app
from cli.services import SERVICES
from gateway.merging import merged
from gateway.routes import service_of
from shared.api import PREFIX
from shared.config import Settings
from shared.events import CATALOGUE, EventType
from shared.service import Service

Document = dict[str, Any]


@cache
def services() -> dict[str, Service]:
    """Every service, put together but not started: no database is opened."""
    return {name: create_app(name, Settings()).extensions["crm"] for name in SERVICES}


@cache
def openapi_of(service: str) -> Document:
    """The OpenAPI document of a service, without asking it over HTTP."""
    (registered,) = services()[service].app.extensions["flask-smorest"]["apis"].values()
    document: Document = registered["ext_obj"].whole()
    return document


@cache
def openapi_of_all() -> Document:
    """The OpenAPI document of the whole product, as the gateway publishes it."""
    return merged({service: openapi_of(service) for service in SERVICES})


@cache
def paths_of(name: str) -> Document:
    """The paths that a service, or the gateway by itself, answers; below /api/v1."""
    if name == "gateway":
        whole = openapi_of_all()
        others = {path for service in SERVICES for path in openapi_of(service)["paths"]}
        found = {path: item for path, item in whole["paths"].items() if path not in others or not service_of(path)}
    else:
        found = openapi_of(name)["paths"]
    return {path.removeprefix(PREFIX): item for path, item in found.items()}


def published_by(service: str) -> list[EventType]:
    return [each for each in CATALOGUE.values() if each.service == service]


def listeners_of(event: str) -> list[str]:
    """The services that react to an event."""
    return [name for name, service in services().items() if event in service.handlers.kinds]


def schema_of(event: EventType) -> str:
    """The name of the schema of what an event carries: mostly the resource that its subject is."""
    return event.carries or event.subject.title().replace("_", "")
