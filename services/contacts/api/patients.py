"""Patients: a registry of its own; whoever of them is spoken to becomes a client."""

from uuid import UUID

from services.contacts.api.arguments import with_phone
from services.contacts.api.registry import list_registered
from services.contacts.models.base import Branch
from services.contacts.models.registry import Patient
from services.contacts.schemas import PatientIn, PatientOut, PatientPatch, RegistryArgs
from shared import clock
from shared.api import Routes
from shared.listing import Listing
from shared.resources import Rendered
from shared.tokens import OPERATOR

routes = Routes("patients", "The clinic's registry")


@routes.get("/patients", role=OPERATOR)
@routes.arguments(RegistryArgs, location="query")
@routes.list_of(PatientOut)
def list_patients(args: Rendered) -> Listing:
    """Patients of your branches, by name."""
    return list_registered(Patient, args)


@routes.post("/patients", role=OPERATOR)
@routes.arguments(PatientIn)
@routes.response(201, PatientOut)
def create_patient(values: Rendered) -> Patient:
    """Put a patient into the registry."""
    branch = Branch.chosen(values.pop("branch_id", None))
    return Patient.register(with_phone(values, branch), branch_id=branch.id, at=clock.now())


@routes.get("/patients/<uuid:id>", role=OPERATOR)
@routes.response(200, PatientOut)
def get_patient(id: UUID) -> Patient:
    """One patient."""
    return Patient.get_or_404(id)


@routes.patch("/patients/<uuid:id>", role=OPERATOR)
@routes.arguments(PatientPatch)
@routes.response(200, PatientOut)
def change_patient(values: Rendered, id: UUID) -> Patient:
    """Change what is known of a patient."""
    values = with_phone(values, Branch.chosen(Patient.get_or_404(id).branch_id))
    patient = Patient.for_change(id)
    patient.change(values, at=clock.now())
    return patient
