"""A small world for the sandbox's tests, and ways to drive it: in process, over HTTP, as a bot."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiohttp import web

from jxc_bot.sandbox.bot_side import BotSide
from jxc_bot.sandbox.player import Player
from jxc_bot.sandbox.refusal import Refusal
from jxc_bot.sandbox.server import make_app
from jxc_bot.sandbox.world import World

TOKEN = "77:secret"
BOT, ANN, BOB, EVE = 77, 1001, 1002, 1003  # Eve has never written to the bot
GROUP, SUPER, FORUM = -2001, -1000000003001, -1000000003002
TOPIC = 5


def small_world(**settings: Any) -> World:
    """Two people who talk to the bot, one who does not, a group, a supergroup and a forum."""
    spec = {
        "token": TOKEN,
        "bot": {"id": BOT, "first_name": "Test bot", "username": "test_bot"},
        "people": [
            {"id": ANN, "first_name": "Ann", "username": "ann", "language_code": "en", "started": True},
            {"id": BOB, "first_name": "Bob", "last_name": "B", "language_code": "zh", "started": True},
            {"id": EVE, "first_name": "Eve"},
        ],
        "chats": [
            {"id": GROUP, "title": "Group", "member_ids": [ANN, BOB]},
            {"id": SUPER, "title": "Supergroup", "member_ids": [ANN, BOB]},
            {
                "id": FORUM,
                "title": "Forum",
                "member_ids": [ANN],
                "is_forum": True,
                "bot_status": "administrator",
                "topics": [{"id": TOPIC, "name": "General"}],
            },
        ],
    }
    return World.from_spec(spec, **({"limits": False} | settings))


class InProcess:
    """Calls the bot side without HTTP."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._side = BotSide(world)

    async def __call__(self, method: str, **parameters: Any) -> Any:
        return await self._side.perform(method, parameters)

    async def refusal(self, method: str, **parameters: Any) -> Refusal:
        """The refusal of a call that must be refused."""
        try:
            answer = await self._side.perform(method, parameters)
        except Refusal as refused:
            return refused
        raise AssertionError(f"{method} was carried out: {answer}")


class OverHttp:
    """A served world."""

    def __init__(self, world: World, session: aiohttp.ClientSession, root: str) -> None:
        self.world, self.session, self.root = world, session, root

    async def bot(self, method: str, token: str = TOKEN, **parameters: Any) -> dict[str, Any]:
        """The whole answer to a call with a JSON body."""
        async with self.session.post(f"{self.root}/bot{token}/{method}", json=parameters) as response:
            return {"status": response.status} | await response.json()

    def player(self, pid: int) -> Player:
        """A person in this world."""
        return Player(self.session, self.root, pid)


@asynccontextmanager
async def served(world: World | None = None) -> AsyncIterator[OverHttp]:
    """Serves a world on a free port of the loopback address."""
    world = world or small_world()
    runner = web.AppRunner(make_app(world), access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    try:
        async with aiohttp.ClientSession() as session:
            yield OverHttp(world, session, f"http://{host}:{port}")
    finally:
        await runner.cleanup()
