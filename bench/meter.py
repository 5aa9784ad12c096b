"""How much processor time each part of the product takes, on Linux; elsewhere nothing is told."""

import os
import re
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

_LISTENS = "0A"
_TICK = os.sysconf("SC_CLK_TCK")
LOAD, OTHERS = "load tool", "others"
KINDS = "serve", "work", "send"


class Process(NamedTuple):
    """A process: whose child it is, and its seconds of processor time with those of its ended children."""

    parent: int
    seconds: float


class Meter:
    """Reads the processor time of groups of processes, each a process with its descendants.

    :param roots: the first process of each group
    """

    def __init__(self, roots: Mapping[str, int | None]) -> None:
        self._roots = {name: pid for name, pid in roots.items() if pid}
        self._before: dict[str, float] = {}

    def start(self) -> None:
        self._before = self._read()

    def stop(self) -> dict[str, float]:
        """Seconds of processor time of each group since the start; `OTHERS`: of whatever else runs here."""
        now = self._read()
        return {name: now[name] - self._before.get(name, 0.0) for name in now}

    def _read(self) -> dict[str, float]:
        if sys.platform != "linux":
            return {}
        everybody = processes()
        found: dict[str, float] = defaultdict(float)
        for name, root in self._roots.items():
            for pid in family(root, everybody):
                found[name] += everybody[pid].seconds
                part = _part(pid)
                if part:
                    found[part] += everybody[pid].seconds
        found[LOAD] = sum(os.times()[:2])
        busy = _busy_seconds()
        found[OTHERS] = busy - sum(found[name] for name in (*self._roots, LOAD))
        return found


def processes() -> dict[int, Process]:
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(") ")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        # utime, stime, and those of children that have been waited for: proc(5), fields 14 to 17.
        found[int(path.parent.name)] = Process(int(fields[1]), sum(map(int, fields[11:15])) / _TICK)
    return found


def family(root: int, everybody: Mapping[int, Process]) -> list[int]:
    """A process and its descendants."""
    members = [root] if root in everybody else []
    for member in members:
        members += [pid for pid, process in everybody.items() if process.parent == member]
    return members


def title(pid: int) -> str:
    """What a process is called by itself, such as `crm work followups`."""
    found = re.search(r"(?:^|\[)(crm [\w ]+)", _command(pid))
    return found[1].strip() if found else "crm up"


def _part(pid: int) -> str | None:
    """The part of the product that a process is, such as `serve contacts`: processes tell it by their title."""
    found = _PART.search(_command(pid))
    return f"{found['kind']} {found['service']}" if found else None


_PART = re.compile(rf"\b(?P<kind>{'|'.join(KINDS)})[ \0](?P<service>[a-z]+)")


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def port_of(pid: int) -> int:
    """The port that a process listens on."""
    own = {str(each.readlink()) for each in Path(f"/proc/{pid}/fd").iterdir()}
    for line in Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]:
        _, local, _, state, *_, inode = line.split()[:10]
        if state == _LISTENS and f"socket:[{inode}]" in own:
            return int(local.partition(":")[2], 16)
    raise LookupError(f"process {pid} listens on no port")


def part_pid(root: int, part: str) -> int | None:
    """The first process of a family that is this part of the product."""
    return next((pid for pid in family(root, processes()) if _part(pid) == part), None)


def _busy_seconds() -> float:
    """Seconds that all processors have worked, as this machine sees it."""
    user, nice, system, _idle, _wait, irq, softirq, *_ = map(int, Path("/proc/stat").read_text().split()[1:9])
    return (user + nice + system + irq + softirq) / _TICK
