"""The benchmarks by their names, in the order in which they disturb each other least."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import cache, partial

from bench import start, through_gateway
from bench.asking import BOARD, FINDER, PENDING, PROFILE, REGISTER, SEARCH
from bench.backlog import backlog
from bench.floors import floors
from bench.importing import importing
from bench.installation import Installation, describe
from bench.memory import memory
from bench.pipeline import pipeline
from bench.replicas import replicas
from bench.report import Table
from bench.streaming import streaming
from bench.sweep import sweep
from bench.visible import visible


def tables(stack: ExitStack, names: Sequence[str], contacts: int, seconds: float, events: int) -> Iterator[str]:
    """The tables that were asked for, each as soon as it is there."""

    @cache
    def full() -> Installation:
        return Installation(stack, contacts)

    @cache
    def embedded() -> Installation:
        return Installation(stack, contacts, full=False)

    made: dict[str, Callable[[], Iterator[Table]]] = {
        "floors": lambda: iter([floors(full(), seconds)]),
        **{
            name: partial(lambda work: iter([through_gateway.work(full(), seconds, work)]), name)
            for name in (REGISTER, PENDING, FINDER, PROFILE, SEARCH, BOARD)
        },
        "visible": lambda: iter([visible(full(), seconds, rate=100, goal_ms=50)]),
        "stream": lambda: _streaming(full(), embedded(), seconds=seconds),
        "sign-in": lambda: iter([through_gateway.signing_in(full(), seconds)]),
        "hop": lambda: iter([through_gateway.hop(full(), seconds)]),
        "growth": lambda: iter([through_gateway.growth(full(), seconds)]),
        "sweep": lambda: iter([sweep(full(), through_gateway.MANY)]),
        "pipeline": lambda: iter([pipeline(full())]),
        "backlog": lambda: iter([backlog(full(), events)]),
        "replicas": lambda: iter([replicas(full(), seconds)]),
        "memory": lambda: iter([memory(full())]),
        "import": lambda: _importing(full(), embedded()),
        "embedded": lambda: _embedded(embedded(), seconds),
        "start": lambda: iter([start.warm(full(), embedded())]),
        "cold": lambda: iter([start.cold()]),
    }
    for name in names:
        for table in made[name]():
            yield table.markdown()
    for installation in [each() for each in (full, embedded) if each.cache_info().currsize]:
        yield f"Measured on {describe(installation)}.\n"


def _streaming(*installations: Installation, seconds: float) -> Iterator[Table]:
    """Full and embedded."""
    for installation in installations:
        table = streaming(installation, seconds)
        table.title += "" if installation.servers else ", embedded"
        yield table
        installation.stop_product()


def _importing(*installations: Installation) -> Iterator[Table]:
    """Full and embedded."""
    for installation in installations:
        table = importing(installation)
        table.title += "" if installation.servers else ", embedded"
        yield table
        installation.stop_product()


def _embedded(installation: Installation, seconds: float) -> Iterator[Table]:
    """The product in one process, with SQLite."""
    made = [visible(installation, seconds, rate=50, goal_ms=20)]
    made += [through_gateway.work(installation, seconds, name) for name in (REGISTER, PENDING, FINDER, PROFILE)]
    for table in made:
        table.title = f"Embedded: {table.title}"
        yield table
    installation.stop_product()
