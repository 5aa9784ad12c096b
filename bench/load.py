"""The load tool: closed loops (each connection asks again once it is answered) and open loops (so many a second)."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from time import monotonic, perf_counter, sleep

from bench.line import Line

# Seconds that a closed loop runs before it counts.
WARM_UP = 1.0

Asking = Iterator[bytes]


@dataclass
class Outcome:
    """What came of a load: seconds from request to answer, and how many answers were none that were wanted."""

    seconds: float = 0.0
    took: list[float] = field(default_factory=list)
    refused: Counter[int] = field(default_factory=Counter)

    @property
    def rate(self) -> float:
        """Wanted answers a second."""
        return len(self.took) / self.seconds if self.seconds else 0.0

    @property
    def answers(self) -> int:
        return len(self.took) + self.refused.total()


def percentile(values: list[float], share: float) -> float:
    """The value that this share of the values does not exceed; not a number where there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def closed_loop(
    urls: str | Sequence[str],
    connections: int,
    seconds: float,
    asking: Callable[[int], Asking],
    started: Callable[[], None],
) -> Outcome:
    """Let so many connections ask without a pause.

    :param urls: where; of several each gets its part of the connections
    :param asking: the requests of the n-th connection
    :param started: called when the warming up is over
    """
    all_urls = [urls] if isinstance(urls, str) else urls
    begin, outcomes = threading.Barrier(connections + 1), [Outcome() for _ in range(connections)]
    warm_at = monotonic() + WARM_UP

    def work(number: int) -> None:
        line, requests, outcome = Line(all_urls[number % len(all_urls)]), asking(number), outcomes[number]
        while monotonic() < warm_at:
            line.ask(next(requests))
        begin.wait()
        end = monotonic() + seconds
        for raw in requests:
            asked = perf_counter()
            status, _ = line.ask(raw)
            _count(outcome, status, perf_counter() - asked)
            if monotonic() >= end:
                break
        line.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(connections)]
    for thread in threads:
        thread.start()
    begin.wait()
    started()
    since = monotonic()
    for thread in threads:
        thread.join()
    return _together(outcomes, monotonic() - since)


def open_loop(
    url: str, rate: float, seconds: float, requests: Asking, answered: Callable[[int, bytes], None], threads: int = 16
) -> Outcome:
    """Ask so many times a second, whether or not what was asked before is answered.

    The time of an answer counts from the moment at which it should have been asked.
    """
    outcome, lines, lock = Outcome(), threading.local(), threading.Lock()
    first = perf_counter() + 0.1

    def work(raw: bytes, due: float) -> None:
        if not hasattr(lines, "line"):
            lines.line = Line(url)
        status, body = lines.line.ask(raw)
        now = perf_counter()
        answered(status, body)
        with lock:
            _count(outcome, status, now - due)

    with ThreadPoolExecutor(threads) as pool:
        for number in range(int(rate * seconds)):
            due = first + number / rate
            sleep(max(0.0, due - perf_counter()))
            pool.submit(work, next(requests), due)
    outcome.seconds = perf_counter() - first
    return outcome


def _count(outcome: Outcome, status: int, took: float) -> None:
    if 200 <= status < 300:
        outcome.took.append(took)
    else:
        outcome.refused[status] += 1


def _together(outcomes: list[Outcome], seconds: float) -> Outcome:
    whole = Outcome(seconds)
    for each in outcomes:
        whole.took += each.took
        whole.refused += each.refused
    return whole
