"""Imports: lists of clients from files. What is asked for here, the worker does."""

from uuid import UUID

from werkzeug.datastructures import FileStorage

from services.contacts.api.arguments import any_of
from services.contacts.importing.kinds import kind_of
from services.contacts.importing.refusals import BadFile
from services.contacts.importing.schemas import ImportArgs, ImportIn, ImportOut, ImportReportOut, ImportsArgs
from services.contacts.models.base import Branch
from services.contacts.models.imports import Import, ImportRow
from shared import clock, trail
from shared.api import Routes
from shared.listing import Listing
from shared.problems import Invalid
from shared.resources import Rendered
from shared.schemas import NAME_LENGTH, NoFields
from shared.tokens import MANAGER, current_user

MAX_FILE = 50 * 1024 * 1024
# Beside the file stand the names of the parts, and the mapping.
_MAX_BODY = MAX_FILE + 1024 * 1024

routes = Routes("imports", "Clients from CSV and XLSX files")


@routes.get("/imports", role=MANAGER)
@routes.arguments(ImportsArgs, location="query")
@routes.list_of(ImportOut)
def list_imports(args: Rendered) -> Listing:
    """Imports of your branches, the newest first."""
    filters = (any_of(getattr(Import, name), args.get(name)) for name in ("status", "branch_id"))
    query = Import.rows().where(Import.visible(), *filters)
    return Listing(Import, query, (Import.created_at, Import.id), args, descending=True)


@routes.post("/imports", role=MANAGER, max_body=_MAX_BODY)
@routes.arguments(ImportIn, location="files")
@routes.response(201, ImportOut)
def begin_import(given: Rendered) -> Import:
    """Take a file, whose rows are then checked; nothing becomes a client before it is applied."""
    branch = Branch.chosen(given.get("branch_id"))
    file: FileStorage = given["file"]
    try:
        kind = kind_of(file.stream)
    except BadFile as bad:
        raise Invalid(file=bad.reason) from bad
    begun = Import.begin(
        file.stream, name=_name_of(file), kind=kind, mapping=given["mapping"], branch_id=branch.id,
        by=current_user().id, at=clock.now(),
    )  # fmt: skip
    _note("ImportStarted", begun)
    return begun


def _name_of(file: FileStorage) -> str:
    """The file's name, which is only shown: nothing is ever stored under it."""
    name = (file.filename or "").replace("\\", "/").rpartition("/")[2]
    return "".join(each for each in name if each.isprintable())[-NAME_LENGTH:] or "?"


@routes.get("/imports/<uuid:id>", role=MANAGER)
@routes.arguments(ImportArgs, location="query")
@routes.response(200, ImportReportOut)
def get_import(args: Rendered, id: UUID) -> Rendered:
    """How far an import is, and a page of its rows."""
    found = Import.get_or_404(id)
    filters = (any_of(getattr(ImportRow, name), args.get(name)) for name in ("outcome", "state"))
    rows = Listing(ImportRow, ImportRow.rows_of(id).where(*filters), (ImportRow.number,), args)
    return found.rendered() | rows.page()


@routes.post("/imports/<uuid:id>/apply", role=MANAGER)
@routes.arguments(NoFields)
@routes.response(202, ImportOut)
def apply_import(_nothing: Rendered, id: UUID) -> Import:
    """Let its new rows and updates become clients; rows with errors and duplicates are left out."""
    job = Import.for_change(id)
    job.apply(by=current_user().id, at=clock.now())
    _note("ImportApplied", job)
    return job


@routes.post("/imports/<uuid:id>/revert", role=MANAGER)
@routes.arguments(NoFields)
@routes.response(202, ImportOut)
def revert_import(_nothing: Rendered, id: UUID) -> Import:
    """Take it back as a whole. What somebody has changed since stays, and its rows say so."""
    job = Import.for_change(id)
    job.revert(by=current_user().id, at=clock.now())
    _note("ImportReverted", job)
    return job


def _note(action: str, job: Import) -> None:
    trail.note(action, "import", job.id, branch_id=job.branch_id)
