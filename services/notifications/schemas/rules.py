"""What goes in and out about rules, and about when messages rest."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from services.notifications.channels import CHANNELS
from services.notifications.models.rules import MOMENTS, OFFSETS, RECIPIENTS
from services.notifications.models.templates import TEMPLATES
from shared.schemas import Choice, Day, Flag, In, Out, TimeOfDay, Version

_MOST_RULES, _MOST_DAYS = 50, 366


class QuietTime(In):
    """From a time of day to another, perhaps past midnight."""

    from_ = TimeOfDay(data_key="from", required=True)
    to = TimeOfDay(required=True)

    @validates_schema
    def _check(self, hours: dict[str, str], **_options: Any) -> None:
        if hours["from_"] == hours["to"]:
            raise ValidationError("out-of-order", "to")

    @post_load
    def _named(self, hours: dict[str, str], **_options: Any) -> dict[str, str]:
        return {"from": hours["from_"], "to": hours["to"]}


def _offset(name: str, meaning: str) -> fields.Integer:
    limits = validate.Range(0, OFFSETS[name])
    return fields.Integer(strict=True, load_default=0, validate=limits, metadata={"description": meaning})


class RuleIn(In):
    """Who is told what, when, and by which channels."""

    name = fields.String(required=True, validate=validate.Regexp(r"^[a-z0-9][a-z0-9-]{0,39}\Z", error="bad-name"))
    on = Choice(*MOMENTS, required=True)
    to = Choice(*RECIPIENTS, required=True)
    channels = fields.List(
        Choice(*CHANNELS), required=True, validate=validate.Length(min=1, max=len(CHANNELS)),
        metadata={"description": "All at once for people of the house; for a client until one gets through."},
    )  # fmt: skip
    template = Choice(*TEMPLATES, required=True)
    after_days = _offset("after_days", "Told so many days later, if it still is so.")
    after_minutes = _offset("after_minutes", "Told so many minutes later, if it still is so.")
    before_minutes = _offset("before_minutes", "Told so many minutes before an appointment.")
    enabled = Flag(load_default=True)

    @validates_schema
    def _check(self, rule: dict[str, Any], **_options: Any) -> None:
        moment = MOMENTS[rule["on"]]
        if rule["to"] not in moment.reaches:
            raise ValidationError(f"not-with|{rule['on']}", "to")
        if TEMPLATES[rule["template"]] != moment.about:
            raise ValidationError(f"not-with|{rule['on']}", "template")
        for name in OFFSETS:
            if rule[name] and name != moment.offset:
                raise ValidationError(f"not-with|{rule['on']}", name)
        self._check_channels(rule)

    def _check_channels(self, rule: dict[str, Any]) -> None:
        if len(set(rule["channels"])) < len(rule["channels"]):
            raise ValidationError("twice", "channels")
        if rule["to"] == "client" and "in_app" in rule["channels"]:
            raise ValidationError("not-with|client", "channels")


class RuleBookArgs(In):
    branch_id = fields.UUID(metadata={"description": "Default: the first of your branches."})


class RuleBookIn(In):
    rules = fields.List(fields.Nested(RuleIn), required=True, validate=validate.Length(max=_MOST_RULES))
    quiet_hours = fields.Nested(QuietTime, allow_none=True, load_default=None)
    holidays = fields.List(Day(), load_default=list, validate=validate.Length(max=_MOST_DAYS))

    @validates_schema
    def _check(self, book: dict[str, Any], **_options: Any) -> None:
        names = [rule["name"] for rule in book["rules"]]
        if len(set(names)) < len(names):
            raise ValidationError("twice", "rules")


class RuleOut(Out):
    """Who is told what, when, and by which channels."""

    name = fields.String(required=True)
    on = Choice(*MOMENTS, required=True)
    to = Choice(*RECIPIENTS, required=True)
    channels = fields.List(Choice(*CHANNELS), required=True)
    template = Choice(*TEMPLATES, required=True)
    after_days = fields.Integer(required=True)
    after_minutes = fields.Integer(required=True)
    before_minutes = fields.Integer(required=True)
    enabled = fields.Boolean(required=True)


class RuleBookOut(Out):
    """The rules of a branch. Without quiet hours those of the branch count; its holidays always do."""

    branch_id = fields.UUID(required=True)
    rules = fields.List(fields.Nested(RuleOut), required=True)
    quiet_hours = fields.Nested(QuietTime, required=True, allow_none=True)
    holidays = fields.List(fields.Date(), required=True)
    version = Version()
