"""What a message says: a template of the branch, filled in with what is known of the matter."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.notifications.models import Branch, Person, Template, db
from services.notifications.models.rules import MOMENTS, Rule
from services.notifications.models.templates import filled
from shared import clock
from shared.texts import text

Data = dict[str, Any]


def written(rule: Rule, branch_id: UUID, language: str, values: dict[str, str]) -> Data:
    """The columns of a delivery that say something."""
    return written_by(Template.of(branch_id, language, rule.template), values)


def written_by(template: Template, values: dict[str, str]) -> Data:
    return {
        "template": template.name,
        "language": template.language,
        "title": filled(template.title, values),
        "body": filled(template.body, values),
        "whatsapp_name": template.whatsapp_name,
        "parameters": template.parameters(values),
    }


def values_of(rule: Rule, record: Data, language: str, by_id: UUID | None) -> dict[str, str]:
    """What the variables of a rule's template stand for.

    :param by_id: who has done what is told
    """
    about, branch = MOMENTS[rule.on].about, db.session.get(Branch, UUID(record["branch_id"]))
    zone = Branch.zone_of(UUID(record["branch_id"]))
    common = _people(record, language) | {"branch": branch.name if branch else ""}
    if about == "follow_up":
        days = max(record["days_overdue"], 0) + rule.after_days
        return common | {"due": _when(record, zone, language), "days": str(days)}
    task = {"task": record["description"], "type": record["type"]["name"]}
    if about == "appointment":
        return common | task | _time_of(record, zone, language)
    return common | task | {"due": _when(record, zone, language), "by": _name_of(by_id, language)}


def _people(record: Data, language: str) -> dict[str, str]:
    client = record["client"] or {"name": text("notices.nothing.client", language), "phone": None}
    person = record.get("assigned_to") or record.get("operator") or {}
    return {
        "client": client["name"] or text("notices.no-name", language),
        "phone": client["phone"] or text("notices.no-phone", language),
        "person": person.get("name") or text("notices.nothing.person", language),
    }


def _name_of(user_id: UUID | None, language: str) -> str:
    person = db.session.get(Person, user_id) if user_id else None
    return person.name if person else text("notices.nothing.by", language)


def _when(record: Data, zone: str, language: str) -> str:
    if record.get("planned_at"):
        return text("notices.day-and-time", language, **_time_of(record, zone, language))
    day = date.fromisoformat(record["due_on"]).strftime(text("notices.day", language))
    if not record.get("due_time"):
        return day
    return text("notices.day-and-time", language, day=day, time=record["due_time"])


def _time_of(record: Data, zone: str, language: str) -> dict[str, str]:
    local = datetime.fromisoformat(record["planned_at"]).astimezone(clock.zone(zone))
    return {"day": local.strftime(text("notices.day", language)), "time": f"{local:%H:%M}"}
