"""Tables of figures, as Markdown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.load import Outcome, percentile
from bench.meter import LOAD, OTHERS

PRODUCT, POSTGRESQL, RABBITMQ = "product", "PostgreSQL", "RabbitMQ"
HTTP_COLUMNS = (
    "work", "connections", "requests/s", "p50 ms", "p99 ms", "refused", "beside", "CPU ms/request: product",
    "PostgreSQL", "RabbitMQ", "load tool", "others on the machine",
)  # fmt: skip


@dataclass(frozen=True)
class Rival:
    """What others reach at the same work: requests a second with 10,000 contacts and 8 connections.

    Measured by us on the same kind of two cores, not in this run: the ratio is an orientation.
    """

    name: str
    rate: float

    def beside(self, rate: float) -> str:
        return f"{rate / self.rate:.1f} x {self.name} ({self.rate:g})"


@dataclass
class Table:
    """A table with what has to be known to read it."""

    title: str
    columns: Sequence[str]
    rows: list[Sequence[Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def markdown(self) -> str:
        lines = [f"## {self.title}", "", _line(self.columns), _line(["---"] * len(self.columns))]
        lines += [_line(row) for row in self.rows]
        if self.notes:
            lines += ["", *(f"- {note}" for note in self.notes)]
        return "\n".join([*lines, ""])


def http_row(
    name: str, connections: int, outcome: Outcome, spent: Mapping[str, float], beside: str = ""
) -> Sequence[Any]:
    """A row of a table with HTTP_COLUMNS."""
    return [
        name,
        connections,
        f"{outcome.rate:,.0f}",
        f"{percentile(outcome.took, 0.5) * 1000:.1f}",
        f"{percentile(outcome.took, 0.99) * 1000:.1f}",
        _refused(outcome),
        beside,
        *(each_ms(spent, group, outcome.answers) for group in (PRODUCT, POSTGRESQL, RABBITMQ, LOAD)),
        share(spent, outcome.seconds),
    ]


def each_ms(spent: Mapping[str, float], group: str, count: int) -> str:
    """Milliseconds of processor time for each of so many."""
    return f"{spent[group] * 1000 / count:.2f}" if group in spent and count else "-"


def share(spent: Mapping[str, float], seconds: float) -> str:
    """How much of one core others took meanwhile: with much of it, the figures tell little."""
    return f"{max(0.0, spent[OTHERS]) / seconds:.0%} of a core" if OTHERS in spent else "-"


def _refused(outcome: Outcome) -> str:
    return ", ".join(f"{count} x {status or 'lost'}" for status, count in outcome.refused.items()) or "0"


def _line(cells: Sequence[Any]) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"
