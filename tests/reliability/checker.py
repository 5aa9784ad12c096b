"""Holds a product to what it has told its clients, once nothing moves any more."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any
from uuid import UUID

import orjson

from cli.services import SERVICES
from shared.bus.broker import connected
from shared.bus.topology import parked_queue_of, queue_of, retry_queue_of
from tests.reliability.databases import Databases
from tests.reliability.ledger import Entry, Ledger, Wanted
from tests.reliability.pace import stretched, until
from tests.reliability.product import Running
from tests.reliability.workload import today

Row = dict[str, Any]
# Everything is well again so many seconds after a fault has ended.
RECOVERED_WITHIN = 10.0


@dataclass
class Verdict:
    """What was found; all but `recovered` should be empty.

    :ivar lost: what was acknowledged, and is not there, or not so
    :ivar recovered: how many changes took effect that nobody was sure of
    :ivar unexpected: what is there, and nobody asked for
    :ivar duplicated: what is there more than once
    :ivar broken: what else is wrong, by the number of the invariant
    """

    lost: list[str] = field(default_factory=list)
    recovered: int = 0
    unexpected: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)
    broken: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def problems(self) -> dict[str, list[str]]:
        """All that is wrong, a few examples of each."""
        counted = {"lost": self.lost, "unexpected": self.unexpected, "duplicated": self.duplicated, **self.broken}
        return {name: [f"{len(found)}x", *found[:4]] for name, found in counted.items() if found}


def check(product: Running, ledger: Ledger, quiet_within: float) -> Verdict:
    """Wait until nothing moves any more, and compare."""
    verdict = Verdict()
    with suppress(AssertionError):  # what still moves is found below
        until(lambda: is_quiet(product, ledger) and is_quiet(product, ledger), quiet_within)
    _Comparison(product.databases, ledger, verdict).make()
    _check_events(product.databases, ledger, verdict)
    _check_read_models(product.databases, verdict)
    _check_answers(ledger, verdict)
    with suppress(AssertionError):  # a message that is sent late tells of it
        until(lambda: not any(left_behind(product).values()), 3)
    verdict.broken["I6"] += [f"{count} left in {place}" for place, count in left_behind(product).items() if count]
    given_up = sum(parked(product, name) for name in SERVICES)
    if given_up != product.poison:
        verdict.broken["I6"].append(f"{given_up} parked, {product.poison} were poison")
    if ledger.strange:
        verdict.broken["refusals"] += ledger.strange
    slow = [seconds for seconds in ledger.recoveries if seconds > stretched(RECOVERED_WITHIN)]
    verdict.broken["I11"] += [f"{seconds:.1f} s" for seconds in slow]
    return verdict


# --- what still moves -----------------------------------------------------------------------------------


def is_quiet(product: Running, ledger: Ledger) -> bool:
    """Whether every event of the run was heard by whom it concerns, and nothing fell due unnoticed."""
    late = "FROM follow_ups WHERE armed AND due_on < :today"
    unsent = "FROM deliveries WHERE status = 'queued' AND attempts = 0 AND due_at <= created_at"
    return (
        not any(_in_the_databases(product).values())
        and not product.databases.count("followups", late, today=today())
        and not product.databases.count("notifications", unsent)
        and not any(_unheard(product.databases, ledger).values())
        and not any(_in_the_queues(product).values())
    )


def left_behind(product: Running) -> dict[str, int]:
    """How many events wait, by where."""
    return _in_the_databases(product) | _in_the_queues(product)


def _in_the_databases(product: Running) -> dict[str, int]:
    place, of = ("retries", "parked WHERE retry_at IS NOT NULL") if product.broker is None else ("outbox", "outbox")
    return {f"{name}'s {place}": product.databases.count(name, f"FROM {of}") for name in SERVICES}


def _in_the_queues(product: Running) -> dict[str, int]:
    if product.broker is None:
        return {}
    queues = [queue for name in SERVICES for queue in (queue_of(name), retry_queue_of(name, 1))]
    with connected(product.broker.url) as connection:
        channel = connection.channel()
        return {queue: channel.queue_declare(queue, passive=True).message_count for queue in queues}


def parked(product: Running, service: str) -> int:
    """How many events were given up."""
    if product.broker is None:
        return product.databases.count(service, "FROM parked WHERE retry_at IS NULL")
    with connected(product.broker.url) as connection:
        declared = connection.channel().queue_declare(parked_queue_of(service), passive=True)
        return int(declared.message_count)


def _unheard(databases: Databases, ledger: Ledger) -> dict[str, set[UUID]]:
    """The events that a service should have seen and has not."""
    kinds = databases.kinds(since=ledger.began_ms)
    return {
        name: {id for id, kind in kinds.items() if kind in _kinds(name)} - databases.heard(name)
        for name in SERVICES[1:]
    }


def _kinds(service: str) -> set[str]:
    kinds: set[str] = import_module(f"services.{service}.handlers").handlers.kinds
    return kinds


# --- interactions and their follow-ups -------------------------------------------------------------------


class _Comparison:
    """The ledger beside the interactions, follow-ups and clients."""

    def __init__(self, databases: Databases, ledger: Ledger, verdict: Verdict) -> None:
        self._databases, self._ledger, self._verdict = databases, ledger, verdict
        self._by_tag: dict[str, list[Row]] = defaultdict(list)
        for row in databases.rows("interactions", "SELECT id, notes, follow_up_on FROM interactions"):
            if row["notes"].startswith(f"{ledger.name}-"):
                self._by_tag[row["notes"].split()[0]].append(row)
        self._by_interaction: dict[UUID, list[Row]] = defaultdict(list)
        self._next: dict[UUID, list[Row]] = defaultdict(list)
        for row in databases.rows("followups", "SELECT * FROM follow_ups"):
            self._by_interaction[row["interaction_id"]].append(row)
            if row["interaction_id"] is None:
                self._next[row["previous_id"]].append(row)

    def make(self) -> None:
        known = {entry.tag for entry in self._ledger.entries}
        self._verdict.unexpected += [tag for tag in self._by_tag if tag not in known]
        for entry in self._ledger.entries:
            self._compare(entry)
        self._compare_clients()

    def _compare(self, entry: Entry) -> None:
        rows = self._by_tag[entry.tag]
        follow_ups = [each for row in rows for each in self._by_interaction[row["id"]]]
        if entry.id and not rows:
            follow_ups = self._by_interaction[UUID(entry.id)]
        if len(rows) > 1 or len(follow_ups) > 1:
            self._verdict.duplicated.append(f"{entry.tag}: {len(rows)} interactions, {len(follow_ups)} follow-ups")
            return
        wrong = [list(self._wrong(wanted, rows, follow_ups)) for wanted in entry.possible]
        if all(wrong):
            self._verdict.lost.append(f"{entry.tag}: {wrong}")
        elif not entry.certain and wrong[0]:
            self._verdict.recovered += 1

    def _wrong(self, wanted: Wanted, rows: list[Row], follow_ups: list[Row]) -> Iterator[str]:
        """What is not as it should be."""
        if wanted.exists != bool(rows):
            yield "is there" if rows else "is not there"
        if (
            wanted.exists
            and rows
            and (rows[0]["notes"] != wanted.notes or _day(rows[0]["follow_up_on"]) != wanted.day)
        ):
            yield "was changed otherwise"
        if wanted.ever != bool(follow_ups):
            yield "has a follow-up" if follow_ups else "has no follow-up"
        if wanted.ever and follow_ups:
            yield from self._wrong_follow_up(wanted, follow_ups[0])

    def _wrong_follow_up(self, wanted: Wanted, found: Row) -> Iterator[str]:
        state = "done" if found["completed_at"] else "cancelled" if found["cancelled_at"] else "open"
        right = "done" if wanted.completed else "open" if wanted.exists and wanted.day else "cancelled"
        if state != right:
            yield f"is {state}, not {right}"
        if state == "open" and (_day(found["due_on"]) != wanted.day or found["notes"] != wanted.notes):
            yield "its follow-up was changed otherwise"
        if len(self._next[found["id"]]) != wanted.chained:
            yield f"{len(self._next[found['id']])} next ones"

    def _compare_clients(self) -> None:
        names = Counter(row["last_name"] for row in self._databases.rows("contacts", "SELECT last_name FROM clients"))
        for name, acknowledged in self._ledger.clients.items():
            if names[name] > 1:
                self._verdict.duplicated.append(f"client {name}")
            elif acknowledged and not names[name]:
                self._verdict.lost.append(f"client {name}")


def _day(value: Any) -> str | None:
    return str(value) if value else None


# --- events ----------------------------------------------------------------------------------------------


def _check_events(databases: Databases, ledger: Ledger, verdict: Verdict) -> None:
    for service, ids in _unheard(databases, ledger).items():
        verdict.broken["I8"] += [f"{service} has not heard {id}" for id in ids]
    all_told = databases.kinds().keys()
    for service in SERVICES[1:]:
        verdict.broken["I8"] += [
            f"{service} heard {id}, which nobody told" for id in databases.heard(service) - all_told
        ]
    follow_ups = {row["id"]: row for row in databases.rows("followups", "SELECT * FROM follow_ups")}
    completions = Counter(_subject(event) for event in databases.told("FollowUpCompleted"))
    verdict.broken["I9"] += [f"{id} was completed {times}x" for id, times in completions.items() if times > 1]
    verdict.broken["I9"] += [
        f"{id} was completed in silence"
        for id, row in follow_ups.items()
        if row["completed_at"] and not completions[id]
    ]
    _check_notices(databases, follow_ups, verdict)


def _check_notices(databases: Databases, follow_ups: dict[UUID, Row], verdict: Verdict) -> None:
    notices = Counter((_subject(event), _due_on(event)) for event in databases.told("FollowUpOverdue"))
    bell = (
        "SELECT record_id, due FROM deliveries WHERE channel = 'in_app' AND template = 'follow-up-overdue'"
        " AND status IN ('sent', 'read')"
    )
    bells = Counter((row["record_id"], row["due"]) for row in databases.rows("notifications", bell))
    verdict.duplicated += [f"{times} notices of {id} for {day}" for (id, day), times in notices.items() if times > 1]
    verdict.duplicated += [f"{times} bells of {id} for {day}" for (id, day), times in bells.items() if times > 1]
    late = [
        (id, str(row["due_on"]))
        for id, row in follow_ups.items()
        if not row["completed_at"] and not row["cancelled_at"] and str(row["due_on"]) < today()
    ]
    verdict.lost += [f"notice of {each}" for each in late if not notices[each]]
    verdict.lost += [f"bell of {each}" for each in late if not bells[each]]


def _subject(event: Row) -> UUID:
    return UUID(orjson.loads(event["body"])["subject"])


def _due_on(event: Row) -> str:
    return str(orjson.loads(event["body"])["data"]["due_on"])


# --- read models and answers -----------------------------------------------------------------------------

# Where it is kept, whose it is, and what of it must be the same.
READ_MODELS = (
    *((reader, "people", "identity", "users", "id, version, name") for reader in SERVICES[1:]),
    *((reader, "branches", "identity", "branches", "id, version, name") for reader in SERVICES[1:]),
    *((reader, "clients", "contacts", "clients", "id, version, phone") for reader in SERVICES[2:]),
)


def _check_read_models(databases: Databases, verdict: Verdict) -> None:
    for reader, table, owner, source, columns in READ_MODELS:
        kept, true = (
            {tuple(row.values()) for row in databases.rows(service, f"SELECT {columns} FROM {place}")}
            for service, place in ((reader, table), (owner, source))
        )
        verdict.broken["I7"] += [f"{reader}.{table} of {row[0]} v{row[1]}" for row in kept ^ true]
    true = {
        (row["id"], row["version"]) for row in databases.rows("interactions", "SELECT id, version FROM interactions")
    }
    query = "SELECT id, version FROM interactions WHERE NOT deleted"
    kept = {(row["id"], row["version"]) for row in databases.rows("followups", query)}
    verdict.broken["I7"] += [f"followups.interactions of {id} v{version}" for id, version in kept ^ true]
    state = "SELECT id, version, due FROM records WHERE type = 'follow_up' AND open"
    kept = {(row["id"], row["version"], row["due"]) for row in databases.rows("notifications", state)}
    state = "SELECT id, version, due_on FROM follow_ups WHERE completed_at IS NULL AND cancelled_at IS NULL"
    true = {(row["id"], row["version"], str(row["due_on"])) for row in databases.rows("followups", state)}
    verdict.broken["I7"] += [f"notifications.records of {row[0]} v{row[1]}" for row in kept ^ true]


def _check_answers(ledger: Ledger, verdict: Verdict) -> None:
    for each in ledger.answers:
        in_a_fault = any(began <= each.ended and each.began <= ended for began, ended in ledger.faults)
        if each.status >= 500 and (each.status not in {502, 503, 504} or not in_a_fault):
            last = max((ended for _, ended in ledger.faults if ended <= each.began), default=each.began)
            when = "in a fault" if in_a_fault else f"{each.began - last:.1f} s after a fault"
            verdict.broken["I10"].append(f"{each.what}: {each.status} {when}")
        if each.status == 503 and not each.retry_after:
            verdict.broken["I10"].append(f"{each.what}: 503 without Retry-After")
