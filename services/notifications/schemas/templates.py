"""What goes in and out about templates."""

from marshmallow import fields, validate

from services.notifications.models.templates import TEMPLATES, WHATSAPP_NAME_LENGTH
from shared.schemas import Choice, In, Name, Out, Text, Version
from shared.texts import LANGUAGES

# As long as one that WhatsApp approves.
_BODY_LENGTH = 1024


class TemplateEverywhereArgs(In):
    language = Choice(*LANGUAGES, load_default=LANGUAGES[0])


class TemplateArgs(TemplateEverywhereArgs):
    branch_id = fields.UUID(metadata={"description": "Default: the first of your branches."})


class TemplateIn(In):
    title = Name(required=True)
    body = Text(length=_BODY_LENGTH, required=True)
    whatsapp_name = fields.String(
        validate=validate.Regexp(rf"^[a-zA-Z0-9_]{{1,{WHATSAPP_NAME_LENGTH}}}\Z", error="bad-name"),
        metadata={"description": "The name or id under which the provider has approved it."},
    )


class PreviewIn(In):
    """A text to try; what is left out is as it is saved. Variables without a value get their examples."""

    title = Name()
    body = Text(length=_BODY_LENGTH)
    values = fields.Dict(keys=fields.String(), values=Text(length=1000, blank=True), load_default=dict)


class PreviewOut(Out):
    title = fields.String(required=True)
    body = fields.String(required=True)
    parameters = fields.List(
        fields.String(), required=True, metadata={"description": "What an approved WhatsApp template is given."}
    )


class TemplateVariableOut(Out):
    name = fields.String(required=True)
    meaning = fields.String(required=True)
    example = fields.String(required=True)


class UsualTextOut(Out):
    """What a template says as long as nobody writes another text."""

    title = fields.String(required=True)
    body = fields.String(required=True)


class BranchTextOut(Out):
    """What a branch has written instead."""

    branch_id = fields.UUID(required=True)
    title = fields.String(required=True)
    body = fields.String(required=True)


class TemplateEverywhereOut(Out):
    """What messages of one kind say in a language: usually, and in each branch that has written another text."""

    usual = fields.Nested(UsualTextOut, required=True)
    branches = fields.List(fields.Nested(BranchTextOut), required=True)


class TemplateOut(Out):
    """What messages of one kind say in a branch and language."""

    name = Choice(*TEMPLATES, required=True)
    language = Choice(*LANGUAGES, required=True)
    branch_id = fields.UUID(required=True)
    title = fields.String(required=True)
    body = fields.String(required=True)
    whatsapp_name = fields.String(required=True)
    variables = fields.List(fields.Nested(TemplateVariableOut), required=True)
    customized = fields.Boolean(required=True, metadata={"description": "Whether it is another than ours."})
    usual = fields.Nested(UsualTextOut, required=True)
    version = Version()


class TemplateListOut(Out):
    items = fields.List(fields.Nested(TemplateOut), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
