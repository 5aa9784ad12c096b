"""Who is told what, when, and by which channels: rules that each branch may change."""

import tomllib
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self
from uuid import UUID

from sqlalchemy.orm import Mapped

from services.notifications.models.base import Model
from services.notifications.models.documents import Document
from shared import trail
from shared.resources import Rendered


@dataclass(frozen=True)
class Moment:
    """What a rule can wait for.

    :ivar reaches: the words of `Rule.to` that mean somebody there
    :ivar offset: the field that says how long before or after it a rule acts, where one may
    :ivar about: what its templates can tell of: a follow-up, a task, an appointment, a person's day
    """

    reaches: tuple[str, ...]
    offset: str
    about: str


MOMENTS = {
    "FollowUpOverdue": Moment(("in_charge", "managers"), "after_days", "follow_up"),
    "FollowUpReminderDue": Moment(("in_charge", "managers"), "after_minutes", "follow_up"),
    "TaskReminderDue": Moment(("operator", "team", "managers"), "after_minutes", "task"),
    "TaskOverdue": Moment(("operator", "team", "managers"), "after_days", "task"),
    "task-assigned": Moment(("operator",), "after_minutes", "task"),
    "task-unclaimed": Moment(("team", "managers"), "after_minutes", "task"),
    "appointment": Moment(("client", "operator"), "before_minutes", "appointment"),
    "digest": Moment(("in_charge",), "", "day"),
}
RECIPIENTS = ("in_charge", "managers", "team", "operator", "client")
# At most.
OFFSETS = {"after_days": 60, "after_minutes": 10_080, "before_minutes": 43_200}


@dataclass(frozen=True)
class Rule:
    """One line of the rules.

    :ivar on: a name of MOMENTS
    :ivar to: whom it reaches
    :ivar channels: all at once for people of the house; for clients one after the other, until one gets through
    :ivar template: the name of its text
    """

    name: str
    on: str
    to: str
    channels: list[str]
    template: str
    after_days: int = 0
    after_minutes: int = 0
    before_minutes: int = 0
    enabled: bool = True


_DATA = tomllib.loads((Path(__file__).parent.parent / "rules.toml").read_text(encoding="utf-8"))
DEFAULT_RULES = tuple(Rule(**each) for each in _DATA["rules"])


class RuleBook(Document, Model):
    """The rules of a branch, whose id it has, and when its messages rest.

    :ivar quiet_hours: `{"from": "21:00", "to": "08:00"}`; empty where those of the branch itself count
    :ivar holidays: days beside those of the branch itself, `YYYY-MM-DD`
    """

    __tablename__ = "rulebooks"

    rules: Mapped[list[Any]]
    quiet_hours: Mapped[dict[str, Any] | None]
    holidays: Mapped[list[Any]]

    @classmethod
    def of(cls, branch_id: UUID, *, locked: bool = False) -> Self:
        """The rules of a branch; the usual ones, unless it has others."""
        return cls.stored(cls.id == branch_id, locked=locked) or cls(
            id=branch_id, version=1, rules=[asdict(each) for each in DEFAULT_RULES], quiet_hours=None, holidays=[]
        )

    def in_force(self) -> list[Rule]:
        return [rule for rule in (Rule(**each) for each in self.rules) if rule.enabled]

    def change(self, rules: list[Any], quiet_hours: dict[str, Any] | None, holidays: list[Any]) -> None:
        days = sorted({day.isoformat() for day in holidays})
        self.keep(rules=[asdict(Rule(**each)) for each in rules], quiet_hours=quiet_hours, holidays=days)
        trail.note("NotificationRulesChanged", "notification_rules", self.id, branch_id=self.id)

    @classmethod
    def shown(cls, row: Any, now: datetime) -> Rendered:
        return {
            "branch_id": row.id,
            "rules": row.rules,
            "quiet_hours": row.quiet_hours,
            "holidays": row.holidays,
            "version": row.version,
        }
