"""What goes in and out of the identity API."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

import phonenumbers
from marshmallow import ValidationError, fields, validate, validates_schema

from services.identity import passwords
from services.identity.models.views import NAME, PAGES, QUERY
from services.identity.packs import packs
from shared.listing import ListArgs
from shared.schemas import Choice, Day, Email, Flag, In, Instant, Name, Out, PersonOut, Text, Version
from shared.tokens import ADMIN, MANAGER, OPERATOR

ROLES = (OPERATOR.label, MANAGER.label, ADMIN.label)
PACKS = tuple(packs())
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MOST = 1000


class Secret(fields.String):
    """A password or token, taken exactly as it was typed."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        secret = str(super()._deserialize(value, attr, data, **kwargs))
        try:
            secret.encode()
        except UnicodeEncodeError as error:
            raise ValidationError("unreadable") from error
        return secret


class NewPassword(Secret):
    """A password that may be chosen: 8 to 128 characters, and not a common one."""

    def __init__(self, **options: Any) -> None:
        length = {"minLength": passwords.SHORTEST, "maxLength": passwords.LONGEST}
        super().__init__(metadata=length, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        chosen = super()._deserialize(value, attr, data, **kwargs)
        wrong = passwords.what_is_wrong(chosen)
        if wrong:
            raise ValidationError(wrong)
        return chosen


class TimeZone(Text):
    """The IANA name of a time zone."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        name = super()._deserialize(value, attr, data, **kwargs)
        if name not in _time_zones():
            raise ValidationError("bad-time-zone")
        return name


class Region(Text):
    """A country by its two letters of ISO 3166."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        region = super()._deserialize(value, attr, data, **kwargs)
        if region not in phonenumbers.SUPPORTED_REGIONS:
            raise ValidationError("bad-region")
        return region


class TimeOfDay(fields.String):
    """A wall-clock time, `HH:MM`."""

    def __init__(self) -> None:
        pattern = validate.Regexp("^([01][0-9]|2[0-3]):[0-5][0-9]$")
        super().__init__(required=True, validate=[validate.Length(equal=5), pattern])


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _ids() -> fields.List:
    return fields.List(fields.UUID(), validate=validate.Length(max=_MOST))


# --- signing in -------------------------------------------------------------------------------------------


class CredentialsIn(In):
    email = Text(length=254, required=True)
    password = Secret(required=True)


class ServiceIn(In):
    secret = Secret(required=True)


class RefreshIn(In):
    """The refresh token; in the web client it is in the cookie instead."""

    refresh_token = Secret(validate=validate.Length(max=100))


class PasswordIn(In):
    current = Secret(required=True)
    new = NewPassword(required=True)


class KeySetOut(Out):
    """A JSON Web Key Set (RFC 7517)."""

    keys = fields.List(fields.Dict(keys=fields.String(), values=fields.String()), required=True)


# --- branches ---------------------------------------------------------------------------------------------


class QuietHours(In):
    """From a time of day to another, perhaps past midnight."""

    start = TimeOfDay()
    end = TimeOfDay()

    @validates_schema
    def check(self, hours: dict[str, str], **_options: Any) -> None:
        if hours["start"] == hours["end"]:
            raise ValidationError("out-of-order", "end")


class Hours(In):
    """From a time of day to a later one."""

    start = TimeOfDay()
    end = TimeOfDay()

    @validates_schema
    def check(self, hours: dict[str, str], **_options: Any) -> None:
        if hours["start"] >= hours["end"]:
            raise ValidationError("out-of-order", "end")


def _day_of_hours() -> fields.List:
    return fields.List(fields.Nested(Hours), validate=validate.Length(max=10))


class OpeningHours(In):
    """When a branch is open, by weekday. A day left out is closed."""

    mon, tue, wed, thu, fri, sat, sun = (_day_of_hours() for _ in WEEKDAYS)


class BranchPatch(In):
    name = Name()
    time_zone = TimeZone()
    phone_region = Region()
    pack = Choice(*PACKS)
    opening_hours = fields.Nested(OpeningHours, allow_none=True)
    quiet_hours = fields.Nested(QuietHours, allow_none=True)
    holidays = fields.List(Day(), validate=validate.Length(max=_MOST))


class BranchIn(BranchPatch):
    name = Name(required=True)
    time_zone = TimeZone(required=True)
    phone_region = Region(required=True)
    pack = Choice(*PACKS, required=True)


class BranchOut(Out):
    """A place where people work."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    time_zone = fields.String(required=True)
    phone_region = fields.String(required=True)
    pack = fields.String(required=True)
    opening_hours = fields.Nested(OpeningHours, required=True, allow_none=True)
    quiet_hours = fields.Nested(QuietHours, required=True, allow_none=True)
    holidays = fields.List(fields.Date(), required=True)
    version = Version()


class PackOut(Out):
    """How houses of one kind work: what their forms call things, offer and require."""

    id = fields.String(required=True)
    labels = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    methods = fields.List(fields.String(), required=True)
    client_types = fields.List(fields.String(), required=True)
    task_types = fields.List(
        fields.String(), required=True, metadata={"description": "Names of task types that are offered first."}
    )
    occurred_at = fields.String(
        required=True, metadata={"description": "How exactly it is asked when: `day` or `instant`."}
    )
    requires = fields.Dict(keys=fields.String(), values=fields.List(fields.String()), required=True)
    default_direction = fields.String(required=True)
    directions = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={"description": "The methods whose direction is another one unless it is given."},
    )


class PackListOut(Out):
    """Every pack there is."""

    items = fields.List(fields.Nested(PackOut), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


# --- teams ------------------------------------------------------------------------------------------------


class TeamIn(In):
    name = Name(required=True)
    branch_id = fields.UUID(required=True)
    member_ids = _ids()


class TeamPatch(In):
    name = Name()
    member_ids = _ids()


class TeamFilters(ListArgs):
    branch_id = fields.List(fields.UUID())


class TeamOut(Out):
    """People of one branch who share their work."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    branch_id = fields.UUID(required=True)
    member_ids = fields.List(fields.UUID(), required=True)
    version = Version()


# --- saved views ------------------------------------------------------------------------------------------

_FILTERS = {"description": "Filters of the page, as `state=overdue&q=ana`."}


class ViewPatch(In):
    name = Text(length=NAME)
    query = Text(length=QUERY, metadata=_FILTERS)
    branch_id = fields.UUID(allow_none=True, metadata={"description": "Whose it is; null: its owner's alone."})


class ViewIn(ViewPatch):
    page = Choice(*PAGES, required=True)
    name = Text(length=NAME, required=True)
    query = Text(length=QUERY, required=True, metadata=_FILTERS)


class ViewFilters(ListArgs):
    page = fields.List(Choice(*PAGES))


class ViewOut(Out):
    """Filters of a page under a name, somebody's own or a branch's."""

    id = fields.UUID(required=True)
    page = fields.String(required=True)
    name = fields.String(required=True)
    query = fields.String(required=True)
    branch_id = fields.UUID(required=True, allow_none=True)
    owner = fields.Nested(PersonOut, required=True)
    created_at = Instant(required=True)
    updated_at = Instant(required=True)
    version = Version()


# --- users ------------------------------------------------------------------------------------------------


class UserPatch(In):
    name = Name()
    email = Email()
    phone = Text(length=40, allow_none=True)
    role = Choice(*ROLES)
    branch_ids = _ids()
    team_ids = _ids()
    active = Flag()
    password = NewPassword()


class UserIn(UserPatch):
    name = Name(required=True)
    email = Email(required=True)
    role = Choice(*ROLES, required=True)
    active = Flag(load_default=True)
    password = NewPassword(required=True)


class UserFilters(ListArgs):
    branch_id = fields.List(fields.UUID())
    active = fields.Boolean()


class UserOut(Out):
    """Somebody who signs in. The fields that are not always there are shown to themselves and to administrators."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    email = fields.String()
    phone = fields.String(allow_none=True)
    role = fields.String(required=True)
    active = fields.Boolean(required=True)
    branch_ids = fields.List(fields.UUID(), required=True)
    team_ids = fields.List(fields.UUID(), required=True)
    created_at = Instant()
    updated_at = Instant()
    version = Version()


class HandOverIn(In):
    to_id = fields.UUID(required=True)
    preview = Flag(load_default=False)


class HandOverOut(Out):
    """Whose open work went to whom."""

    from_id = fields.UUID(required=True)
    to_id = fields.UUID(required=True)


class OpenWorkOut(Out):
    """How much of a person's work is open."""

    follow_ups = fields.Integer(required=True)
    tasks = fields.Integer(required=True)
    sales = fields.Integer(required=True)


class MyselfOut(UserOut):
    """The signed-in user, with the branches that they may see and their teams."""

    branches = fields.List(fields.Nested(BranchOut), required=True)
    teams = fields.List(fields.Nested(TeamOut), required=True)


class ServiceTokenOut(Out):
    """What a service gets for the secret that it shares with this one."""

    access_token = fields.String(required=True)
    token_type = fields.String(required=True)
    expires_in = fields.Integer(required=True, metadata={"description": "In seconds."})


class GrantOut(Out):
    """What signing in gives. The web client gets the refresh token as a cookie."""

    access_token = fields.String(required=True)
    token_type = fields.String(required=True)
    expires_in = fields.Integer(required=True, metadata={"description": "In seconds."})
    refresh_token = fields.String()
    user = fields.Nested(MyselfOut, required=True)
