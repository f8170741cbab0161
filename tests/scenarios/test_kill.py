"""kill -9 of the real bot at random moments, while twenty people book: nothing is lost, nothing is booked twice.

Everybody says what arrives, reads the card, and presses; a press that nobody answers is pressed again, as people do.
JXC_KILL_MESSAGES raises the number of messages (500).
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from jxc_bot.database import Database
from jxc_bot.sandbox import acts
from jxc_bot.sandbox.world import World
from models.people import Role
from models.product import Product
from models.stock import Posting, StockLevel, StockMove
from models.table import table
from tests.given import Given
from tests.scenarios.test_run import running
from tests.unit.sandbox_given import TOKEN, OverHttp, served, small_world

pytestmark = pytest.mark.slow
MESSAGES = int(os.environ.get("JXC_KILL_MESSAGES", "500"))
PEOPLE = 20
FIRST = 30001
NUMBER = re.compile(r"RK-\d+-\d+")
IMPATIENCE = 3.0
"""Seconds without an answer after which a person tries again."""


class Booker:
    """A person who books, and remembers what they were told is booked."""

    def __init__(self, world: World, pid: int, product: str) -> None:
        self.world, self.pid, self.product = world, pid, product
        self.booked = self.messages = 0
        self.receipts: set[str] = set()
        """Their numbers."""

    async def book(self, quantity: int) -> None:
        """One receipt, from the word to its result."""
        before = max(self.world.chats[self.pid].messages, default=0)
        acts.say(self.world, self.pid, self.pid, f"收货 {self.product} {quantity}瓶")
        self.messages += 1
        await self._answered(before)
        while not (told := self._told(before)):
            card = self._cards(before)[-1]
            query = acts.push_press(self.world, self.pid, self.pid, card, self._confirm(card))
            self.messages += 1
            query.answer.add_done_callback(_forget)
            await self._seen(lambda: bool(self._told(before)))
            await self._answered(before)  # it may have been the repeated card of the receipt before
        assert len(told) == 1, told
        self.booked += quantity
        self.receipts |= told

    async def _answered(self, before: int) -> None:
        """Waits for the preview of what was just said, or its result; it may take several lives of the bot to come."""
        for _ in range(20):
            if await self._seen(lambda: bool(self._cards(before) or self._told(before))):
                return
        mine = self.world.chats[self.pid].messages
        said = [m.body.get("text", "") for n, m in mine.items() if n > before]
        raise AssertionError(f"{self.pid} was never answered: {said}")

    def _cards(self, before: int) -> list[int]:
        mine = self.world.chats[self.pid].messages
        return [n for n, m in mine.items() if n > before and m.from_bot and "请核对" in m.body.get("text", "")]

    def _confirm(self, card: int) -> str:
        keyboard = self.world.chats[self.pid].messages[card].body.get("reply_markup", {}).get("inline_keyboard", [])
        data: str = keyboard[0][0]["callback_data"]
        return data

    def _told(self, before: int) -> set[str]:
        """The number of the new receipt, once it is told: on the card, or on its repetition where the bot died before
        noting it. (What the last receipt said may be repeated, too: its number is known already.)"""
        mine = self.world.chats[self.pid].messages
        texts = [m.body.get("text", "") for n, m in mine.items() if n > before and m.from_bot]
        return {number for text in texts for number in NUMBER.findall(text)} - self.receipts

    async def _seen(self, true: Any) -> bool:
        loop = asyncio.get_running_loop()
        until = loop.time() + IMPATIENCE
        while loop.time() < until:
            if true():
                return True
            await asyncio.sleep(0.01)
        return False


def _forget(answer: asyncio.Future[Any]) -> None:
    if not answer.cancelled():
        answer.exception()


def people(url: str) -> list[str]:
    """Twenty keepers, each with a product of their own: the names."""
    database = Database(url)
    given = Given(database)
    main = given.warehouse("主仓", "A")
    for n in range(PEOPLE):
        given.product(f"货{n:02d}号", base="瓶", sku=f"K{n:02d}")
        given.person(f"员{n}", Role.WAREHOUSE, warehouse=main, account=FIRST + n)
    database.close()
    return [f"K{n:02d}" for n in range(PEOPLE)]


async def work(bookers: Sequence[Booker], messages: int, seed: int) -> None:
    """Everybody books until the messages are used up."""

    async def day(booker: Booker, chance: random.Random) -> None:
        while sum(other.messages for other in bookers) < messages:
            await booker.book(chance.randint(1, 9))

    await asyncio.gather(*(day(booker, random.Random(f"{seed}{booker.pid}")) for booker in bookers))


async def lives(
    url: str, folder: Path, sandbox: OverHttp, bookers: Sequence[Booker], done: asyncio.Task[None], moments: list[int]
) -> None:
    """Starts the bot, kills it once so many messages were said, and again, until the work is done."""
    settings = {"JXC_TELEGRAM_TOKEN": TOKEN, "JXC_TELEGRAM_API_URL": sandbox.root, "JXC_DATABASE_URL": url}
    for moment in (*moments, sys.maxsize):
        async with running(folder, **settings) as program:
            while not done.done() and sum(booker.messages for booker in bookers) < moment:
                await asyncio.sleep(0.001)
            if done.done():
                assert await program.end() == 0
                return


async def play(url: str, folder: Path, messages: int, seed: int) -> None:
    names = people(url)
    world = small_world(check_answers=False)
    for n in range(PEOPLE):
        world.add_person(f"员{n}", id=FIRST + n, started=True, language_code="zh")
    bookers = [Booker(world, FIRST + n, name) for n, name in enumerate(names)]
    async with served(world) as sandbox:
        done = asyncio.create_task(work(bookers, messages, seed))
        deaths = max(5, messages // 100)
        moments = sorted(random.Random(seed).sample(range(PEOPLE + 5, messages * 9 // 10), deaths))
        await lives(url, folder, sandbox, bookers, done, moments)
        await done
    database = Database(url)
    for booker in bookers:
        assert kept(database, booker) == (booker.receipts, booker.booked, booker.booked), booker.product
    database.close()
    checked(url, folder)


def kept(database: Database, booker: Booker) -> tuple[set[str], int, int]:
    """The receipts there are of a booker's product, what they moved together, and what lies there."""
    product, posting, move, level = table(Product), table(Posting), table(StockMove), table(StockLevel)
    of = select(product.c.id).where(product.c.sku == booker.product).scalar_subquery()
    receipts = select(posting.c.number).join(move, move.c.posting_id == posting.c.id).where(move.c.product_id == of)
    moved = select(func.sum(move.c.quantity, type_=move.c.quantity.type)).where(move.c.product_id == of)
    there = select(func.sum(level.c.quantity, type_=level.c.quantity.type)).where(level.c.product_id == of)
    numbers = database.read_now(lambda db: db.scalars(receipts).all())
    found = database.read_now(lambda db: [db.scalar(query) or 0 for query in (moved, there)])
    assert len(numbers) == len(set(numbers)), "one receipt twice"
    return set(numbers), int(found[0]), int(found[1])


def checked(url: str, folder: Path) -> None:
    """``jxc-bot check`` is content."""
    code = "import sys; from jxc_bot.cli import main; sys.exit(main(['check']))"
    env = {k: v for k, v in os.environ.items() if not k.startswith("JXC_")}
    env |= {"PYTHONPATH": str(Path(__file__).parents[2]), "JXC_DATABASE_URL": url, "JXC_DATA_DIR": str(folder)}
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


async def test_killed_while_people_book_nothing_is_lost_and_nothing_doubled_on_sqlite(
    sqlite_url: str, tmp_path: Path
) -> None:
    await play(sqlite_url, tmp_path, MESSAGES, seed=3)


async def test_killed_while_people_book_nothing_is_lost_and_nothing_doubled_on_postgresql(
    postgres_url: str, tmp_path: Path
) -> None:
    await play(postgres_url, tmp_path, MESSAGES, seed=4)
