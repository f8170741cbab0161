"""Real messages, end to end over HTTP: text → preview card, confirm → posted; per second, CPU of the bot, latency.

The sandbox is a process of its own without sending limits; the figures' CPU is the bot's alone. Every person has one
message under way at a time, as in earnest.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import aiohttp

from jxc_bot.database import Database
from jxc_bot.migrate import upgrade
from models.people import Role
from tests.benchmarks.ledger import databases
from tests.benchmarks.running import Running, running
from tests.given import Given

Emit = Callable[[dict[str, object]], None]
Json = dict[str, Any]
PEOPLE = 50
PRODUCTS = 1000
PACE = 50
"""Messages a second when latency is measured."""
PATIENCE = 60


def run(emit: Emit, quick: bool) -> None:
    """Throughput at full speed, then latency at a steady pace, with and without a slow Bot API."""
    messages = 200 if quick else 1000
    with databases() as urls:
        for name, url in urls:
            accounts = _company(url)
            with running(url, accounts) as bot:
                asyncio.run(_throughput(emit, name, bot, accounts, messages))
            for latency in (0.0, 0.06):
                with running(url, accounts, latency) as bot:
                    asyncio.run(_latency(emit, name, bot, accounts, latency, 5 if quick else 20))


def _company(url: str) -> list[int]:
    database = Database(url)
    upgrade(database)
    given = Given(database)
    warehouse = given.warehouse("主仓")
    for number in range(PRODUCTS):
        given.product(f"商品{number:04d}", units={"箱": 24}, base="瓶")
    accounts = list(range(20001, 20001 + PEOPLE))
    for account in accounts:
        given.person(f"员工{account}", Role.WAREHOUSE, warehouse=warehouse, account=account)
    database.close()
    return accounts


class Person:
    """One person's side: says or presses, and knows when the bot has answered."""

    def __init__(self, session: aiohttp.ClientSession, root: str, pid: int) -> None:
        self._session, self._root, self.pid = session, root, pid
        self._shown: asyncio.Queue[Json] = asyncio.Queue()
        self._listening: asyncio.Task[None] | None = None

    async def join(self) -> None:
        """Opens the chat, and greets."""
        socket = await self._session.ws_connect(f"{self._root}/api/live?as={self.pid}")
        self._listening = asyncio.create_task(self._listen(socket))
        await self.says("/start")

    async def leave(self) -> None:
        """Closes the chat."""
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.wait([self._listening])

    async def _listen(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            event = message.json()
            shown = event.get("message")
            if event["type"] in ("message", "edited") and shown and shown["from"]["is_bot"]:
                self._shown.put_nowait(shown)

    async def _act(self, deed: str, **facts: object) -> Json:
        while not self._shown.empty():
            self._shown.get_nowait()
        body = {"as": self.pid, "chat": self.pid, **facts}
        acting = asyncio.create_task(self._post(deed, body))
        answered = await asyncio.wait_for(self._shown.get(), PATIENCE)
        await acting
        return answered

    async def _post(self, deed: str, body: Json) -> None:
        async with self._session.post(f"{self._root}/api/{deed}", json=body) as answer:
            await answer.read()

    async def says(self, text: str) -> Json:
        """Types, and waits for the answer."""
        return await self._act("send", text=text)

    async def confirms(self, card: Json) -> Json:
        """Presses the first button, and waits until the card has changed."""
        data = card["inline_keyboard"][0][0]["callback_data"]
        return await self._act("press", message=card["id"], data=data, wait=False)


def line() -> str:
    """A complete line as people type it."""
    return f"收货 商品{random.randrange(PRODUCTS):04d} {random.randint(1, 9)}箱+{random.randint(1, 9)}瓶 @48"


async def _gathered(session: aiohttp.ClientSession, root: str, accounts: Sequence[int]) -> list[Person]:
    people = [Person(session, root, account) for account in accounts]
    await asyncio.gather(*(person.join() for person in people))
    await asyncio.gather(*(person.says(line()) for person in people))  # warm
    return people


def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))


async def _throughput(emit: Emit, name: str, bot: Running, accounts: Sequence[int], messages: int) -> None:
    async with _session() as session:
        people = await _gathered(session, bot.root, accounts)
        each, cards = messages // len(people), dict[int, list[Json]]()

        async def say(person: Person) -> None:
            cards[person.pid] = [await person.says(line()) for _ in range(each)]

        async def confirm(person: Person) -> None:
            for card in cards[person.pid]:
                await person.confirms(card)

        total = each * len(people)
        await _timed(emit, name, bot, "quick entry to preview", total, [say(person) for person in people])
        await _timed(emit, name, bot, "confirm to posted", total, [confirm(person) for person in people])
        await asyncio.gather(*(person.leave() for person in people))


async def _timed(
    emit: Emit, name: str, bot: Running, what: str, messages: int, work: Sequence[Coroutine[Any, Any, None]]
) -> None:
    cpu, wall = bot.cpu, time.perf_counter()
    await asyncio.gather(*work)
    wall, cpu = time.perf_counter() - wall, bot.cpu - cpu
    figure = {"per_second": round(messages / wall, 1), "cpu_ms": round(cpu / messages * 1000, 2)}
    emit({"bench": what, "database": name, "messages": messages, **figure})


async def _latency(emit: Emit, name: str, bot: Running, accounts: Sequence[int], latency: float, seconds: int) -> None:
    took: list[float] = []
    async with _session() as session:
        people = await _gathered(session, bot.root, accounts)

        async def one(person: Person) -> None:
            began = time.perf_counter()
            await person.says(line())
            took.append(time.perf_counter() - began)

        work = []
        began = time.perf_counter()
        for number in range(seconds * PACE):
            work.append(asyncio.create_task(one(people[number % len(people)])))
            await asyncio.sleep(max(0.0, began + (number + 1) / PACE - time.perf_counter()))
        await asyncio.gather(*work)
        await asyncio.gather(*(person.leave() for person in people))
    cuts = statistics.quantiles(took, n=100)
    figure = {f"p{share}_ms": round(cuts[share - 1] * 1000) for share in (50, 95, 99)}
    emit({"bench": "update to reply", "database": name, "api_ms": round(latency * 1000), "per_second": PACE, **figure})
