"""The breaker: quick to stop asking, quick to notice that a service is back."""

from gateway.breaker import FAILURES, PAUSE_SECONDS, Breaker
from gateway.tests.conftest import Clock


def opened(clock: Clock) -> Breaker:
    breaker = Breaker(clock)
    for _ in range(FAILURES):
        breaker.failed()
    return breaker


def test_it_opens_after_three_failures_in_a_row(clock: Clock) -> None:
    breaker = Breaker(clock)

    admitted = []
    for _ in range(4):
        admitted.append(breaker.admits())
        breaker.failed()

    assert admitted == [True, True, True, False]


def test_failures_that_are_not_in_a_row_do_not_open_it(clock: Clock) -> None:
    breaker = Breaker(clock)

    for _ in range(10):
        breaker.failed()
        breaker.failed()
        breaker.succeeded()

    assert breaker.admits()


def test_after_a_pause_one_request_tries_and_the_others_still_wait(clock: Clock) -> None:
    breaker = opened(clock)

    clock.pass_(PAUSE_SECONDS)

    assert [breaker.admits() for _ in range(3)] == [True, False, False]


def test_a_try_that_succeeds_closes_it(clock: Clock) -> None:
    breaker = opened(clock)
    clock.pass_(PAUSE_SECONDS)

    breaker.admits()
    breaker.succeeded()

    assert all(breaker.admits() for _ in range(10))


def test_a_try_that_fails_keeps_it_open_for_another_pause(clock: Clock) -> None:
    breaker = opened(clock)
    clock.pass_(PAUSE_SECONDS)
    breaker.admits()
    breaker.failed()

    clock.pass_(PAUSE_SECONDS / 2)
    assert not breaker.admits()
    clock.pass_(PAUSE_SECONDS / 2)
    assert breaker.admits()


def test_a_try_that_hangs_does_not_keep_the_next_one_from_trying(clock: Clock) -> None:
    breaker = opened(clock)
    clock.pass_(PAUSE_SECONDS)
    assert breaker.admits()

    clock.pass_(PAUSE_SECONDS)

    assert breaker.admits()
