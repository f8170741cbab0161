"""One try to deliver one message, and what follows from how it ended."""

from __future__ import annotations

import asyncio
import random
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial

import structlog
from sqlalchemy.exc import SQLAlchemyError

from jxc_bot import chats, logs, outbox
from jxc_bot.database import Database
from jxc_bot.marks import Marks
from jxc_bot.metrics import Metrics
from jxc_bot.parcel import Carrier, Gone, Later, Moved, Parcel, Rejected, Undelivered, Unreachable, Unsure
from jxc_bot.rates import Rates
from models.journal import OutboxState
from models.values import utc_now

WIDTH = 64
GIVE_UP = timedelta(hours=24)
LONGEST_BACKOFF = 60.0

_log = structlog.get_logger(__name__)


class Delivery:
    """Tries. ``queue_of`` gives what else is in hand for a chat."""

    def __init__(
        self,
        database: Database,
        carriers: Mapping[str, Carrier],
        rates: Rates,
        metrics: Metrics,
        marks: Marks,
        queue_of: Callable[[int], deque[Parcel]],
    ) -> None:
        self._database = database
        self._carriers = carriers
        self._rates = rates
        self._metrics = metrics
        self._marks = marks
        self._queue_of = queue_of
        self._slots = asyncio.Semaphore(WIDTH)

    async def attempt(self, parcel: Parcel) -> float | None:
        """Tries to deliver; seconds until the next try, or None: it is settled."""
        parcel.place = self._marks.place(parcel)
        try:
            if (enclosed := parcel.reply.attachment) is not None and parcel.enclosure is None:
                parcel.enclosure = await self._database.read(partial(outbox.enclosure, attachment_id=enclosed))
            shown = await self._carry(parcel)
            self._metrics.sent.inc()
            self._metrics.waiting.observe(max(0.0, (utc_now() - parcel.due_at).total_seconds()))
            self._marks.settle(parcel, OutboxState.SENT, place=shown)
            return None
        except Undelivered as problem:
            try:
                return await self._undelivered(parcel, problem)
            except SQLAlchemyError as error:
                _log.warning("outbox not written", error=logs.where(error))
        except SQLAlchemyError as error:
            _log.warning("attachment not read", error=logs.where(error))
        return 1.0

    async def _carry(self, parcel: Parcel) -> str:
        async with self._slots:
            began = time.perf_counter()
            try:
                return await self._carriers[parcel.platform].carry(parcel)
            except Undelivered:
                raise
            except Exception as error:
                told = logs.error_id()
                _log.error("message cannot be sent", id=told, outbox_id=parcel.id, error=logs.where(error))
                raise Rejected(f"{told} {logs.where(error)}") from error
            finally:
                self._metrics.calling.observe(time.perf_counter() - began)

    async def _undelivered(self, parcel: Parcel, problem: Undelivered) -> float | None:
        self._metrics.retries.labels(type(problem).__name__.lower()).inc()
        match problem:
            case Later():
                self._rates.refused(parcel.chat_id)
                return problem.seconds + random.uniform(0, 0.1)
            case Unreachable() if utc_now() - parcel.due_at < GIVE_UP:
                parcel.tries += 1
                return float(min(0.25 * 2**parcel.tries, LONGEST_BACKOFF) * random.uniform(0.8, 1.2))
            case Unsure():
                # It may be there already: twice is worse than, rarely, not at all, since the facts are in the ledger.
                self._marks.settle(parcel, OutboxState.SENT, f"unsure: {problem}")
            case Moved():
                move = partial(chats.moved, platform=parcel.platform, old=parcel.address, new=problem.address)
                await asyncio.shield(self._database.write(move))
                self._follow(parcel, problem.address)
                return 0.0
            case Gone():
                gone = partial(chats.gone, chat_id=parcel.chat_id, reason=str(problem))
                await asyncio.shield(self._database.write(gone))
                self._forget(parcel)
            case _:
                _log.error("message not delivered", outbox_id=parcel.id, reason=str(problem))
                self.give_up(parcel, str(problem))
        return None

    def _follow(self, parcel: Parcel, address: str) -> None:
        """The chat has moved: what is in hand goes there, anew, since messages are numbered anew."""
        for other in (parcel, *self._queue_of(parcel.chat_id)):
            other.address, other.place = address, ""
            other.reply = replace(other.reply, message="", reply_to="")
        self._marks.forget_places(parcel.chat_id)

    def _forget(self, parcel: Parcel) -> None:
        """Nothing more goes to this chat; its rows are settled already."""
        queue = self._queue_of(parcel.chat_id)
        gone = {other.id: other for other in (parcel, *queue)}
        self._metrics.given_up.inc(len(gone))
        self._marks.drop(gone.values())
        queue.clear()

    def give_up(self, parcel: Parcel, reason: str) -> None:
        """It will not be sent."""
        self._metrics.given_up.inc()
        self._marks.settle(parcel, OutboxState.GIVEN_UP, reason)
