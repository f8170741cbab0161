"""Delivers the outbox: in order within a chat, chats side by side, no faster than the platform allows.

One process delivers at a time (see ``lock.py``): the rates hold for the bot as a whole. A chat that has to wait, for
its turn or because the platform said so, holds up no other. Of several waiting edits of one panel only the newest
leaves. What has left is marked in batches; a crash before that can repeat those messages.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

import structlog

from jxc_bot import logs, outbox
from jxc_bot.conversation.reply import Reply
from jxc_bot.database import Database
from jxc_bot.delivery import Delivery
from jxc_bot.lock import Lock
from jxc_bot.marks import LINGER, Marks
from jxc_bot.metrics import Metrics
from jxc_bot.parcel import Carrier, Parcel
from jxc_bot.rates import Rates
from models.journal import OutboxState
from models.values import utc_now

PAGE = 200
IN_MEMORY = 20
"""Messages of one chat; the rest waits in the outbox."""
LOOK_EVERY = 1.0
LOOK_EVERY_SHARED = 0.1
"""Where other processes write into the outbox, too."""
BREATH = 0.015
"""Looks are at least this far apart (seconds): under load each finds more."""
URGENT_FOR = timedelta(seconds=60)
_NOTHING = Reply()

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Chat:
    """What is on its way to one chat."""

    id: int
    queue: deque[Parcel] = field(default_factory=deque)
    reserved: bool = False
    """A place in the rates is ours, and not used yet."""


class Courier:
    """Delivers what waits."""

    def __init__(
        self,
        database: Database,
        carriers: Mapping[str, Carrier],
        *,
        rates: Rates | None = None,
        metrics: Metrics | None = None,
    ) -> None:
        self._database = database
        self._rates = rates or Rates()
        self._metrics = metrics or Metrics()
        self._marks = Marks(database)
        self._delivery = Delivery(database, carriers, self._rates, self._metrics, self._marks, self._queue_of)
        self._wake = asyncio.Event()
        self._loading = False
        self._chats: dict[int, Chat] = {}
        self._full: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._running: asyncio.Task[None] | None = None
        self._lock = Lock(database, "courier")
        self.delivers = False
        """Whether it is this process that delivers."""

    def start(self) -> None:
        """Begins to deliver, once no other process does."""
        self._running = asyncio.create_task(self._run(), name="courier")

    def wake(self) -> None:
        """Something was written into the outbox."""
        self._wake.set()

    async def drain(self, seconds: float) -> bool:
        """Delivers what is due, or sees another process deliver it, for at most ``seconds``; False: something is left.

        Whoever has only just started may not deliver yet, because the lock takes a moment.
        """
        self.wake()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            await asyncio.sleep(LINGER)
            if self.delivers and (self._wake.is_set() or self._loading or self._tasks or not self._marks.all_written):
                continue
            if not await self._database.read(partial(outbox.due, most=1)):
                return True
            self.wake()
        return False

    async def stop(self) -> None:
        """Stops at once, and marks what was sent."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
        await self._let_go()
        self._lock.release()

    async def _run(self) -> None:
        while True:
            await self._lock.take()
            self._marks.forget_places()
            self.delivers = True
            looking, lost = asyncio.create_task(self._look()), asyncio.create_task(self._lock.lost())
            try:
                await asyncio.wait((looking, lost), return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in (looking, lost):
                    task.cancel()
                await asyncio.gather(looking, lost, return_exceptions=True)
                self.delivers = False
            _log.warning("another process may deliver now")
            await self._let_go()

    async def _let_go(self) -> None:
        """Leaves what was not sent to whoever delivers next."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for chat in self._chats.values():
            self._marks.drop(chat.queue)
        self._chats.clear()
        self._full.clear()
        await self._marks.close()

    async def _look(self) -> None:
        every = LOOK_EVERY if self._database.is_sqlite else LOOK_EVERY_SHARED
        looked_at = 0.0
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), every)
            await asyncio.sleep(looked_at + BREATH - time.monotonic())
            self._loading = True
            self._wake.clear()
            looked_at = time.monotonic()
            try:
                await self._load()
            except Exception as error:
                _log.warning("outbox not read", error=logs.where(error))
                await asyncio.sleep(1.0)
            finally:
                self._loading = False

    async def _load(self) -> None:
        """Takes everything in hand that may leave, as far as there is room."""
        written, after = self._marks.begin_look(), 0
        try:
            while True:
                full = tuple(self._full)
                found = await self._database.read(partial(outbox.due, blocked=full, after=after, most=PAGE))
                for parcel in self._marks.new(found):
                    self._admit(parcel)
                if len(found) < PAGE:
                    return
                after = found[-1].id
        finally:
            self._marks.end_look(written)

    def _admit(self, parcel: Parcel) -> None:
        if parcel.urgent:
            self._marks.take(parcel)
            self._begin(self._hurry(parcel))
            return
        if parcel.chat_id in self._full:
            return
        chat = self._chats.get(parcel.chat_id)
        if chat is None:
            chat = self._chats[parcel.chat_id] = Chat(parcel.chat_id)
            self._begin(self._serve(chat))
        self._marks.take(parcel)
        chat.queue.append(parcel)
        if len(chat.queue) >= IN_MEMORY:
            self._full.add(chat.id)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _hurry(self, parcel: Parcel) -> None:
        """A toast or a short list: at once or not at all."""
        while utc_now() - parcel.created_at < URGENT_FOR:
            pause = await self._delivery.attempt(parcel)
            if pause is None:
                return
            await asyncio.sleep(pause)
        self._delivery.give_up(parcel, "late")

    async def _serve(self, chat: Chat) -> None:
        while chat.queue:
            parcel = chat.queue[0]
            if self._needless(parcel, chat):
                self._next(chat)
            elif not chat.reserved and not parcel.silent_service:
                await self._reserve(chat, parcel)  # meanwhile a newer edit may have come
            else:
                chat.reserved = False
                pause = await self._delivery.attempt(parcel)
                if pause is not None:
                    await asyncio.sleep(pause)
                elif chat.queue:
                    self._next(chat)
        self._full.discard(chat.id)
        del self._chats[chat.id]

    def _next(self, chat: Chat) -> None:
        chat.queue.popleft()
        if len(chat.queue) <= IN_MEMORY // 2 and chat.id in self._full:
            self._full.discard(chat.id)
            self.wake()

    def _needless(self, parcel: Parcel, chat: Chat) -> bool:
        if parcel.is_gone or parcel.reply == _NOTHING:
            self._delivery.give_up(parcel, "chat gone" if parcel.is_gone else "nothing to send")
            return True
        if _superseded(parcel, chat.queue):
            self._metrics.superseded.inc()
            self._marks.settle(parcel, OutboxState.SENT, "superseded")
            return True
        return False

    async def _reserve(self, chat: Chat, parcel: Parcel) -> None:
        """Waits until the rates let the next message to this chat through."""
        parcel.place = self._marks.place(parcel)
        if not parcel.edits or parcel.is_group:
            wait = self._rates.wait_in_chat(chat.id, parcel.is_group)
            if wait > 0:
                await asyncio.sleep(wait)
        wait = self._rates.wait_overall()
        if wait > 0:
            await asyncio.sleep(wait)
        chat.reserved = True

    def _queue_of(self, chat_id: int) -> deque[Parcel]:
        chat = self._chats.get(chat_id)
        return chat.queue if chat is not None else deque()


def _superseded(parcel: Parcel, queue: deque[Parcel]) -> bool:
    """Whether a later message in the queue edits the same panel anyway."""
    reply = parcel.reply
    if not reply.card or not reply.edit or reply.attachment is not None or parcel.parts_sent:
        return False
    return any(
        later is not parcel and later.reply.card == reply.card and later.reply.edit and later.reply.attachment is None
        for later in queue
    )
