"""The two ways to receive: asking (polling) and being told (a webhook), started and stopped alike."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Protocol

import structlog
from telegram.error import BadRequest, TelegramError

from jxc_bot.database import Database
from jxc_bot.lock import Lock
from jxc_bot.platforms.telegram.bot import TelegramBot
from jxc_bot.platforms.telegram.receive import POLL_SECONDS, Poller
from jxc_bot.platforms.telegram.update import ALLOWED

STALE = 3 * POLL_SECONDS
CONNECTIONS = 40

_log = structlog.get_logger(__name__)


class Receiving(Protocol):
    """A way to receive."""

    async def start(self) -> None:
        """Begins."""

    async def stop(self) -> None:
        """Ends; what is not confirmed comes again."""

    async def check(self) -> str:
        """What is wrong, in a few words, or nothing."""


class Polling:
    """Asks, as long as no other process does."""

    def __init__(self, database: Database, bot: TelegramBot, poller: Poller) -> None:
        self._bot = bot
        self._poller = poller
        self._lock = Lock(database, "poller")
        self._task: asyncio.Task[None] | None = None
        self._asking = False

    async def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="polling")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        self._lock.release()

    async def check(self) -> str:
        if self._task is None or self._task.done():
            return "not polling"
        silent = time.monotonic() - self._poller.answered_at
        return f"no answer for {silent:.0f} s" if self._asking and silent > STALE else ""

    async def _run(self) -> None:
        while True:
            await self._lock.take()
            await self._forget_webhook()
            self._asking, self._poller.answered_at = True, time.monotonic()
            tasks = (asyncio.create_task(self._poller.run()), asyncio.create_task(self._lock.lost()))
            try:
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            finally:
                self._asking = False
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def _forget_webhook(self) -> None:
        """With a webhook set, asking is refused; what waits is kept."""
        try:
            await self._bot.raw("deleteWebhook", drop_pending_updates=False)
        except TelegramError as error:
            _log.warning("webhook not removed", error=type(error).__name__)


class Webhook:
    """Is told: says where, until the server has heard it."""

    def __init__(self, bot: TelegramBot, url: str, secret: str, refused: Callable[[str], Awaitable[None]]) -> None:
        """``refused`` is called when the server does not take the address."""
        self._bot = bot
        self._url = url
        self._secret = secret
        self._refused = refused
        self._task: asyncio.Task[None] | None = None
        self._set = False

    async def start(self) -> None:
        self._task = asyncio.create_task(self._announce(), name="webhook")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def check(self) -> str:
        return "" if self._set else "webhook not set yet"

    async def _announce(self) -> None:
        pause = 1.0
        while not self._set:
            try:
                await self._bot.raw(
                    "setWebhook",
                    url=self._url,
                    secret_token=self._secret,
                    max_connections=CONNECTIONS,
                    allowed_updates=list(ALLOWED),
                )
                self._set = True
            except BadRequest as error:
                await self._refused(error.message)
                return
            except TelegramError as error:
                _log.warning("webhook not set", error=type(error).__name__)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 30.0)
