"""The texts of messages, which each branch may write anew."""

from typing import Any

from services.notifications.models import Branch, Template
from services.notifications.models.templates import filled, usual
from services.notifications.schemas.templates import (
    PreviewIn,
    PreviewOut,
    TemplateArgs,
    TemplateEverywhereArgs,
    TemplateEverywhereOut,
    TemplateIn,
    TemplateListOut,
    TemplateOut,
)
from shared.api import Routes
from shared.resources import Rendered
from shared.tokens import MANAGER, OPERATOR, current_user

routes = Routes("templates", "Los textos de los avisos, en cada sucursal e idioma.")


def _chosen(args: dict[str, Any], name: str, *, locked: bool = False) -> Template:
    return Template.of(Branch.chosen(args.get("branch_id")).id, args["language"], name, locked=locked)


@routes.get("/templates", role=OPERATOR)
@routes.arguments(TemplateArgs, location="query")
@routes.response(200, TemplateListOut)
def list_templates(args: dict[str, Any]) -> Rendered:
    """Every text of a branch in a language, each with its variables."""
    branch = Branch.chosen(args.get("branch_id"))
    return {"items": Template.all_of(branch.id, args["language"]), "next_cursor": None}


@routes.get("/templates/<name>", role=OPERATOR)
@routes.arguments(TemplateArgs, location="query")
@routes.response(200, TemplateOut)
def get_template(args: dict[str, Any], name: str) -> Template:
    """One text."""
    return _chosen(args, name)


@routes.get("/templates/<name>/branches", role=OPERATOR)
@routes.arguments(TemplateEverywhereArgs, location="query")
@routes.response(200, TemplateEverywhereOut)
def get_template_everywhere(args: dict[str, Any], name: str) -> Rendered:
    """One text in all of your branches at once: what it usually says, and where another one was written."""
    own = Template.own_of(current_user(), args["language"], name)
    written = [{"branch_id": each.branch_id, "title": each.title, "body": each.body} for each in own]
    return {"usual": usual(name, args["language"]), "branches": written}


@routes.put("/templates/<name>", role=MANAGER)
@routes.arguments(TemplateArgs, location="query")
@routes.arguments(TemplateIn)
@routes.response(200, TemplateOut)
def change_template(args: dict[str, Any], wanted: dict[str, Any], name: str) -> Template:
    """Write another text. A variable that it does not know is refused (422)."""
    template = _chosen(args, name, locked=True)
    template.check_if_match()
    template.change(wanted)
    return template


@routes.post("/templates/<name>/preview", role=OPERATOR)
@routes.arguments(TemplateArgs, location="query")
@routes.arguments(PreviewIn)
@routes.response(200, PreviewOut)
def preview(args: dict[str, Any], tried: dict[str, Any], name: str) -> Rendered:
    """What a text looks like with its variables filled in; nothing is kept."""
    template = _chosen(args, name)
    template.check(tried)
    body = tried.get("body", template.body)
    values = template.examples() | tried["values"]
    return {
        "title": filled(tried.get("title", template.title), values),
        "body": filled(body, values),
        "parameters": template.parameters(values, body),
    }
