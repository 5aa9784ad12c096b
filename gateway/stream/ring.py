"""The last news, and the place of each among them."""

import secrets
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from gateway.stream.frames import News
from shared.tokens import User

LENGTH = 10_000
# Who has missed more than this is better off looking at everything again.
MOST_MISSED = 1_000


def _new_epoch() -> str:
    return secrets.token_hex(6)


@dataclass
class Ring:
    """News in the order in which they came.

    A place is `<epoch>-<number>`. The numbers of an epoch have no gaps; where news may have been missed, a new
    epoch begins, and so it does with each process.
    """

    epoch: str = field(default_factory=_new_epoch)
    number: int = 0
    _news: deque[News] = field(default_factory=lambda: deque(maxlen=LENGTH))

    @property
    def place(self) -> str:
        """The place of who has heard everything."""
        return f"{self.epoch}-{self.number}"

    def begin(self) -> None:
        """Begin a new epoch."""
        self.epoch, self.number = _new_epoch(), 0
        self._news.clear()

    def add(self, news: News) -> None:
        self.number += 1
        self._news.append(news)

    def after(self, number: int) -> Sequence[tuple[int, News]]:
        """The news after a number of this epoch that are still here, each with its own."""
        first = self.number - len(self._news) + 1
        start = max(0, number + 1 - first)
        return list(enumerate(islice(self._news, start, None), first + start))

    def written(self, news: Sequence[tuple[int, News]], user: User) -> bytes:
        """Those of the news that a user may see, as they are sent."""
        return b"".join(each.written(f"{self.epoch}-{number}") for number, each in news if each.reaches(user))

    def missed(self, place: str, user: User) -> bytes | None:
        """What a user has missed since they were at a place; None where nobody can tell, or it is too much."""
        epoch, _, digits = place.partition("-")
        if epoch != self.epoch or not (digits.isascii() and digits.isdigit() and len(digits) <= 18):
            return None
        number = int(digits)
        if not self.number - len(self._news) <= number <= self.number:
            return None
        seen = [pair for pair in self.after(number) if pair[1].reaches(user)]
        return self.written(seen, user) if len(seen) <= MOST_MISSED else None
