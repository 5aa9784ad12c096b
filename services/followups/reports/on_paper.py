"""The report of unattended follow-ups as people print it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from services.followups.models import Branch, Person, db
from shared import clock
from shared.problems import language
from shared.resources import Rendered
from shared.texts import text
from shared.tokens import ADMIN, current_user

_TEXTS = "reports.unattended-follow-ups"
_SHARES = {"due": 0.09, "late": 0.07, "client": 0.19, "agent": 0.13, "branch": 0.11, "sale": 0.13, "notes": 0.28}
# Whoever goes through a list on paper wants to know what it is about; the rest stands on the screen.
_NOTES, _LINES = 300, 8


def on_paper(items: Iterable[Rendered], totals: Rendered, filters: Rendered, now: datetime) -> bytes:
    """The report as a PDF, in the language of the request."""
    # Imported here: few processes ever need what takes a tenth of their start.
    from services.followups.reports.paper import Column, Paper

    paper = Paper(_say("title"), numbering=_say_raw("numbering"), foot=_asked(now), language=language())
    paper.facts([_filters(filters), *_totals(totals)])
    columns = [Column(_say(f"columns.{name}"), share, right=name == "late") for name, share in _SHARES.items()]
    paper.table(columns, map(_cells, items))
    return paper.finished()


def _asked(now: datetime) -> str:
    branch = Branch.chosen(None)
    moment = now.astimezone(clock.zone(branch.time_zone))
    at = {"day": _day(moment.date()), "time": f"{moment:%H:%M}"}
    return _say("asked", name=current_user().name, moment=text("notices.day-and-time", language(), **at))


def _filters(filters: Rendered) -> str:
    """What was asked for, in words."""
    said = [_branches(filters.get("branch_id"))]
    if filters.get("agent_id"):
        said.append(_say("agents", names=_names(Person, filters["agent_id"])))
    else:
        said.append(_say("every-agent"))
    return " · ".join([*said, _period(filters.get("from_"), filters.get("to"))])


def _branches(asked: Sequence[Any] | None) -> str:
    user = current_user()
    if user.role == ADMIN and not asked:
        return _say("every-branch")
    return _say("branches", names=_names(Branch, [id for id in asked or user.branch_ids if user.sees(id)]))


def _names(cls: Any, ids: Sequence[Any]) -> str:
    names = db.session.scalars(sa.select(cls.name).where(cls.id.in_(ids)).order_by(cls.name))
    return ", ".join(names) or _say("nobody")


def _period(first: date | None, last: date | None) -> str:
    if first and last:
        return _say("period", first=_day(first), last=_day(last))
    if first:
        return _say("period-from", first=_day(first))
    return _say("period-to", last=_day(last)) if last else _say("every-day")


def _totals(totals: Rendered) -> Iterator[str]:
    yield _say("none") if not totals["count"] else _say("count", count=totals["count"])
    for what in ("branch", "agent"):
        counts = [
            f"{(row[what] or {}).get('name') or _say('nobody')}: {row['count']}" for row in totals[f"by_{what}"]
        ]
        if counts:
            yield _say(f"by-{what}", counts=" · ".join(counts))


def _cells(item: Rendered) -> list[str]:
    client, sale = item["client"], item["sale"]
    due = _day(item["due_on"])
    return [
        f"{due}\n{item['due_time']}" if item["due_time"] else due,
        str(item["days_overdue"]),
        "\n".join(filter(None, [client["name"], client["phone"]])),
        _name(item["agent"]),
        item["branch"]["name"] or "",
        f"{sale['number']} {sale['title']}" if sale else "",
        _short(item["notes"]),
    ]


def _short(notes: str) -> str:
    """The beginning of a note; where it goes on, that is to be seen."""
    begun = "\n".join(notes[:_NOTES].splitlines()[:_LINES]).rstrip()
    return begun if begun == notes.rstrip() else f"{begun}…"


def _name(embedded: Rendered | None) -> str:
    return (embedded or {}).get("name") or _say("nobody")


def _day(day: date) -> str:
    return day.strftime(text("notices.day", language()))


def _say(key: str, **values: object) -> str:
    return text(f"{_TEXTS}.{key}", language(), **values)


def _say_raw(key: str) -> str:
    return _say(key, page="{page}", pages="{pages}")
