"""The tables of what goes through the gateway: registering, lists, profile, growth, signing in, the hop itself."""

import itertools
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from bench import floors
from bench.asking import BOARD, FINDER, PENDING, PROFILE, REGISTER, RIVALS, SEARCH, Asker, sign_in
from bench.house import EMAIL, PASSWORD
from bench.installation import Installation
from bench.load import Asking, Outcome, closed_loop, percentile
from bench.meter import KINDS, part_pid, port_of
from bench.report import HTTP_COLUMNS, POSTGRESQL, PRODUCT, Table, each_ms, http_row, share

CONNECTIONS = (1, 8, 32)
COMPARED = 8
MANY = 100_000

Spent = Mapping[str, float]


def measured(
    installation: Installation, url: str, connections: int, seconds: float, asking: Callable[[int], Asking]
) -> tuple[Outcome, Spent]:
    """A closed loop, and the processor time that it took."""
    meter = installation.meter()
    outcome = closed_loop(url, connections, seconds, asking, meter.start)
    return outcome, meter.stop()


def work(installation: Installation, seconds: float, name: str) -> Table:
    """One kind of work through the gateway, at every number of connections."""
    url = installation.product.url
    asker, rival = Asker(url), RIVALS.get(name)
    table = Table(f"{TITLES[name]}, {installation.loader.loaded:,} contacts", HTTP_COLUMNS)
    for connections in CONNECTIONS:
        outcome, spent = measured(installation, url, connections, seconds, asker.work(name))
        beside = rival.beside(outcome.rate) if rival and connections == COMPARED else ""
        table.rows.append(http_row(name, connections, outcome, spent, beside))
        caught_up = installation.settle()
        if name == REGISTER:
            table.notes.append(f"{connections} connections: {caught_up:.1f} s later every event had had its effect")
        if connections == COMPARED:
            table.notes.append(_parts(spent, outcome))
    if name == REGISTER:
        outcome, spent = measured(
            installation, url, COMPARED, seconds, lambda number: asker.registrations(number, with_key=True)
        )
        table.rows.append(http_row("register, with Idempotency-Key", COMPARED, outcome, spent))
        installation.settle()
    if rival:
        table.notes.append(_RIVALS_NOTE)
    return table


TITLES = {
    REGISTER: "Register an interaction with a follow-up date, all consumers running",
    PENDING: "Pending follow-ups, page of 50",
    FINDER: "Contact finder, 10 results (six ways of typing, mixed)",
    PROFILE: "Client profile",
    SEARCH: "Command palette: clients, patients, sales and tasks, ten of each",
    BOARD: "Board: open tasks counted, the first of each kind",
}
_RIVALS_NOTE = (
    "«beside»: measured by us on the same kind of two cores, 10,000 contacts, 8 connections; not in this run"
)


def growth(installation: Installation, seconds: float) -> Table:
    """Every list with the contacts that there are, and again with many."""
    before = _lists(installation, seconds)
    few = installation.loader.loaded
    installation.loader.load_up_to(MANY)
    after = _lists(installation, seconds)
    table = Table(
        f"Growth of the lists, {few:,} → {installation.loader.loaded:,} contacts, {COMPARED} connections",
        ("list", f"p50 ms at {few:,}", f"at {MANY:,}", "slower", f"CPU ms at {few:,}", f"at {MANY:,}", "more CPU"),
        notes=[
            "goal: no list more than 1.2 times slower; CPU: product and PostgreSQL, which others disturb less",
            "counts look at all that they count, and so grow with it",
        ],
    )
    for name, (outcome, cpu) in before.items():
        then, cpu_then = after[name]
        first, second = (percentile(each.took, 0.5) * 1000 for each in (outcome, then))
        times = [f"{first:.1f}", f"{second:.1f}", f"{second / first:.2f} x"]
        table.rows.append([name, *times, f"{cpu:.2f}", f"{cpu_then:.2f}", f"{cpu_then / cpu:.2f} x"])
    return table


def _lists(installation: Installation, seconds: float) -> dict[str, tuple[Outcome, float]]:
    url = installation.product.url
    asker = Asker(url)
    found = {}
    profiles = asker.work(PROFILE)
    for name, asking in (asker.lists() | asker.finder() | {"profile": profiles(0)}).items():
        # The requests of a list are all alike, and an iterator belongs to one thread.
        requests = list(itertools.islice(asking, 200))
        outcome, spent = measured(installation, url, COMPARED, seconds / 2, partial(_cycle, requests))
        cpu = sum(spent.get(group, float("nan")) for group in (PRODUCT, POSTGRESQL))
        found[name] = outcome, cpu * 1000 / outcome.answers
    return found


def _cycle(requests: Sequence[bytes], _connection: int) -> Asking:
    return itertools.cycle(requests)


def signing_in(installation: Installation, seconds: float) -> Table:
    """Signing in: what it costs is the password's hash, on purpose."""
    url = installation.product.url
    table = Table("Sign-in", HTTP_COLUMNS, notes=["argon2id with 19 MiB and two passes takes most of it"])
    people = [sign_in(EMAIL.format(0, number), PASSWORD) for number in range(4)]
    for connections in CONNECTIONS[:2]:
        outcome, spent = measured(
            installation, url, connections, seconds, lambda number: itertools.cycle(people[number % 4 :])
        )
        table.rows.append(http_row("sign-in", connections, outcome, spent))
    return table


def hop(installation: Installation, seconds: float) -> Table:
    """The way through the gateway, beside a bare one."""
    product = installation.product
    identity = part_pid(product.pid, "serve identity")
    assert identity is not None
    asked = Asker(product.url).hop()
    table = Table(
        "Gateway hop: the packs of identity, 8 connections", ("way", "requests/s", "p50 ms", "p99 ms", "CPU ms")
    )
    ways = {"straight to the service": f"http://127.0.0.1:{port_of(identity)}", "through the gateway": product.url}
    rates = {}
    for name, url in ways.items():
        outcome, spent = measured(installation, url, COMPARED, seconds, lambda _: itertools.repeat(asked))
        rates[name] = outcome.rate
        table.rows.append(_hop_row(name, outcome, spent, PRODUCT))
        table.notes.append(f"{name}: {_parts(spent, outcome)}; others: {share(spent, outcome.seconds)}")
    for name, outcome, spent in floors.hops(COMPARED, seconds):
        rates[name] = outcome.rate
        table.rows.append(_hop_row(name, outcome, spent, floors.BARE))
    table.notes.append(f"through the gateway: {rates['through the gateway'] / rates[floors.HOP]:.2f} of the bare hop")
    return table


def _hop_row(name: str, outcome: Outcome, spent: Spent, group: str) -> list[str]:
    times = (f"{percentile(outcome.took, part) * 1000:.1f}" for part in (0.5, 0.99))
    return [name, f"{outcome.rate:,.0f}", *times, each_ms(spent, group, outcome.answers)]


def _parts(spent: Spent, outcome: Outcome) -> str:
    """Where the processor time of the product went."""
    parts = sorted(
        ((took, name) for name, took in spent.items() if " " in name and name.split()[0] in KINDS), reverse=True
    )
    told = (
        f"{name} {took * 1000 / outcome.answers:.2f}" for took, name in parts if took * 1000 / outcome.answers >= 0.02
    )
    return f"CPU ms/request by process: {', '.join(told) or 'one process'}"
