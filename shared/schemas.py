"""The fields that go in and out everywhere, and the two kinds of schema."""

import re
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from shared.resources import render

NAME_LENGTH = 200
NOTES_LENGTH = 10_000
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# Dates beyond these make no sense for people, and overflow when moved between time zones.
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


class In(Schema):
    """What a request may carry. Anything else is refused by name, so that nothing is set by accident."""

    class Meta:
        unknown = RAISE


class Out(Schema):
    """What an answer carries. It documents; resources render themselves, straight from their rows."""

    def dump(self, obj: Any, *, many: bool | None = None) -> Any:
        return render(obj)


class Text(fields.String):
    """Text as people type it: trimmed, and of characters that every database can keep."""

    def __init__(self, *, length: int = NAME_LENGTH, blank: bool = False, **options: Any) -> None:
        limits = validate.Length(max=length) if blank else validate.Length(min=1, max=length)
        super().__init__(validate=limits, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        given = super()._deserialize(value, attr, data, **kwargs)
        if _UNSTORABLE.search(given):
            raise ValidationError("unreadable")
        return given.strip()


class Name(Text):
    """A name or title: 1 to 200 characters."""


class Notes(Text):
    """Free text: up to 10,000 characters, and may be empty."""

    def __init__(self, **options: Any) -> None:
        super().__init__(length=NOTES_LENGTH, blank=True, **options)


class Email(fields.Email):
    """An e-mail address, kept in lower case: people do not tell them apart by case."""

    def __init__(self, **options: Any) -> None:
        super().__init__(validate=validate.Length(max=254), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return str(super()._deserialize(value, attr, data, **kwargs)).strip().lower()


class Day(fields.Date):
    """A day of the calendar, without a time zone."""

    def __init__(self, **options: Any) -> None:
        super().__init__(format="iso", **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        day = super()._deserialize(value, attr, data, **kwargs)
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        return day


class Instant(fields.AwareDateTime):
    """An instant: RFC 3339 with an offset."""

    def __init__(self, **options: Any) -> None:
        super().__init__(format="iso", **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        try:
            at = super()._deserialize(value, attr, data, **kwargs)
            if not _FIRST_YEAR < at.year < _LAST_YEAR:
                raise ValidationError("not-an-instant")
            return at.astimezone(UTC)
        except (ValidationError, OverflowError, TypeError) as error:
            raise ValidationError("not-an-instant") from error


class InstantOrDay(fields.Field):
    """An instant, or only the day. OpenAPI: `date-time` or `date`."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime | date:
        reader: Day | Instant = Day() if isinstance(value, str) and len(value) == 10 else Instant()
        return reader.deserialize(value)


class TimeOfDay(fields.String):
    """HH:MM, from 00:00 to 23:59."""

    def __init__(self, **options: Any) -> None:
        super().__init__(validate=validate.Regexp(r"^([01]\d|2[0-3]):[0-5]\d\Z"), **options)


class Choice(fields.String):
    """One of a few words."""

    def __init__(self, *words: str, **options: Any) -> None:
        super().__init__(validate=validate.OneOf(words), **options)


class Flag(fields.Boolean):
    """True or false; in a body neither a word nor a number means one of them."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class Version(fields.Integer):
    """Grows with every change; answered as ETag too."""

    def __init__(self) -> None:
        super().__init__(required=True, metadata={"readOnly": True, "minimum": 1})


class PersonOut(Out):
    """A user, embedded."""

    id = fields.UUID(required=True)
    name = fields.String(required=True, allow_none=True)


class ClientRefOut(Out):
    """A client, embedded."""

    id = fields.UUID(required=True)
    name = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)


class NoFields(In):
    """An action that takes nothing."""


def person(id: UUID | None, name: str | None) -> dict[str, Any] | None:
    """A user as answers embed them."""
    return {"id": id, "name": name} if id else None


def client_ref(id: UUID | None, name: str | None, phone: str | None) -> dict[str, Any] | None:
    """A client as answers embed them."""
    return {"id": id, "name": name, "phone": phone} if id else None
