"""The table of all runs, printed when the tests end."""

from dataclasses import dataclass

from tests.reliability.checker import Verdict
from tests.reliability.ledger import Ledger

COLUMNS = (
    "mode",
    "fault",
    "sizes",
    "acked",
    "unsure",
    "recovered",
    "lost",
    "unexpected",
    "duplicated",
    "recovery s",
    "s",
)


@dataclass(frozen=True)
class Line:
    """One run."""

    cells: tuple[str, ...]

    @classmethod
    def of(cls, mode: str, fault: str, sizes: str, ledger: Ledger, verdict: Verdict, seconds: float) -> "Line":
        counts = (ledger.acked, ledger.unsure, verdict.recovered)
        wrong = (len(verdict.lost), len(verdict.unexpected), len(verdict.duplicated))
        recovery = f"{max(ledger.recoveries):.1f}" if ledger.recoveries else "-"
        return cls((mode, fault, sizes, *(f"{count:,}" for count in counts + wrong), recovery, f"{seconds:.0f}"))


lines: list[Line] = []


def table() -> list[str]:
    """The lines of the table."""
    rows = [COLUMNS, *(line.cells for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
