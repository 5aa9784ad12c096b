"""Looking at the processes of this machine, on Linux."""

from pathlib import Path


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that only waits for its parent to notice its end does not."""
    status = _status(pid)
    return bool(status) and status[0] != "Z"


def descendants(pid: int) -> list[int]:
    """The children of a process, and theirs."""
    everybody = [int(path.name) for path in Path("/proc").glob("[0-9]*")]
    children = [each for each in everybody if _status(each)[1:] == [str(pid)]]
    return children + [each for child in children for each in descendants(child)]


def _status(pid: int) -> list[str]:
    """The state and the parent of a process; empty when there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(") ")[2].split()[:2]
    except (FileNotFoundError, ProcessLookupError):
        return []
