"""Runs first in every process of a product under test: carries out the order that the test left for it.

Python imports a module of this name at its start. An order is one line of the file named after the process
(`work-followups`, `embedded`); each start takes the next one, so that a process that dies comes back without it.
What the supervisor forks takes its order when it begins.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

import bugs


def carry_out(name: str) -> None:
    """Set the `CRM_…` variables and plant the bugs of the next order for a process."""
    order = _next_order(name)
    os.environ.update({name: value for name, value in order.items() if name.startswith("CRM_")})
    if name.startswith(("embedded", "work", "migrate")):
        bugs.shorten_rests()
    for each in order.get("bugs", "").split():
        getattr(bugs, each)()


def _next_order(name: str) -> dict[str, str]:
    orders = Path(os.environ["RELIABILITY_ORDERS"], name)
    if not orders.exists():
        return {}
    first, *rest = orders.read_text(encoding="utf-8").splitlines() or ["{}"]
    orders.write_text("".join(f"{line}\n" for line in rest), encoding="utf-8")
    order: dict[str, str] = json.loads(first)
    return order


def _order_what_is_forked() -> None:
    from cli import child

    start = child.start

    def start_under_orders(title: str, main: Any, *rest: Any) -> int:
        def begin() -> int:
            carry_out(title.removeprefix("crm ").replace(" ", "-"))
            return int(main())

        return start(title, begin, *rest)

    child.start = start_under_orders


if "RELIABILITY_ORDERS" in os.environ:
    if sys.orig_argv[1:4] == ["-m", "cli", "up"]:
        _order_what_is_forked()
    else:
        carry_out("embedded" if "cli.embedded:create_app()" in sys.orig_argv else "-".join(sys.orig_argv[-2:]))
