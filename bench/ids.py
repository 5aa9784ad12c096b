"""Ids as the product would have made them."""

from datetime import datetime
from random import Random
from uuid import UUID


def id_made_at(at: datetime, chance: Random) -> UUID:
    """A UUIDv7 of a moment."""
    made = round(at.timestamp() * 1000)
    return UUID(int=made << 80 | 7 << 76 | chance.getrandbits(12) << 64 | 2 << 62 | chance.getrandbits(62))
