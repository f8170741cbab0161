"""The stage of a story: the sandbox's server, the real bot on it, a company to work in, and players.

async with staged(url) as stage:
    keeper = stage.player("仓管")
    await keeper.says(keeper.pid, "收货 可口可乐 3箱")

Everything runs in this process on free ports, and speaks over HTTP all the same. What the bot logs as an error fails
the story, and so does a call that the Bot API refused without being told to.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, MutableMapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from typing import Any

import structlog
from pydantic import SecretStr
from sqlalchemy import func, select

from jxc_bot.app import Program
from jxc_bot.database import Database
from jxc_bot.desk import Desk, Performance
from jxc_bot.metrics import Metrics
from jxc_bot.platforms.telegram.bot import TelegramBot
from jxc_bot.sandbox.player import Player
from jxc_bot.sandbox.world import World
from jxc_bot.schedule import Schedule
from jxc_bot.schedule.jobs import JOBS
from jxc_bot.settings import Settings
from models.journal import Inbox, InboxState, Outbox, OutboxState
from models.operation import Company
from models.table import table
from models.values import utc_now
from models.working_hours import after_working_hours
from tests.given import Given
from tests.scenarios.company import CAST, GROUPS, OUTSIDERS
from tests.unit.sandbox_given import OverHttp, served

TOKEN = "777:stage"
BOT_ID = 777
PATIENCE = 20.0
"""Seconds that a busy machine may take for anything."""


class Stage:
    """A world with a bot in it. ``did`` are the names of the operations performed, in order."""

    def __init__(self, url: str, sandbox: OverHttp, told: Sequence[MutableMapping[str, Any]]) -> None:
        self.url = url
        self.sandbox = sandbox
        self.world = sandbox.world
        self.database = Database(url)
        self.given = Given(self.database)
        self.did: list[str] = []
        self._told = told
        self.people = {person.first_name: person.id for person in sandbox.world.people.values()}
        self._players: dict[str, Player] = {}
        self._program: Program | None = None
        self._working: Database | None = None
        self._then: datetime | None = None

    def player(self, name: str) -> Player:
        """The person of that name."""
        if name not in self._players:
            self._players[name] = self.sandbox.player(self.people[name])
        return self._players[name]

    def newcomer(self, name: str, **more: Any) -> Player:
        """Somebody who was not there yet."""
        self.people[name] = self.world.add_person(name, **more).id
        return self.player(name)

    def chat(self, title: str) -> int:
        """The id of a group."""
        found = [chat.id for chat in self.world.chats.values() if chat.title == title and not chat.migrated_to]
        return found[-1]

    async def start(self) -> None:
        """Starts the bot."""
        settings = Settings(
            _env_file=None,  # type: ignore[call-arg]
            telegram_token=SecretStr(TOKEN),
            telegram_api_url=self.sandbox.root,
            database_url=self.url,
            http_port=0,
        )
        self._working = await asyncio.to_thread(Database, self.url)
        bot = TelegramBot(TOKEN, self.sandbox.root)
        self._program = Program(settings, self._working, bot, Metrics(), asyncio.Event())
        await self._program.start()

    async def stop(self) -> None:
        """Stops the bot in an orderly way."""
        assert self._program is not None and self._working is not None
        await self._program.stop()
        await asyncio.to_thread(self._working.close)

    async def restart(self) -> None:
        """Another process goes on, with nothing in memory."""
        await self.stop()
        await self.start()

    async def wait(self, hours: int) -> None:
        """So many working hours pass, without anybody sleeping: the jobs run as they will then."""
        assert self._working is not None
        company = Company()
        self._then = after_working_hours(self._then or utc_now(), hours, company.zone)
        await asyncio.to_thread(Schedule(self._working, company, JOBS).run_due, self._then)

    @property
    def errors(self) -> list[MutableMapping[str, Any]]:
        """What the bot has logged as an error."""
        return [entry for entry in self._told if entry["log_level"] in ("error", "critical")]

    def waiting(self) -> int:
        """Updates and messages that still wait."""
        inbox, outbox = table(Inbox), table(Outbox)
        new = select(func.count()).select_from(inbox).where(inbox.c.state == InboxState.NEW)
        unsent = select(func.count()).select_from(outbox).where(outbox.c.state == OutboxState.WAITING)
        return self.database.read_now(lambda db: (db.scalar(new) or 0) + (db.scalar(unsent) or 0))

    @property
    def refused(self) -> list[str]:
        """Calls of the bot that the server refused."""
        return [f"{call.method}: {call.refusal.description}" for call in self.world.calls if call.refusal is not None]


def company_world() -> World:
    """The people of the company, and whoever is around it, each with the bot's chat open; and their groups."""
    people = [
        {"id": number, "first_name": name, "language_code": language, "started": True}
        for name, (number, language) in {**{n: (m.account, m.language) for n, m in CAST.items()}, **OUTSIDERS}.items()
    ]
    chats = [
        {"id": number, "title": title, "member_ids": [CAST[name].account for name in members]}
        for title, (number, members) in GROUPS.items()
    ]
    bot = {"id": BOT_ID, "first_name": "小仓", "username": "stage_bot"}
    return World.from_spec({"token": TOKEN, "bot": bot, "people": people, "chats": chats}, limits=False)


@asynccontextmanager
async def staged(url: str) -> AsyncIterator[Stage]:
    """A stage on a database that holds the company; the bot is at work until the end."""
    with structlog.testing.capture_logs() as told:
        async with served(company_world()) as sandbox:
            stage = Stage(url, sandbox, told)
            try:
                await stage.start()
                try:
                    with _recording(stage.did):
                        yield stage
                finally:
                    await stage.stop()
            finally:
                await asyncio.to_thread(stage.database.close)
            assert stage.errors == [], stage.errors


@contextmanager
def _recording(did: list[str]) -> Iterator[None]:
    """Meanwhile every desk writes down what it performed."""
    before = Desk.perform

    def perform(desk: Desk, db: Any, actor: Any, operation: Any, form: Any, key: str = "") -> Performance:
        performance = before(desk, db, actor, operation, form, key)
        did.append(operation.name)
        return performance

    Desk.perform = perform  # type: ignore[method-assign,assignment]
    try:
        yield
    finally:
        Desk.perform = before  # type: ignore[method-assign]
