"""The contacts service, put together."""

from flask import Flask

from services.contacts.api import clients, exporting, finder, imports, merging, patients, students, tags
from services.contacts.handlers import handlers
from services.contacts.models.base import db, tables
from services.contacts.models.clients import Client
from services.contacts.models.registry import Patient, Student
from services.contacts.models.tags import Tag
from services.contacts.sweep import forget_imported_rows, go_on_with_imports
from shared.build import build_service
from shared.config import Settings


def create_app(settings: Settings) -> Flask:
    return build_service(
        "contacts",
        settings=settings,
        db=db,
        tables=tables,
        routes=(
            clients.routes,
            patients.routes,
            students.routes,
            finder.routes,
            tags.routes,
            merging.routes,
            exporting.routes,
            imports.routes,
        ),
        handlers=handlers,
        sweeps=(go_on_with_imports, forget_imported_rows),
        announces=(
            (Tag, "TagUpdated"),
            (Client, "ClientUpdated"),
            (Patient, "PatientUpdated"),
            (Student, "StudentUpdated"),
        ),
    )
