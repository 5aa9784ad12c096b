"""Runs first in every process of a product under test: carries out the order that the test left for it.

Python imports a module of this name at its start. An order is one line of the file named after the process
(`work-followups`, `embedded`); each start takes the next one, so that a process that dies comes back without it.
"""

import json
import os
import sys
from pathlib import Path

import bugs

_NAMES = {"cli.embedded:create_app()": "embedded"}


_NAME = _NAMES.get(sys.orig_argv[-1]) or "-".join(sys.orig_argv[-2:]).replace("/", "_")


def _next_order() -> dict[str, str]:
    orders = Path(os.environ["RELIABILITY_ORDERS"], _NAME)
    if not orders.exists():
        return {}
    first, *rest = orders.read_text(encoding="utf-8").splitlines() or ["{}"]
    orders.write_text("".join(f"{line}\n" for line in rest), encoding="utf-8")
    order: dict[str, str] = json.loads(first)
    return order


if "RELIABILITY_ORDERS" in os.environ:
    _order = _next_order()
    os.environ.update({name: value for name, value in _order.items() if name.startswith("CRM_")})
    if _NAME == "embedded" or sys.orig_argv[-2] in {"work", "migrate"}:
        bugs.shorten_rests()
    for _name in _order.get("bugs", "").split():
        getattr(bugs, _name)()
