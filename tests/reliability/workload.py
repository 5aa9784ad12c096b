"""People at work: they register, correct, clear, delete and complete, and note what they were told."""

import random
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from tests.reliability.client import Answer, Client
from tests.reliability.ledger import Entry, Ledger, Wanted

ZONE = ZoneInfo("America/Mexico_City")
WITH_DAY = 0.7
OVERDUE = 0.4
NEW_CLIENT = 0.08


def today(offset: int = 0) -> str:
    return (datetime.now(UTC).astimezone(ZONE).date() + timedelta(days=offset)).isoformat()


class Worker:
    """One person, with clients of their own, so that what they expect is certain."""

    def __init__(self, client: Client, ledger: Ledger, name: str, seed: int) -> None:
        self._client, self._ledger, self._name = client, ledger, name
        self._random = random.Random(seed)
        self._made = 0
        self._clients: list[str] = []
        # Those that may still be changed, and those among them whose follow-up may be completed.
        self._mine: list[Entry] = []

    def run(self, stop: threading.Event, pause: float) -> None:
        actions: dict[Callable[[], None], int] = {
            self.register: 45, self.edit: 15, self.move: 10, self.clear: 6, self.delete: 5,
            self.complete: 11, self.complete_in_one_step: 8,
        }  # fmt: skip
        while not stop.is_set():
            self._random.choices(list(actions), list(actions.values()))[0]()
            stop.wait(self._random.uniform(0, 2 * pause))

    # --- interactions ------------------------------------------------------------------------------------

    def register(self, completes: Entry | None = None, follow_up_id: str | None = None, notes: str = "") -> Entry:
        """Register an interaction, mostly with a day to contact again, of which many have passed."""
        self._made += 1
        tag = f"{self._name}-{self._made}"
        day = None
        if self._random.random() < WITH_DAY:
            day = today(-1) if self._random.random() < OVERDUE else today(self._random.randrange(1, 20))
        contact = {"client_id": completes.client_id} if completes else self._contact(tag)
        wanted = Wanted(notes=f"{tag} {notes}".strip()).but(day=day)
        entry = Entry(tag, contact.get("client_id", ""), [Wanted(exists=False)], completes=completes)
        told = {"method": "call", "occurred_at": today(-1), "notes": wanted.notes, "follow_up_on": day}
        self._ledger.entries.append(entry)
        completing = {"completes_follow_up_id": follow_up_id} if follow_up_id else {}
        answer = self._client.post("interactions", {"contact": contact, **told, **completing})
        if answer is None:
            self._ledger.open(entry, wanted)
        elif self._took(answer, entry, wanted):
            entry.id, entry.version = answer.body["id"], answer.body["version"]
            entry.client_id = answer.body["client"]["id"]
            if "last_name" in contact:
                self._ledger.clients[contact["last_name"]] = True
            self._mine.append(entry)
        return entry

    def _contact(self, tag: str) -> dict[str, Any]:
        if len(self._clients) < 2:
            body = {"first_name": "Carga", "last_name": f"c-{tag}", "phone": self._phone()}
            self._ledger.clients[body["last_name"]] = False
            answer = self._client.post("clients", body)
            if answer and answer.good:
                self._ledger.clients[body["last_name"]] = True
                self._ledger.acknowledge()
                self._clients.append(answer.body["id"])
        if not self._clients or self._random.random() < NEW_CLIENT:
            contact = {"first_name": "Nueva", "last_name": f"n-{tag}", "phone": self._phone()}
            self._ledger.clients[contact["last_name"]] = False
            return contact
        return {"client_id": self._random.choice(self._clients)}

    def _phone(self) -> str:
        return f"55{uuid4().int % 10**8:08}"

    def edit(self) -> None:
        """Correct the notes; the follow-up takes them over while it is open."""
        if entry := self._some(lambda now: True):
            self._change(entry, {"notes": f"{entry.tag} {self._random.randrange(10**6)}"})

    def move(self) -> None:
        """Name another day to contact again, or the first one."""
        if entry := self._some(lambda now: not now.completed):
            self._change(entry, {"follow_up_on": today(self._random.randrange(20, 400))})

    def clear(self) -> None:
        """Nobody has to be contacted after all."""
        if entry := self._some(lambda now: now.day is not None and not now.completed):
            self._change(entry, {"follow_up_on": None})

    def _change(self, entry: Entry, changes: dict[str, Any]) -> None:
        renamed = {{"follow_up_on": "day"}.get(name, name): value for name, value in changes.items()}
        wanted = entry.now.but(**renamed)
        answer = self._client.patch(f"interactions/{entry.id}", changes, entry.version)
        if answer and answer.status == 412 and answer.attempts > 1:
            # An attempt that brought no answer may have been the one that changed the version.
            answer = self._client.get(f"interactions/{entry.id}")
            if answer and answer.good and not changes.items() <= answer.body.items():
                self._ledger.strangely(f"{entry.tag}: 412, but it was not changed")
        if answer is None:
            self._lose_sight(entry, wanted)
        elif self._took(answer, entry, wanted):
            entry.version = answer.body["version"]

    def delete(self) -> None:
        """Remove an interaction that was wrong."""
        if entry := self._some(lambda now: not now.completed):
            self._mine.remove(entry)
            wanted = entry.now.but(exists=False)
            answer = self._client.delete(f"interactions/{entry.id}", entry.version)
            if answer is None:
                self._ledger.open(entry, wanted)
            elif answer.status == 404 and answer.attempts > 1:
                self._ledger.settled(entry, wanted)
            else:
                self._took(answer, entry, wanted)

    # --- completions -------------------------------------------------------------------------------------

    def complete(self) -> None:
        """Complete a follow-up with its result; every other time with a next one."""
        entry, follow_up_id = self._due()
        if entry and follow_up_id:
            chained = self._random.random() < 0.5
            body: dict[str, Any] = {"result": {"details": f"hecho {entry.tag}"}}
            if chained:
                body["next"] = {"due_on": today(30), "notes": f"next {entry.tag}"}
            wanted = entry.now.but(completed=True, chained=chained)
            answer = self._client.post(f"follow-ups/{follow_up_id}/complete", body)
            if answer is None:
                self._lose_sight(entry, wanted)
            else:
                self._took(answer, entry, wanted)

    def complete_in_one_step(self) -> None:
        """Register the call that completes a follow-up."""
        entry, follow_up_id = self._due()
        if entry and follow_up_id:
            wanted = entry.now.but(completed=True)
            made = self.register(completes=entry, follow_up_id=follow_up_id)
            if made.certain and made.now.exists:
                entry.possible = [wanted]
            elif not made.certain:
                self._lose_sight(entry, wanted)

    def _due(self) -> tuple[Entry | None, str | None]:
        """An entry of ours whose follow-up is there and open, and was never cleared."""
        entry = self._some(lambda now: now.day is not None and not now.completed)
        if entry is None or entry.version > 1:
            return None, None
        params = {"client_id": entry.client_id, "state": "open", "limit": 200}
        answer = self._client.get("follow-ups", **params)
        if answer is None or not answer.good:
            return None, None
        found = [each["id"] for each in answer.body["items"] if each["interaction_id"] == entry.id]
        return entry, found[0] if found else None

    # --- what is noted -----------------------------------------------------------------------------------

    def _some(self, fits: Callable[[Wanted], bool]) -> Entry | None:
        fitting = [each for each in self._mine[-30:] if fits(each.now)]
        return self._random.choice(fitting) if fitting else None

    def _took(self, answer: Answer, entry: Entry, wanted: Wanted) -> bool:
        if answer.good:
            self._ledger.settled(entry, wanted)
        else:
            self._ledger.strangely(f"{entry.tag}: {answer.status} {answer.body}")
        return answer.good

    def _lose_sight(self, entry: Entry, wanted: Wanted) -> None:
        """It is not known whether this was done: leave the entry as it is."""
        self._mine.remove(entry)
        self._ledger.open(entry, wanted)
