"""The rates: never faster than published, no slower than needed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jxc_bot.rates import Rates
from jxc_bot.sandbox.limits import Limits


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def leave(rates: Rates, clock: Clock, chat: int, group: bool) -> float:
    """When the next message of a chat leaves, its clock running on alone."""
    clock.now += rates.wait_in_chat(chat, group)
    clock.now += rates.wait_overall()
    return clock.now


def test_a_person_gets_a_short_burst_and_then_one_a_second() -> None:
    clock = Clock()
    rates = Rates(clock=clock)
    times = [leave(rates, clock, 1, False) - 1000 for _ in range(8)]
    assert times[4] == 0
    assert 1 <= times[5] <= 1.1
    assert 3 <= times[7] <= 3.3


def test_a_group_gets_twenty_a_minute() -> None:
    clock = Clock()
    rates = Rates(clock=clock)
    times = [leave(rates, clock, 1, True) - 1000 for _ in range(21)]
    assert times[19] == 0
    assert 60 <= times[20] <= 61


def test_all_together_get_thirty_a_second() -> None:
    clock = Clock()
    rates = Rates(clock=clock)
    waits = [rates.wait_overall() for _ in range(61)]
    assert waits[29] == 0
    assert 1 <= waits[30] <= 1.1
    assert 2 <= waits[60] <= 2.2


@given(st.lists(st.tuples(st.sampled_from([1, 2, -1, -2]), st.floats(0, 3)), max_size=80))
def test_a_strict_server_never_refuses(said: list[tuple[int, float]]) -> None:
    clock = Clock()
    rates, server = Rates(clock=clock), Limits(clock=clock)
    for chat, later in said:
        clock.now += later
        leave(rates, clock, chat, chat < 0)
        server.spend(chat, chat > 0)


def test_elsewhere_nothing_waits_until_the_server_says_so() -> None:
    clock = Clock()
    rates = Rates(learns=True, clock=clock)
    assert [rates.wait_in_chat(1, True) + rates.wait_overall() for _ in range(100)] == [0] * 100
    rates.refused(1)
    assert [round(rates.wait_in_chat(1, True)) for _ in range(4)] == [0, 3, 6, 9]
    assert rates.wait_in_chat(2, True) == 0
    clock.now += 301
    assert rates.wait_in_chat(1, True) == 0


def test_a_server_that_refuses_in_many_chats_slows_all() -> None:
    clock = Clock()
    rates = Rates(learns=True, clock=clock)
    for chat in range(3):
        rates.refused(chat)
    assert sum(rates.wait_overall() > 0 for _ in range(40)) == 10
