"""Which revisions of a service's database this code knows, by the names of their files: `0001_initial.py`, …"""

from pathlib import Path

SERVICES = Path(__file__).parent.parent / "services"


def folder_of(service: str) -> Path:
    return SERVICES / service / "migrations"


def known(service: str) -> list[str]:
    """The revisions, the oldest first."""
    return sorted(path.name.partition("_")[0] for path in folder_of(service).glob("[0-9]*_*.py"))


def lacks(found: str | None, revisions: list[str]) -> str | None:
    """What a database still has to be brought to; None where this code can work with it.

    One that is further than this code knows is not refused: the next release only adds to it while this one runs.

    :param found: the revision it is at
    :param revisions: those that this code knows, the oldest first
    """
    return revisions[-1] if found is None or found in revisions[:-1] else None
