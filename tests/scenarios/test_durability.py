"""kill -9 at any moment: no message is lost, none is counted twice, none out of order."""

from __future__ import annotations

import asyncio
import contextlib
import random
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select

from jxc_bot.database import Database
from jxc_bot.inbox import INBOX
from jxc_bot.outbox import OUTBOX
from jxc_bot.sandbox.acts import say
from models.people import Chat
from models.table import table
from tests.unit.sandbox_given import TOKEN, OverHttp, served, small_world

CHAT = table(Chat)
ROOT = Path(__file__).parents[2]
CHATS = 8


async def start(url: str, root: str) -> asyncio.subprocess.Process:
    """A counting bot that receives."""
    bot = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.scenarios.counting_bot", url, root, TOKEN),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert bot.stdout is not None
    assert await asyncio.wait_for(bot.stdout.readline(), 30) == b"ready\n"
    return bot


@asynccontextmanager
async def a_bot(url: str, root: str) -> AsyncIterator[asyncio.subprocess.Process]:
    bot = await start(url, root)
    try:
        yield bot
    finally:
        with contextlib.suppress(ProcessLookupError):
            bot.kill()
        await bot.wait()


def open_work(database: Database) -> int:
    """Updates and messages that still wait."""

    def look(db) -> int:
        new = select(func.count()).select_from(INBOX).where(INBOX.c.state == "new")
        waiting = select(func.count()).select_from(OUTBOX).where(OUTBOX.c.state == "waiting")
        return (db.scalar(new) or 0) + (db.scalar(waiting) or 0)

    return database.read_now(look)


async def settled(database: Database, sandbox: OverHttp, messages: int) -> None:
    """Waits until everything said is stored, handled and answered."""
    stored = select(func.count()).select_from(INBOX)
    async with asyncio.timeout(60):
        while database.read_now(lambda db: db.scalar(stored)) < messages or open_work(database):
            await asyncio.sleep(0.05)


def answers(sandbox: OverHttp, person: int) -> list[str]:
    """What the bot told a person, a repeated message once, in order."""
    told = [m.body["text"] for m in sandbox.world.chats[person].messages.values() if m.from_bot]
    return list(dict.fromkeys(told))


async def play(url: str, messages: int, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    world = small_world(check_answers=False)
    people = [world.add_person(f"P{n}", started=True).id for n in range(CHATS)]
    said: dict[int, list[int]] = {person: [] for person in people}
    moments = sorted(chance.sample(range(20, messages - 5), kills))
    database = Database(url)
    async with served(world) as sandbox:
        bot = await start(url, sandbox.root)
        for n in range(1, messages + 1):
            person = chance.choice(people)
            said[person].append(n)
            if chance.random() < 0.1:
                world.updates.disturb("duplicate")
            say(world, person, person, str(n))
            await asyncio.sleep(chance.uniform(0, 0.008))
            if moments and n == moments[0]:
                moments.pop(0)
                bot.kill()
                await bot.wait()
                bot = await start(url, sandbox.root)
        await settled(database, sandbox, messages)
        bot.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(bot.wait(), 15) == 0
        tallies = database.read_now(lambda db: dict(map(tuple, db.execute(select(CHAT.c.address, CHAT.c.title)))))
        assert tallies == {str(person): str(sum(numbers)) for person, numbers in said.items() if numbers}
        for person, numbers in said.items():
            running = [f"{n} → {sum(numbers[: i + 1])}" for i, n in enumerate(numbers)]
            assert answers(sandbox, person) == running
    database.close()


async def test_killed_at_random_moments_nothing_is_lost_or_doubled_on_sqlite(sqlite_url: str) -> None:
    await play(sqlite_url, 250, kills=3, seed=1)


async def test_killed_at_random_moments_nothing_is_lost_or_doubled_on_postgresql(postgres_url: str) -> None:
    await play(postgres_url, 150, kills=2, seed=2)


async def test_a_second_process_takes_over_when_the_first_is_killed(postgres_url: str) -> None:
    world = small_world(check_answers=False)
    person = world.add_person("P", started=True).id
    database = Database(postgres_url)
    async with (
        served(world) as sandbox,
        a_bot(postgres_url, sandbox.root) as first,
        a_bot(postgres_url, sandbox.root),
    ):
        for n in range(1, 41):
            say(world, person, person, "1")
            await asyncio.sleep(0.005)
            if n == 20:
                first.kill()
        await settled(database, sandbox, 40)
        assert answers(sandbox, person)[-1] == "1 → 40"
    database.close()


@pytest.mark.parametrize("seconds", [0.0, 0.05])
async def test_told_to_stop_it_finishes_what_it_has_and_keeps_the_rest(sqlite_url: str, seconds: float) -> None:
    world = small_world(check_answers=False)
    person = world.add_person("P", started=True).id
    database = Database(sqlite_url)
    async with served(world) as sandbox:
        async with a_bot(sqlite_url, sandbox.root) as bot:
            for _ in range(30):
                say(world, person, person, "1")
            await asyncio.sleep(seconds)
            bot.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(bot.wait(), 15) == 0
            assert open_work(database) == 0
        async with a_bot(sqlite_url, sandbox.root):
            await settled(database, sandbox, 30)
        assert answers(sandbox, person) == [f"1 → {n}" for n in range(1, 31)]
    database.close()
