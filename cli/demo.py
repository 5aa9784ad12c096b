"""The sample house of `demo.toml`, loaded once through the API: a week with every state that the product knows."""

import tomllib
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cli.client import Person, Refusal

EMAIL = "demo@aldia.example"
PASSWORD = "demo-al-dia"  # noqa: S105 - known to everybody, and only with --demo

WEEK = Path(__file__).with_name("demo.toml")
# Seconds until what one service did is seen in another.
SOON = 30.0

Data = dict[str, Any]


def load(url: str) -> str:
    """Load the sample data, unless they are there.

    :returns: how to sign in
    """
    week = tomllib.loads(WEEK.read_text(encoding="utf-8"))
    admin = Person(url, EMAIL, PASSWORD)
    houses = [House(url, admin, each) for each in week["house"]]
    if not admin.get("clients", limit=1)["items"]:
        tags = {each["name"]: admin.post("tags", each, key=f"demo {each['name']}")["id"] for each in week["tag"]}
        types = _types(admin, week["task_type"])
        for house in houses:
            house.open()
            house.fill(tags, types)
    return _sign_in_text(url, week["house"])


def _types(admin: Person, changed: Iterable[Data]) -> dict[str, str]:
    types = {each["name"]: each["id"] for each in admin.get("task-types", limit=200)["items"]}
    for each in changed:
        admin.patch(f"task-types/{types[each['name']]}", each)
    return types


def _sign_in_text(url: str, houses: Iterable[Data]) -> str:
    lines = [f"Demo: sign in at {url} with the password {PASSWORD} as", f"  {EMAIL} (admin)"]
    for house in houses:
        staff = ", ".join(f"{_email(name)} ({role})" for name, _, role in house["staff"])
        lines.append(f"  {house['branch']}: {staff}")
    return "\n".join(lines)


def _email(name: str) -> str:
    return f"{name}@aldia.example"


class House:
    """One branch with its people, and what happens there in a week."""

    def __init__(self, url: str, admin: Person, data: Data) -> None:
        self._url, self._admin, self._data = url, admin, data
        self._zone = ZoneInfo(data["time_zone"])
        self._signed_in: dict[str, Person] = {}
        self._clients: dict[str, Data] = {}

    def open(self) -> None:
        """Make the branch, those who work there, and their team."""
        for name, full_name, role in self._data["staff"]:
            who = {"name": full_name, "email": _email(name), "role": role, "password": PASSWORD}
            self._made("users", who | {"branch_ids": [self._branch["id"]]})
        members = [self._person(name).user["id"] for name, _, _ in self._data["staff"]]
        self._made("teams", {"name": self._data["team"], "branch_id": self._branch["id"], "member_ids": members})

    def fill(self, tags: dict[str, str], types: dict[str, str]) -> None:
        """Let the week happen."""
        for each in self._data["clients"]:
            self._client(each, tags)
        for first, last, phone, number in self._data.get("patients", ()):
            names = {"first_name": first, "last_name": last, "record_number": number}
            self._post("patients", names | ({"phone": phone} if phone else {}))
        for first, last, guardian, program in self._data.get("students", ()):
            self._student(first, last, guardian, program)
        for each in self._data["talks"]:
            self._talk(each)
        for each in self._data.get("sales", ()):
            self._sale(each)
        for each in self._data.get("tasks", ()):
            self._task(each, types)
        for who, by, text in self._data.get("history", ()):
            self._person(by).post(
                "history", {"client_id": self._clients[who]["id"], "text": text}, key=f"demo {text}"
            )

    # --- who ---------------------------------------------------------------------------------------------

    @cached_property
    def _branch(self) -> Data:
        named: dict[str, Data] = {each["name"]: each for each in self._admin.get("branches", limit=200)["items"]}
        place = {"name": self._data["branch"], "time_zone": self._data["time_zone"], "pack": self._data["pack"]}
        return named.get(place["name"]) or self._made(
            "branches", place | {"phone_region": self._data.get("region", "MX")}
        )

    def _made(self, path: str, body: Data) -> Data:
        """What the administrator makes; it may be there from a start that was cut short."""
        try:
            made: Data = self._admin.post(path, body)
        except Refusal as refusal:
            if refusal.status != 409:
                raise
            return {}
        return made

    def _person(self, name: str) -> Person:
        if name not in self._signed_in:
            self._signed_in[name] = Person(self._url, _email(name), PASSWORD)
        return self._signed_in[name]

    @property
    def _manager(self) -> Person:
        return self._person(next(name for name, _, role in self._data["staff"] if role == "manager"))

    def _post(self, path: str, body: Data) -> Data:
        made: Data = self._manager.post(path, body, key=f"demo {self._data['branch']} {sorted(body.items())}"[:255])
        return made

    # --- when --------------------------------------------------------------------------------------------

    def _day(self, offset: int) -> str:
        return self._date(offset).isoformat()

    def _date(self, offset: int) -> date:
        return datetime.now(UTC).astimezone(self._zone).date() + timedelta(days=offset)

    def _instant(self, told: str) -> str:
        """An instant told as «days from today, time in the branch»."""
        offset, hour = told.split()
        return datetime.combine(self._date(int(offset)), time.fromisoformat(hour), self._zone).isoformat()

    # --- what --------------------------------------------------------------------------------------------

    def _client(self, each: Data, tags: dict[str, str]) -> None:
        names = {"first_name": each["first"], "last_name": each["last"], "phone": each["phone"]}
        client = self._post("clients", names | {"type": each["type"], "source": each["source"]})
        self._clients[each["key"]] = client
        if "tags" in each:
            self._manager.post(f"clients/{client['id']}/tags", {"tag_ids": [tags[name] for name in each["tags"]]})

    def _student(self, first: str, last: str, guardian: str, program: str) -> None:
        enrolment = {"program": program, "status": "active", "started_on": self._day(-60)}
        names = {"first_name": first, "last_name": last, "guardian_name": guardian}
        student = self._post("students", names | {"enrolments": [enrolment]})
        for each in self._data["clients"]:
            if each.get("student") == first:
                self._manager.post(f"clients/{self._clients[each['key']]['id']}/link", {"student_id": student["id"]})

    def _talk(self, each: Data) -> None:
        person, client = self._person(each["by"]), self._clients[each["who"]]
        told: Data = {"contact": {"client_id": client["id"]}, "method": each["how"], "notes": each["notes"]}
        told["occurred_at"] = self._day(each["on"])
        if "until" in each:
            told["follow_up_on"] = self._day(each["until"])
        made = person.post("interactions", told, key=f"demo {each['who']} {each['on']} {each['how']}")
        if each.keys() & {"claimed", "moved", "result", "cancelled"}:
            self._go_on(person, self._follow_up_of(made), each)

    def _follow_up_of(self, interaction: Data) -> str:
        def found(answer: Data) -> str | None:
            ids = (each["id"] for each in answer["items"] if each["interaction_id"] == interaction["id"])
            return next(ids, None)

        follow_up: str = self._manager.until(SOON, "follow-ups", found, client_id=interaction["client"]["id"])
        return follow_up

    def _go_on(self, person: Person, follow_up: str, each: Data) -> None:
        """What became of a follow-up."""
        if "claimed" in each:
            self._person(each["claimed"]).post(f"follow-ups/{follow_up}/claim")
        if "moved" in each:
            moved = {"due_on": self._day(each["moved"]), "reason": each["reason"]}
            person.patch(f"follow-ups/{follow_up}", moved)
        if "cancelled" in each:
            person.post(f"follow-ups/{follow_up}/cancel", {"reason": each["cancelled"]})
        if "result" in each:
            done: Data = {"result": {"details": each["result"]}}
            if "next" in each:
                done["next"] = {"due_on": self._day(each["next"])}
            person.post(f"follow-ups/{follow_up}/complete", done)

    def _sale(self, each: Data) -> None:
        agent, client = self._person(each["by"]), self._clients[each["who"]]
        body = {"client_id": client["id"], "title": each["title"], "amount": each["amount"]}
        sale = agent.post("sales", body, key=f"demo {each['title']}")
        for step in each.get("steps", ()):
            planned: Data = {"due_on": self._day(step["due"]), "notes": step["notes"]}
            if "reminder" in step:
                planned["reminders"] = [self._instant(step["reminder"])]
            follow_up = agent.post(f"sales/{sale['id']}/follow-ups", planned, key=f"demo {step['notes']}")
            if "result" in step:
                agent.post(f"follow-ups/{follow_up['id']}/complete", {"result": {"details": step["result"]}})
        if each.get("concluded"):
            agent.post(f"sales/{sale['id']}/conclude")

    def _task(self, each: Data, types: dict[str, str]) -> None:
        task = self._manager.post("tasks", self._planned(each, types), key=f"demo {each['text']}")
        if "claimed" in each:
            self._person(each["claimed"]).post(f"tasks/{task['id']}/claim")
        if "closed" in each:
            done = {"status": each["closed"]} | {name: each[name] for name in ("outcome", "note") if name in each}
            if "follow" in each:
                done["next"] = self._planned(each["follow"], types)
            self._person(each["by"]).post(f"tasks/{task['id']}/close", done)

    def _planned(self, each: Data, types: dict[str, str]) -> Data:
        body: Data = {"description": each["text"], "type_id": types[each["type"]], "branch_id": self._branch["id"]}
        if "who" in each:
            body["client_id"] = self._clients[each["who"]]["id"]
        if "by" in each:
            body["operator_id"] = self._person(each["by"]).user["id"]
        if "at" in each:
            body["planned_at"] = self._instant(each["at"])
        else:
            body["due_on"] = self._day(each["on"])
        if "minutes" in each:
            body["duration_minutes"] = each["minutes"]
        if "reminder" in each:
            body["reminders"] = [self._instant(each["reminder"])]
        return body | ({"tags": each["tags"]} if "tags" in each else {})
