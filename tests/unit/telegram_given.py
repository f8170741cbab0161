"""Our Telegram adapter against the sandbox's server, for tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from jxc_bot.conversation.reply import Reply
from jxc_bot.parcel import Enclosure, Parcel
from jxc_bot.platforms.telegram.bot import TelegramBot
from jxc_bot.platforms.telegram.send import TelegramCarrier
from jxc_bot.sandbox.world import World
from models.values import utc_now
from tests.unit.sandbox_given import ANN, TOKEN, OverHttp, served


@dataclass
class Line:
    """A bot connected to a served world."""

    sandbox: OverHttp
    bot: TelegramBot
    carrier: TelegramCarrier

    @property
    def world(self) -> World:
        return self.sandbox.world

    async def carry(self, reply: Reply, chat: int = ANN, place: str = "", file: Enclosure | None = None) -> str:
        return await self.carrier.carry(parcel(reply, chat, place, file))

    async def shown(self, chat: int = ANN, n: int = 10) -> list[dict[str, Any]]:
        """What a person sees of the bot in a chat."""
        return [m for m in await self.sandbox.player(ANN).reads(chat, n) if m["from"]["is_bot"]]


def parcel(reply: Reply, chat: int = ANN, place: str = "", file: Enclosure | None = None) -> Parcel:
    """A reply on its way."""
    facts: dict[str, Any] = {"id": 1, "chat_id": 1, "platform": "telegram", "address": str(chat)}
    now = utc_now()
    return Parcel(
        **facts, is_group=chat < 0, reply=reply, urgent=False, created_at=now, due_at=now, place=place, enclosure=file
    )


@asynccontextmanager
async def line(world: World | None = None) -> AsyncIterator[Line]:
    """A served world with our bot on it."""
    async with served(world) as sandbox:
        bot = TelegramBot(TOKEN, sandbox.root)
        await bot.open()
        try:
            yield Line(sandbox, bot, TelegramCarrier(bot))
        finally:
            await bot.close_transport()
