"""How much memory each process takes, on Linux."""

import re
from pathlib import Path

from bench.installation import Installation
from bench.meter import family, processes, title
from bench.report import Table

_MB = 1024


def memory(installation: Installation) -> Table:
    """Every process of the running product and its servers, after some work."""
    product = installation.product
    roots = {"crm up": product.pid} | {name: pid for name, pid in installation.server_pids.items() if pid}
    table = Table("Memory", ("process", "processes", "resident MB", "its share MB", "its own MB"))
    table.notes = [
        "share: what several processes have in common is divided among them (PSS); own: what it alone has",
        "`up` forks its processes, which share the code; in a container each has all that is resident for itself",
    ]
    everybody, total = processes(), 0.0
    for name, root in roots.items():
        parts: dict[str, list[int]] = {}
        for pid in family(root, everybody):
            parts.setdefault(title(pid) if name == "crm up" else name, []).append(pid)
        for part, pids in sorted(parts.items()):
            sizes = [_sizes(pid) for pid in pids]
            resident, share, own = (sum(each[column] for each in sizes) / _MB for column in range(3))
            total += share
            table.rows.append([part, len(pids), f"{resident:.0f}", f"{share:.0f}", f"{own:.0f}"])
    table.rows.append(["together", "", "", f"{total:.0f}", ""])
    return table


def _sizes(pid: int) -> tuple[int, int, int]:
    """Resident, share and own memory of a process in kB."""
    told = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    found = {name: int(kb) for name, kb in re.findall(r"^(\w+): +(\d+) kB", told, re.MULTILINE)}
    return found["Rss"], found["Pss"], found["Private_Clean"] + found["Private_Dirty"]
