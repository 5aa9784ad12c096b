"""Passwords: which may be chosen, and how they are kept and recognised."""

import os
import secrets
import threading
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 8, 128

# What OWASP asks for at least: 19 MiB, two passes, one lane. Some 30 ms of one processor.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# More at once would only take memory.
_at_once = threading.BoundedSemaphore(os.cpu_count() or 2)
# Looked at in place of the hash of a user who does not exist, so that they take the same time.
_nobodys = _hasher.hash(secrets.token_urlsafe())


def what_is_wrong(password: str) -> str | None:
    """Why a password may not be chosen, as a key of the catalogue's `[fields]`; None if it may."""
    if len(password) < SHORTEST:
        return f"password-too-short|{SHORTEST}"
    if len(password) > LONGEST:
        return f"too-long|{LONGEST}"
    if password.casefold() in _common():
        return "password-common"
    return None


def hashed(password: str) -> str:
    """What is kept of a password. It takes its time: never inside a transaction."""
    with _at_once:
        return _hasher.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether it is the password of which this is kept. It takes the same time for nobody's (None).

    Never inside a transaction.
    """
    with _at_once:
        try:
            return _hasher.verify(kept or _nobodys, password) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def is_weak(kept: str) -> bool:
    """Whether it was hashed with other parameters than today's."""
    return _hasher.check_needs_rehash(kept)


@cache
def _common() -> frozenset[str]:
    path = Path(__file__).with_name("common_passwords.txt")
    return frozenset(path.read_text(encoding="utf-8").split("\n"))
