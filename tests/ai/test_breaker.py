"""A service that is down is left alone for a while."""

from engine.service.routing.breaker import Breaker


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def failing(breaker: Breaker, times: int) -> None:
    for _ in range(times):
        breaker.failed()


def test_it_opens_after_five_failures_in_a_row() -> None:
    breaker = Breaker(Clock())
    failing(breaker, 4)
    assert not breaker.open
    breaker.succeeded()
    failing(breaker, 4)
    assert not breaker.open
    failing(breaker, 1)
    assert breaker.open


def test_after_the_pause_one_request_tries_while_others_wait() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    failing(breaker, 5)
    clock.now = 29.9
    assert breaker.open
    clock.now = 30.0
    assert not breaker.open
    assert breaker.open, "the trial is still under way"


def test_a_good_trial_closes_it_a_bad_one_does_not() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    failing(breaker, 5)
    clock.now = 30.0
    assert not breaker.open
    breaker.failed()
    clock.now = 31.0
    assert breaker.open
    clock.now = 61.0
    assert not breaker.open
    breaker.succeeded()
    assert not breaker.open
