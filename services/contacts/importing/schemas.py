"""What goes in and out of the imports API."""

from typing import Any

import orjson
from marshmallow import ValidationError, fields, validate
from werkzeug.datastructures import FileStorage

from services.contacts.importing.headings import FIELDS
from services.contacts.models.imports import OUTCOMES, STATES, STATUSES
from shared.listing import LIMIT, MOST, ListArgs
from shared.schemas import Choice, ClientRefOut, In, Out, PersonOut, Version

_MOST_MAPPED = 200


class Mapping(fields.Field[dict[str, str | None]]):
    """JSON in a part of a form: the field of each column, by its heading. OpenAPI: a string."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dict[str, str | None]:
        try:
            given = orjson.loads(value)
        except orjson.JSONDecodeError as error:
            raise ValidationError("not-json") from error
        if not isinstance(given, dict):
            raise ValidationError("Not a valid mapping type.")
        if len(given) > _MOST_MAPPED:
            raise ValidationError(f"Longer than maximum length {_MOST_MAPPED}.")
        if not all(field is None or field in FIELDS for field in given.values()):
            raise ValidationError(f"Must be one of: {', '.join(FIELDS)}.")
        return given


class File(fields.Field[FileStorage]):
    """A file of a form. OpenAPI: a binary string."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> FileStorage:
        if not isinstance(value, FileStorage):
            raise ValidationError("Invalid input type.")
        return value


class ImportIn(In):
    file = File(required=True, metadata={"type": "string", "format": "binary", "description": "CSV or XLSX."})
    branch_id = fields.UUID()
    mapping = Mapping(
        load_default=dict,
        metadata={
            "type": "string",
            "description": "JSON: the field of a column by its heading, or null for none; the others are guessed. "
            f"Fields: {', '.join(FIELDS)}.",
        },
    )


class ImportsArgs(ListArgs):
    status = fields.List(Choice(*STATUSES))
    branch_id = fields.List(fields.UUID())


class ImportArgs(In):
    limit = fields.Integer(load_default=LIMIT, validate=validate.Range(1, MOST))
    cursor = fields.String(metadata={"description": "`next_cursor` of the page before."})
    outcome = fields.List(Choice(*OUTCOMES))
    state = fields.List(Choice(*STATES))


class ImportColumnOut(Out):
    heading = fields.String(required=True)
    field = Choice(*FIELDS, required=True, allow_none=True)


class ImportCountsOut(Out):
    total = fields.Integer(required=True)
    new = fields.Integer(required=True)
    updates = fields.Integer(required=True)
    duplicates = fields.Integer(required=True)
    errors = fields.Integer(required=True)
    done = fields.Integer(
        required=True, metadata={"description": "Rows that the work at hand, or the last, has passed."}
    )
    kept = fields.Integer(required=True, metadata={"description": "Rows that could not be taken back whole."})


class ImportOut(Out):
    """A list of clients from a file."""

    id = fields.UUID(required=True)
    file_name = fields.String(required=True)
    size = fields.Integer(required=True, metadata={"description": "Bytes."})
    branch_id = fields.UUID(required=True)
    created_by = fields.Nested(PersonOut, required=True)
    status = Choice(*STATUSES, required=True)
    reason = fields.String(required=True, allow_none=True, metadata={"description": "Why it failed, for people."})
    columns = fields.List(fields.Nested(ImportColumnOut), required=True)
    rows = fields.Nested(ImportCountsOut, required=True)
    created_at = fields.AwareDateTime(required=True)
    updated_at = fields.AwareDateTime(required=True)
    applied_at = fields.AwareDateTime(required=True, allow_none=True)
    rows_kept_until = fields.AwareDateTime(
        required=True, allow_none=True, metadata={"description": "Null once its rows are forgotten."}
    )
    version = Version()


class ImportChangeOut(Out):
    field = fields.String(required=True)
    was = fields.Raw(required=True, allow_none=True, data_key="from")
    to = fields.Raw(required=True, allow_none=True)


class ImportRowOut(Out):
    """A row of the file, and what is to become of it, or has."""

    number = fields.Integer(required=True, metadata={"description": "As a spreadsheet counts them."})
    outcome = Choice(*OUTCOMES, required=True)
    state = Choice(*STATES, required=True)
    messages = fields.Dict(keys=fields.String(), values=fields.List(fields.String()), required=True)
    values = fields.Dict(keys=fields.String(), required=True)
    changes = fields.List(fields.Nested(ImportChangeOut), required=True)
    client = fields.Nested(ClientRefOut, required=True, allow_none=True)


class ImportReportOut(ImportOut):
    """An import with a page of its rows."""

    items = fields.List(fields.Nested(ImportRowOut), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
