"""Updates come in: stored and committed, and only then confirmed to Telegram.

``Intake`` stores what either way of receiving brings; ``Poller`` is our own loop over getUpdates. It survives every
answer the server can give, and a jump or a new start of the update numbers: an offset is only used to confirm what
was just stored, and dropped when the server has nothing more.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import structlog
from telegram.error import Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError

from jxc_bot import inbox, logs
from jxc_bot.conversation.message import Event, Incoming
from jxc_bot.database import Database
from jxc_bot.inbox import Closed, Raw, Stored
from jxc_bot.metrics import Metrics
from jxc_bot.platforms.telegram.bot import TelegramBot
from jxc_bot.platforms.telegram.request import LARGEST_FILE
from jxc_bot.platforms.telegram.update import ALLOWED, PLATFORM, Me, event_of, incoming_from, lane_of

POLL_SECONDS = 25
POLL_SLACK = 10.0
BATCH = 100
LONGEST_BACKOFF = 30.0
BREATH = 0.2
STORING_SECONDS = 5.0
"""So long the end of a storing is waited for, when we are to stop."""

_log = structlog.get_logger(__name__)


class Reader:
    """Understands updates; fetches the bytes of files before they are handled."""

    def __init__(self, bot: TelegramBot, me: Me) -> None:
        self._bot = bot
        self.me = me

    async def read(self, body: dict[str, Any]) -> Incoming | None:
        """What the update says, a file's bytes included where they can be had."""
        incoming = incoming_from(body, self.me)
        if incoming is None or incoming.event is not Event.FILE or incoming.file is None:
            return incoming
        file = incoming.file
        if file.size > LARGEST_FILE or not incoming.addressed:
            return incoming
        try:
            content = await self._bot.content(file.reference)
        except TelegramError as error:
            _log.warning("file not fetched", error=type(error).__name__)
            return incoming
        return _with_content(incoming, content)


class Taken(NamedTuple):
    """What ``Intake.take`` did."""

    highest: int | None
    """Of the numbers taken."""
    new: int
    """How many had not been there."""


class Intake:
    """Stores updates and queues them to be handled."""

    def __init__(self, database: Database, queue: Callable[[list[Stored]], None], metrics: Metrics) -> None:
        self._database = database
        self._queue = queue
        self._metrics = metrics
        self._taking: set[asyncio.Task[Taken]] = set()
        self._closed = False

    async def take(self, updates: list[Any]) -> Taken:
        """Stores ``updates`` durably. What has no number cannot be confirmed, and is dropped.

        Once begun it ends, whoever is cancelled meanwhile: what is stored must be queued, too, or it would lie there
        until the next start. Raises Closed.
        """
        if self._closed:
            raise Closed
        taking = asyncio.create_task(self._take(updates))
        self._taking.add(taking)
        taking.add_done_callback(self._taking.discard)
        try:
            return await asyncio.shield(taking)
        except asyncio.CancelledError:
            await asyncio.wait((taking,), timeout=STORING_SECONDS)
            raise

    async def close(self) -> None:
        """Takes nothing more, and waits for what is being stored."""
        self._closed = True
        if self._taking:
            await asyncio.wait(self._taking, timeout=STORING_SECONDS)

    async def _take(self, updates: list[Any]) -> Taken:
        raw: dict[str, Raw] = {}
        highest: int | None = None
        for update in updates:
            number = update.get("update_id") if isinstance(update, Mapping) else None
            if not isinstance(number, int) or isinstance(number, bool):
                _log.error("update without a number dropped")
                continue
            highest = number if highest is None else max(highest, number)
            event = event_of(update)
            raw[event] = (event, lane_of(update), update)
        stored: list[Stored] = []
        if raw:
            stored = await self._database.write(
                partial(inbox.store, platform=PLATFORM, updates=list(raw.values())),
            )
            self._metrics.updates.labels(PLATFORM).inc(len(stored))
            self._metrics.repeated.labels(PLATFORM).inc(len(raw) - len(stored))
            self._queue(stored)
        return Taken(highest, len(stored))


class Poller:
    """Asks for updates, for ever."""

    def __init__(self, bot: TelegramBot, intake: Intake, metrics: Metrics) -> None:
        self._bot = bot
        self._intake = intake
        self._metrics = metrics
        self.answered_at = time.monotonic()
        """When the server last answered as it should."""

    async def run(self) -> None:
        """Polls until cancelled: what is not confirmed comes again."""
        offset: int | None = None
        failures = 0
        while True:
            try:
                offset = await self._poll(offset)
                failures = 0
            except Exception as error:
                failures += 1
                self._metrics.polls_failed.inc()
                pause = _pause(error, failures)
                _log.warning("no updates", error=_reason(error), retry_in=round(pause, 1))
                await asyncio.sleep(pause)

    async def _poll(self, offset: int | None) -> int | None:
        began = time.monotonic()
        updates = await self._bot.raw(
            "getUpdates",
            read_timeout=POLL_SECONDS + POLL_SLACK,
            offset=offset,
            timeout=POLL_SECONDS,
            limit=BATCH,
            allowed_updates=list(ALLOWED),
        )
        if not isinstance(updates, list):
            raise TelegramError("Invalid server response")
        self.answered_at = time.monotonic()
        taken = await self._intake.take(updates)
        if not taken.new and time.monotonic() - began < BREATH:
            await asyncio.sleep(BREATH)  # a server that does not wait for updates, or sends the same again
        return None if taken.highest is None else taken.highest + 1


def _with_content(incoming: Incoming, content: bytes) -> Incoming:
    assert incoming.file is not None
    return replace(incoming, file=replace(incoming.file, content=content, size=len(content)))


def _pause(error: Exception, failures: int) -> float:
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        return wait if isinstance(wait, int) else wait.total_seconds()
    return float(min(0.5 * 2 ** min(failures, 10), LONGEST_BACKOFF))


def _reason(error: Exception) -> str:
    """For the operator, who may have to do something about it."""
    match error:
        case InvalidToken():
            return "the server does not know the bot's token"
        case Conflict():
            return "another process asks for updates of this bot, or a webhook is set"
        case Forbidden():
            return "forbidden"
        case TelegramError():
            return type(error).__name__
    return logs.where(error)
