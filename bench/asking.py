"""What people ask of the product, as endless requests: each name of `WORK` is a row of the tables."""

import itertools
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

import orjson

from bench.house import EMAIL, MANAGER, PASSWORD
from bench.line import Line, request
from bench.load import Asking
from bench.report import Rival
from bench.words import FIRST_NAMES, LAST_NAMES
from shared.api import PREFIX
from shared.ids import new_id

REGISTER, PENDING, FINDER, PROFILE, BOARD = "register", "pending", "finder", "profile", "board"
SEARCH = "search"

RIVALS = {
    REGISTER: Rival("Dolibarr", 217),
    PENDING: Rival("Tryton", 30),
    FINDER: Rival("Dolibarr", 112),
    PROFILE: Rival("Dolibarr", 100),
}
_TODAY = datetime.now(UTC).date()
# A year ago: of 100,000 tasks some 240 are of this week and one branch.
_WEEK = {"from": str(_TODAY - timedelta(days=370)), "to": str(_TODAY - timedelta(days=364))}
Headers = list[tuple[str, str]]
_JSON = [("Content-Type", "application/json")]


class Refused(Exception):
    """The product did not answer as the benchmark needs it."""


class Asker:
    """Somebody who works in the first branch, and knows some of its clients."""

    def __init__(self, url: str, email: str = EMAIL.format(0, 0), password: str = PASSWORD) -> None:
        self.url, self._email, self._password = url, email, password
        self._line = Line(url)
        self._headers = self._signed_in(email)
        self.client_ids = self._some_clients(2000)

    def ask(self, path: str, **query: Any) -> Any:
        return self._now(self._get(path, query))

    def work(self, name: str) -> Callable[[int], Asking]:
        """The requests of each connection at one kind of work."""
        kinds: dict[str, Callable[[int], Asking]] = {
            REGISTER: self.registrations,
            PENDING: lambda _: itertools.repeat(self._get("/follow-ups", {"limit": 50})),
            FINDER: self._searches,
            PROFILE: self._profiles,
            SEARCH: self._palette,
            BOARD: lambda _: itertools.repeat(self._get("/board", {})),
        }
        return kinds[name]

    def registrations(self, number: int, *, with_key: bool = False) -> Asking:
        """Interactions with a follow-up date, of one client after the other."""
        ids = _from(self.client_ids, number)
        while True:
            body = self.registration(next(ids))
            key = [("Idempotency-Key", str(new_id()))] if with_key else []
            yield self._post("/interactions", body, key)

    def registration(self, client_id: str) -> dict[str, Any]:
        now = datetime.now(UTC)
        return {
            "contact": {"client_id": client_id},
            "method": "call",
            "occurred_at": now.isoformat(),
            "follow_up_on": (now + timedelta(days=3)).date().isoformat(),
            "notes": "Pidió que le llamemos el lunes por la tarde para confirmar la cita.",
        }

    def lists(self) -> dict[str, Asking]:
        """Every list that grows with the house, by its name."""
        asked: dict[str, tuple[str, dict[str, Any]]] = {
            "pending, page of 50": ("/follow-ups", {"limit": 50}),
            "pending, my own": ("/follow-ups", {"limit": 50, "assigned_to_id": self.ask("/auth/me")["id"]}),
            "overdue only": ("/follow-ups", {"limit": 50, "state": "overdue"}),
            "follow-up counts": ("/follow-ups/summary", {}),
            "interactions, newest": ("/interactions", {"limit": 50}),
            "follow-ups by words": ("/follow-ups", {"limit": 50, "q": "poliza correo"}),
            "interactions by words": ("/interactions", {"limit": 50, "q": "poliza correo"}),
            "sales, newest": ("/sales", {"limit": 50}),
            "sales, overdue": ("/sales", {"limit": 50, "follow_up_status": "overdue"}),
            "sales in progress": ("/sales", {"limit": 50, "follow_up_status": "in_progress"}),
            "sales by words": ("/sales", {"limit": 50, "q": "implantes"}),
            "clients, newest": ("/clients", {"limit": 50}),
            "clients by name": ("/clients", {"limit": 50, "sort": "name"}),
            "client counts": ("/clients/stats", {}),
            "tasks, newest": ("/tasks", {"limit": 50}),
            "tasks, urgent": ("/tasks", {"limit": 50, "urgent": "true", "sort": "planned"}),
            "board": ("/board", {}),
            "agenda, a week": ("/agenda", _WEEK),
            "bell": ("/notifications", {"limit": 50}),
        }
        requests = {name: self._get(path, query) for name, (path, query) in asked.items()}
        return {name: itertools.repeat(each) for name, each in (requests | self._reports()).items()}

    def _reports(self) -> dict[str, bytes]:
        """What only managers may ask."""
        manager = self._signed_in(MANAGER)
        return {
            "unattended follow-ups": self._get("/reports/unattended-follow-ups", {"limit": 50}, manager),
            "without a next step": self._get("/reports/without-next-step", {"limit": 50}, manager),
            "tasks by tag": self._get("/reports/tasks", {"by": "tag"}, manager),
            "tasks by tag, a week": self._get("/reports/tasks", {"by": "tag", **_WEEK}, manager),
        }

    def finder(self) -> dict[str, Asking]:
        """The finder, by what is typed."""
        chance = Random(1)
        return {
            f"finder, {kind}": itertools.cycle(
                [self._get("/contacts/search", {"q": typed(chance), "limit": 10}) for _ in range(200)]
            )
            for kind, typed in _TYPED.items()
        }

    def hop(self) -> bytes:
        """The cheapest thing that a service answers with a token."""
        return self._get("/packs", {})

    def _searches(self, number: int) -> Asking:
        every = [each for asking in self.finder().values() for each in itertools.islice(asking, 200)]
        Random(number).shuffle(every)
        return itertools.cycle(every)

    def _palette(self, number: int) -> Asking:
        chance = Random(number)
        while True:
            typed = chance.choice(list(_TYPED.values()))(chance)
            yield self._get("/search", {"q": typed})

    def _profiles(self, number: int) -> Asking:
        return (self._get(f"/clients/{id}/profile", {}) for id in _from(self.client_ids, number))

    def _some_clients(self, wanted: int) -> list[str]:
        ids: list[str] = []
        cursor: dict[str, Any] = {}
        while len(ids) < wanted:
            page = self.ask("/clients", limit=200, **cursor)
            ids += [each["id"] for each in page["items"]]
            cursor = {"cursor": page["next_cursor"]}
            if page["next_cursor"] is None:
                break
        if not ids:
            raise Refused("there are no clients to work with")
        return ids

    def _get(self, path: str, query: dict[str, Any], headers: Headers | None = None) -> bytes:
        target = PREFIX + path + (f"?{urlencode(query, quote_via=quote)}" if query else "")
        return request("GET", target, headers or self._headers)

    def _post(self, path: str, body: dict[str, Any], more: Headers) -> bytes:
        return request("POST", PREFIX + path, [*self._headers, *_JSON, *more], orjson.dumps(body))

    def _signed_in(self, email: str) -> Headers:
        token = self._now(sign_in(email, self._password))["access_token"]
        return [("Authorization", f"Bearer {token}")]

    def _now(self, raw: bytes) -> Any:
        status, body = self._line.ask(raw)
        self._line.close()  # what is asked here is asked once
        if not 200 <= status < 300:
            first = raw.partition(b"\r\n")[0]
            raise Refused(f"{first.decode()}: {status} {body[:300].decode(errors='replace')}")
        return orjson.loads(body)


def sign_in(email: str, password: str) -> bytes:
    return request("POST", f"{PREFIX}/auth/login", _JSON, orjson.dumps({"email": email, "password": password}))


def _from(ids: Sequence[str], number: int) -> Any:
    """The ids again and again; each connection begins at another one."""
    start = number * 61 % len(ids)
    return itertools.cycle([*ids[start:], *ids[:start]])


_TYPED: dict[str, Callable[[Random], str]] = {
    "two letters": lambda chance: chance.choice(LAST_NAMES)[:2].lower(),
    "three letters": lambda chance: chance.choice(FIRST_NAMES)[:3].lower(),
    "a surname": lambda chance: chance.choice(LAST_NAMES).lower(),
    "two words": lambda chance: f"{chance.choice(LAST_NAMES)[:5]} {chance.choice(FIRST_NAMES)[:3]}".lower(),
    "digits": lambda chance: f"{chance.randrange(10_000):04}",
    "an e-mail": lambda chance: f"contacto{chance.randrange(10_000)}@",
}
