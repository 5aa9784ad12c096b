"""Puts the applications of this repository together by their names."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from flask import Flask

from cli.services import module_of
from shared.config import BadSetting, Settings
from shared.service import Service


def create_app(name: str, settings: Settings) -> Flask:
    """The application of a service, the gateway, or the event stream."""
    app: Flask = import_module(module_of(name)).create_app(settings)
    return app


def create_service(name: str, settings: Settings) -> Service:
    service: Service = create_app(name, settings).extensions["crm"]
    return service


@contextmanager
def service_of(name: str, settings: Settings) -> Iterator[Service]:
    """A service for the length of a command; it lets go of its database at the end."""
    service = create_service(name, settings)
    yield service
    with service.app.app_context():
        service.db.engine.dispose()


def settings_or_exit(command: str) -> Settings:
    """The settings of this process; a wrong one ends it with one line that says which."""
    try:
        return Settings.from_environment()
    except BadSetting as error:
        print(f"crm {command}: {error}", file=sys.stderr)
        sys.exit(2)
