"""What clients say with a word of their answer: that they want no more messages, or that they come."""

import re

from shared.folding import fold

REVOKED, GRANTED = "revoked", "granted"
CONFIRMED, CANCELLED = "confirmed", "cancelled"

_CONSENT = {
    "baja": REVOKED,
    "stop": REVOKED,
    "unsubscribe": REVOKED,
    "alta": GRANTED,
    "start": GRANTED,
}
_INTENT = {
    "confirmo": CONFIRMED,
    "confirmar": CONFIRMED,
    "confirmado": CONFIRMED,
    "confirm": CONFIRMED,
    "cancelo": CANCELLED,
    "cancelar": CANCELLED,
    "cancel": CANCELLED,
}
# A sentence that begins with such a word means something else.
MOST_WORDS = 4


def consent_in(body: str) -> str | None:
    """Whether a message takes back, or gives, the consent to be written to."""
    return _CONSENT.get(_first(body))


def intent_of(body: str) -> str | None:
    """Whether a message confirms or cancels what it answers."""
    return _INTENT.get(_first(body))


def _first(body: str) -> str:
    words = re.findall(r"\w+", fold(body))
    return words[0] if words and len(words) <= MOST_WORDS else ""
