"""At the start: who are we? Nothing can be read without the bot's own name and number."""

from __future__ import annotations

import asyncio

import structlog
from telegram.error import InvalidToken, TelegramError

from jxc_bot.platforms.telegram.bot import TelegramBot
from jxc_bot.platforms.telegram.request import NoBotApi
from jxc_bot.platforms.telegram.update import Me

REFUSALS = 3
"""So many times the server may say that it does not know us: a proxy before it does, too, for a moment."""
LONGEST_PAUSE = 30.0

_log = structlog.get_logger(__name__)


class UnknownToken(Exception):
    """The server does not know the bot's token."""


async def introduce(bot: TelegramBot, stop: asyncio.Event) -> Me | None:
    """Who we are, asked until there is an answer; None when told to stop meanwhile. Raises UnknownToken, NoBotApi."""
    refusals, pause = 0, 0.5
    while not stop.is_set():
        try:
            return await bot.who_am_i()
        except (InvalidToken, NoBotApi) as error:
            refusals += 1
            if refusals == REFUSALS:
                raise (error if isinstance(error, NoBotApi) else UnknownToken) from None
        except TelegramError as error:
            _log.warning("Telegram does not answer", error=type(error).__name__, retry_in=pause)
        try:
            await asyncio.wait_for(stop.wait(), pause)
        except TimeoutError:
            pause = min(pause * 2, LONGEST_PAUSE)
    return None
