"""How long to wait: the limits hold for a machine that has nothing else to do, and stretch with its load."""

import os
from collections.abc import Callable
from typing import TypeVar

from shared.testing import waiting

Fact = TypeVar("Fact")

# What these tests put on each core by themselves.
OUR_LOAD = 2.5


def stretched(seconds: float) -> float:
    """The time that a busy machine needs for what an idle one does in so many seconds.

    Where tests run side by side half of the machine is the other's.
    """
    load = os.getloadavg()[0] / (os.cpu_count() or 1)
    return seconds * max(2.0 if "PYTEST_XDIST_WORKER" in os.environ else 1.0, load / OUR_LOAD)


def until(look: Callable[[], Fact], seconds: float = 10.0) -> Fact:
    """Look again and again until there is something to see, and return it.

    :raises AssertionError: there was nothing within the time
    """
    return waiting.until(look, stretched(seconds))
