"""A person's agenda as an iCalendar document (RFC 5545): what the calendar on their phone subscribes to."""

import re
from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256

import orjson
from icalendar import Calendar, Event

from shared import clock
from shared.resources import Rendered

CONTENT_TYPE = "text/calendar; charset=utf-8"
_PRODUCT = "-//Al Día//Agenda//ES"
_REFRESH = timedelta(minutes=15)
# Some readers take any of these for the end of a line; what follows it could then be a property of its own.
_BREAKS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_STATUS = {"planned": "CONFIRMED", "done": "CONFIRMED", "cancelled": "CANCELLED"}


def calendar_of(name: str, tasks: Iterable[Rendered]) -> bytes:
    """The calendar of a person with a name.

    :param tasks: as their API shows them
    """
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("name", _line(name))
    calendar.add("x-wr-calname", _line(name))
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    for task in tasks:
        calendar.add_component(_event(task))
    return calendar.to_ical()


def fingerprint(name: str, tasks: Iterable[Rendered]) -> str:
    """The same for the same calendar, and a hundred times as fast to make."""
    # The version stands for all of a task but for what it embeds.
    seen = [(task["id"], task["version"], _summary(task)) for task in tasks]
    return sha256(orjson.dumps([_PRODUCT, name, seen])).hexdigest()


def _event(task: Rendered) -> Event:
    event = Event()
    event.add("uid", str(task["id"]))
    event.add("sequence", task["version"])
    # Without a METHOD, the instant of the last change.
    event.add("dtstamp", task["updated_at"])
    event.add("last-modified", task["updated_at"])
    event.add("created", task["created_at"])
    event.add("status", _STATUS[task["status"]])
    event.add("summary", _summary(task))
    event.add("description", _text(task["description"]))
    if task["tags"]:
        event.add("categories", [_line(tag) for tag in task["tags"]])
    if task["planned_at"] is None:
        event.add("dtstart", task["due_on"])
        event.add("dtend", clock.next_day(task["due_on"]))
        event.add("transp", "TRANSPARENT")
    else:
        event.add("dtstart", task["planned_at"])
        event.add("dtend", task["planned_at"] + timedelta(minutes=task["duration_minutes"]))
    return event


def _summary(task: Rendered) -> str:
    names = (task[part] and task[part]["name"] for part in ("type", "client"))
    return _line(": ".join(name for name in names if name))


def _text(text: str) -> str:
    return _FORBIDDEN.sub("", _BREAKS.sub("\n", text))


def _line(text: str) -> str:
    return " ".join(_text(text).split("\n"))
