"""The contacts service, put together."""

from flask import Flask

from services.contacts.api import clients, finder, patients, students
from services.contacts.handlers import handlers
from services.contacts.models.base import db, tables
from services.contacts.models.clients import Client
from services.contacts.models.registry import Patient, Student
from shared.build import build_service
from shared.config import Settings


def create_app(settings: Settings) -> Flask:
    return build_service(
        "contacts",
        settings=settings,
        db=db,
        tables=tables,
        routes=(clients.routes, patients.routes, students.routes, finder.routes),
        handlers=handlers,
        announces=((Client, "ClientUpdated"), (Patient, "PatientUpdated"), (Student, "StudentUpdated")),
    )
