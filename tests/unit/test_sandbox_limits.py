"""Rates: thirty a second overall, one a second to a person after a burst, twenty a minute to a group."""

import pytest

from jxc_bot.sandbox.limits import Limits
from jxc_bot.sandbox.refusal import Refusal
from jxc_bot.sandbox.world import World
from tests.unit.sandbox_given import ANN, GROUP, InProcess, served, small_world


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def waits(limits, *spending, **more):
    try:
        limits.spend(*spending, **more)
    except Refusal as refused:
        assert (
            refused.code == 429
            and refused.description == f"Too Many Requests: retry after {refused.parameters['retry_after']}"
        )
        return refused.parameters["retry_after"]
    return 0


def test_a_person_gets_a_burst_and_then_one_a_second():
    clock = Clock()
    limits = Limits(clock=clock)
    assert [waits(limits, ANN, True) for _ in range(6)] == [0, 0, 0, 0, 0, 1]
    clock.now += 0.5
    assert waits(limits, ANN, True) == 1
    assert waits(limits, ANN, True, edit=True) == 0
    clock.now += 0.5
    assert [waits(limits, ANN, True) for _ in range(2)] == [0, 1]
    clock.now += 60
    assert [waits(limits, ANN, True) for _ in range(6)] == [0, 0, 0, 0, 0, 1]


def test_a_group_gets_twenty_a_minute():
    clock = Clock()
    limits = Limits(clock=clock)
    for _ in range(19):
        assert waits(limits, GROUP, False) == 0
    assert waits(limits, GROUP, False, messages=2) == 60
    assert waits(limits, GROUP, False, edit=True) == 0
    clock.now += 45
    assert waits(limits, GROUP, False) == 15
    clock.now += 15
    assert waits(limits, GROUP, False) == 0


def test_everything_together_is_thirty_a_second():
    clock = Clock()
    limits = Limits(clock=clock)
    assert not any(waits(limits, person, True) for person in range(30))
    assert waits(limits, 99, True) == 1
    clock.now += 1
    assert waits(limits, 99, True) == 0


async def test_over_the_limit_a_call_is_refused_and_nothing_is_sent():
    world = small_world(limits=Limits(private_burst=1))
    async with served(world) as sandbox:
        assert (await sandbox.bot("sendMessage", chat_id=ANN, text="x"))["ok"]
        answer = await sandbox.bot("sendMessage", chat_id=ANN, text="x")
        assert (answer["error_code"], answer["parameters"]) == (429, {"retry_after": 1})
        assert (await sandbox.bot("sendChatAction", chat_id=ANN, action="typing"))["ok"]
    assert len(world.chats[ANN].messages) == 1


async def test_a_world_without_limits_never_says_wait():
    bot = InProcess(small_world())
    for _ in range(60):
        await bot("sendMessage", chat_id=GROUP, text="x")


async def test_limits_are_on_unless_switched_off():
    spec = {"token": "1:x", "bot": {"id": 1, "first_name": "b", "username": "b"}}
    assert World.from_spec(spec).limits == Limits()
    assert World.from_spec(spec, limits=False).limits is None


async def test_a_refused_message_costs_nothing():
    bot = InProcess(small_world(limits=Limits(private_burst=1)))
    with pytest.raises(Refusal, match="too long"):
        await bot("sendMessage", chat_id=ANN, text="x" * 5000)
    await bot("sendMessage", chat_id=ANN, text="x")
