"""Waiting for a fact, with a deadline."""

from collections.abc import Callable
from time import monotonic, sleep
from typing import TypeVar

Fact = TypeVar("Fact")


def until(look: Callable[[], Fact], seconds: float = 10.0) -> Fact:
    """Look again and again until there is something to see, and return it.

    :raises AssertionError: there was nothing within the time
    """
    deadline = monotonic() + seconds
    while not (seen := look()):
        if monotonic() > deadline:
            raise AssertionError(f"not within {seconds:g} s: {getattr(look, '__name__', look)}")
        sleep(0.01)
    return seen
