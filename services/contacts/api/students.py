"""Students: a registry of its own; a client can be linked with one."""

from uuid import UUID

from services.contacts.api.arguments import with_phone
from services.contacts.api.registry import list_registered
from services.contacts.models.base import Branch
from services.contacts.models.registry import Student
from services.contacts.schemas import RegistryArgs, StudentIn, StudentOut, StudentPatch
from shared import clock
from shared.api import Routes
from shared.listing import Listing
from shared.resources import Rendered
from shared.tokens import OPERATOR

routes = Routes("students", "The school's registry")


@routes.get("/students", role=OPERATOR)
@routes.arguments(RegistryArgs, location="query")
@routes.list_of(StudentOut)
def list_students(args: Rendered) -> Listing:
    """Students of your branches, by name."""
    return list_registered(Student, args)


@routes.post("/students", role=OPERATOR)
@routes.arguments(StudentIn)
@routes.response(201, StudentOut)
def create_student(values: Rendered) -> Student:
    """Put a student into the registry."""
    branch = Branch.chosen(values.pop("branch_id", None))
    return Student.register(with_phone(values, branch), branch_id=branch.id, at=clock.now())


@routes.get("/students/<uuid:id>", role=OPERATOR)
@routes.response(200, StudentOut)
def get_student(id: UUID) -> Student:
    """One student."""
    return Student.get_or_404(id)


@routes.patch("/students/<uuid:id>", role=OPERATOR)
@routes.arguments(StudentPatch)
@routes.response(200, StudentOut)
def change_student(values: Rendered, id: UUID) -> Student:
    """Change what is known of a student."""
    values = with_phone(values, Branch.chosen(Student.get_or_404(id).branch_id))
    student = Student.for_change(id)
    student.change(values, at=clock.now())
    return student
