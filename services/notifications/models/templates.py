"""What messages say: a title and a body with variables, in each language; ours, until a branch writes its own."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from flask import abort
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models.base import Model, db
from services.notifications.models.documents import Document
from shared import trail
from shared.ids import new_id
from shared.problems import Invalid
from shared.problems import language as spoken
from shared.resources import Rendered
from shared.schemas import NAME_LENGTH
from shared.texts import catalogue
from shared.tokens import User

# What each template can tell of, and by which variables.
TEMPLATES = {
    "follow-up-overdue": "follow_up",
    "follow-up-still-overdue": "follow_up",
    "follow-up-reminder": "follow_up",
    "task-reminder": "task",
    "task-overdue": "task",
    "task-assigned": "task",
    "task-unclaimed": "task",
    "appointment-reminder": "appointment",
    "client-message": "client",
    "digest": "day",
}
VARIABLES = {
    "follow_up": ("client", "phone", "due", "days", "person", "branch"),
    "task": ("task", "type", "client", "phone", "due", "person", "by", "branch"),
    "appointment": ("client", "type", "day", "time", "person", "branch"),
    # No rule sends it: it is what somebody writes by hand, in their own WhatsApp.
    "client": ("client", "person", "branch"),
    "day": ("person", "overdue", "today", "branch"),
}
WHATSAPP_NAME_LENGTH = 512
_VARIABLE = re.compile(r"{([^{}]*)}")


def filled(text: str, values: Mapping[str, object]) -> str:
    """A text with its `{variables}` filled in; whatever else stands between braces stays as it is."""
    return _VARIABLE.sub(lambda found: str(values.get(found[1], found[0])), text)


def used(text: str) -> list[str]:
    """The names of the variables of a text, each once, in the order in which they come."""
    return list(dict.fromkeys(_VARIABLE.findall(text)))


def usual(name: str, language: str) -> dict[str, str]:
    """Our own title and body of a template."""
    found: dict[str, str] = catalogue(language)["notices"][name]
    return found


class Template(Document, Model):
    """The text of a branch in a language. `id` is made up where it is ours: nobody asks for it.

    :ivar whatsapp_name: the name under which the provider has approved it; its parameters are the variables of the
        body, in the order in which they come
    """

    __tablename__ = "templates"
    __table_args__ = (sa.UniqueConstraint("branch_id", "language", "name"),)

    branch_id: Mapped[UUID]
    language: Mapped[str] = mapped_column(sa.String(10))
    name: Mapped[str] = mapped_column(sa.String(60))
    title: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))
    body: Mapped[str] = mapped_column(sa.Text())
    whatsapp_name: Mapped[str] = mapped_column(sa.String(WHATSAPP_NAME_LENGTH))

    @classmethod
    def of(cls, branch_id: UUID, language: str, name: str, *, locked: bool = False) -> Self:
        """A text of a branch.

        :raises werkzeug.exceptions.NotFound: there is no template of that name
        """
        if name not in TEMPLATES:
            abort(404)
        which = (cls.branch_id == branch_id, cls.language == language, cls.name == name)
        return cls.stored(*which, locked=locked) or cls._ours(branch_id, language, name)

    @classmethod
    def all_of(cls, branch_id: UUID, language: str) -> list[Self]:
        """Every text of a branch."""
        return [cls.of(branch_id, language, name) for name in TEMPLATES]

    @classmethod
    def own_of(cls, user: User, language: str, name: str) -> list[Self]:
        """The texts that branches which a user sees have written themselves.

        :raises werkzeug.exceptions.NotFound: there is no template of that name
        """
        if name not in TEMPLATES:
            abort(404)
        own = sa.select(cls).where(user.in_branches(cls.branch_id), cls.language == language, cls.name == name)
        return list(db.session.scalars(own))

    @classmethod
    def _ours(cls, branch_id: UUID, language: str, name: str) -> Self:
        whatsapp_name = name.replace("-", "_")
        place = {"branch_id": branch_id, "language": language, "name": name}
        return cls(id=new_id(), version=1, whatsapp_name=whatsapp_name, **place, **usual(name, language))

    def change(self, fields: dict[str, Any]) -> None:
        """Write another text.

        :raises Invalid: it has a variable that nothing would be known of
        """
        self.check(fields)
        self.keep(**fields)
        trail.note("TemplateChanged", "template", self.id, branch_id=self.branch_id)

    def check(self, fields: dict[str, Any]) -> None:
        """See that only variables of this template are used.

        :raises Invalid: another one is
        """
        wrong = {
            part: f"unknown-variable|{{{unknown[0]}}}"
            for part in ("title", "body")
            if (unknown := [each for each in used(fields.get(part, "")) if each not in self.variables])
        }
        if wrong:
            raise Invalid(**wrong)

    @property
    def variables(self) -> tuple[str, ...]:
        return VARIABLES[TEMPLATES[self.name]]

    def examples(self) -> dict[str, str]:
        """What each variable could be."""
        texts = catalogue(self.language)["notices"]["variables"]
        return {name: texts[name]["example"] for name in self.variables}

    def parameters(self, values: Mapping[str, object], body: str = "") -> list[str]:
        """What an approved template takes in the place of the body's variables: each in one line, never empty."""
        return [" ".join(str(values[name]).split()) or "-" for name in used(body or self.body)]

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered:
        examples = catalogue(row.language)["notices"]["variables"]
        meanings = catalogue(spoken())["notices"]["variables"]
        ours = usual(row.name, row.language)
        return {
            "name": row.name,
            "language": row.language,
            "branch_id": row.branch_id,
            "title": row.title,
            "body": row.body,
            "whatsapp_name": row.whatsapp_name,
            # What it means is for who writes, what it could be for who gets it.
            "variables": [
                {"name": name, "meaning": meanings[name]["meaning"], "example": examples[name]["example"]}
                for name in VARIABLES[TEMPLATES[row.name]]
            ],
            "customized": (row.title, row.body) != (ours["title"], ours["body"]),
            "usual": ours,
            "version": row.version,
        }
