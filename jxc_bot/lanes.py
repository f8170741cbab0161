"""Handles what the inbox holds: within a lane (a chat) one after the other, lanes side by side.

A lane keeps few updates in memory; what is beyond that, or was left by a process that died, is read from the inbox
when its turn comes. After each update the lane goes to the end of the queue, so that a flooding chat takes turns
with everybody else. An update that fails is tried again, then parked, and its person told; its lane goes on.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any, Protocol

import structlog
from sqlmodel import Session

from jxc_bot import inbox, logs
from jxc_bot.conversation.message import Incoming
from jxc_bot.database import Database
from jxc_bot.inbox import Stored, Turn
from jxc_bot.metrics import Metrics
from models.values import utc_now

WIDTH = 64
IN_MEMORY = 50
TRIES = 3
PAUSES = (0.1, 1.0)
LONGEST_PAUSE = 30.0
LEFT_BEHIND = timedelta(seconds=10)
SWEEP_EVERY = 5.0

Handler = Callable[[Session, Incoming], None]
"""Handles one thing a person did, in the transaction that marks it done."""
Apology = Callable[[Session, Incoming, str], None]
"""Tells the chat that something went wrong, under which error id."""

_log = structlog.get_logger(__name__)


class Reads(Protocol):
    """The half of an adapter that understands updates."""

    async def read(self, body: dict[str, Any]) -> Incoming | None:
        """What the update says; None: nothing for us. Raises whatever it likes when it is malformed."""


@dataclass(slots=True)
class Lane:
    """What waits in one chat: the oldest in memory, ``more`` in the inbox."""

    platform: str
    name: str
    queue: deque[Stored] = field(default_factory=deque)
    more: bool = False
    stumbles: int = 0


class Lanes:
    """The workers of one process."""

    def __init__(
        self,
        database: Database,
        platforms: Mapping[str, Reads],
        handler: Handler,
        *,
        apology: Apology | None = None,
        handled: Callable[[], None] = lambda: None,
        metrics: Metrics | None = None,
        width: int = WIDTH,
    ) -> None:
        """``handled`` is called after each commit: something may wait in the outbox."""
        self._database = database
        self._platforms = platforms
        self._handler = handler
        self._apology = apology
        self._handled = handled
        self._metrics = metrics or Metrics()
        self._width = width
        self._lanes: dict[tuple[str, str], Lane] = {}
        self._ready: asyncio.Queue[Lane | None] = asyncio.Queue()
        self._workers: list[asyncio.Task[None]] = []
        self._sweeper: asyncio.Task[None] | None = None
        self._stopping = False
        self._idle = asyncio.Event()
        self._idle.set()

    async def start(self) -> None:
        """Takes up what an earlier process left, and whatever is put in from now on."""
        self._adopt(await self._database.read(inbox.waiting_lanes))
        self._workers = [asyncio.create_task(self._work(), name=f"lane-{n}") for n in range(self._width)]
        self._sweeper = asyncio.create_task(self._sweep(), name="inbox-sweeper")

    def put(self, updates: list[Stored]) -> None:
        """Queues updates just stored."""
        for row in updates:
            lane = self._lane(row.platform, row.lane)
            if lane.more or len(lane.queue) >= IN_MEMORY:
                lane.more = True
            else:
                lane.queue.append(row)

    async def drain(self, seconds: float) -> bool:
        """Waits until nothing is left in the lanes; False when ``seconds`` were not enough."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), seconds)
        return not self._lanes

    async def stop(self) -> None:
        """Finishes the updates that are being handled; the others wait in the inbox."""
        self._stopping = True
        if self._sweeper is not None:
            self._sweeper.cancel()
        for _ in self._workers:
            self._ready.put_nowait(None)
        await asyncio.gather(*self._workers)

    def _lane(self, platform: str, name: str) -> Lane:
        lane = self._lanes.get((platform, name))
        if lane is None:
            lane = self._lanes[platform, name] = Lane(platform, name)
            self._ready.put_nowait(lane)
            self._count()
        return lane

    def _count(self) -> None:
        self._metrics.lanes.set(len(self._lanes))
        if self._lanes:
            self._idle.clear()
        else:
            self._idle.set()

    def _adopt(self, found: list[tuple[str, str]]) -> None:
        for platform, name in found:
            if platform in self._platforms:
                self._lane(platform, name).more = True

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_EVERY)
            try:
                self._adopt(await self._database.read(partial(inbox.waiting_lanes, before=utc_now() - LEFT_BEHIND)))
            except Exception as error:
                _log.warning("inbox not swept", error=logs.where(error))

    async def _work(self) -> None:
        while (lane := await self._ready.get()) is not None:
            if self._stopping:
                continue
            try:
                pause = await self._step(lane)
            except Exception as error:
                # The database is away: nothing is counted, the update waits for it.
                lane.stumbles += 1
                pause = min(0.1 * 2**lane.stumbles, LONGEST_PAUSE)
                _log.warning("inbox stumbled", error=logs.where(error))
            if pause:
                asyncio.get_running_loop().call_later(pause, self._ready.put_nowait, lane)
            elif lane.queue or lane.more:
                self._ready.put_nowait(lane)
            else:
                del self._lanes[lane.platform, lane.name]
                self._count()

    async def _step(self, lane: Lane) -> float:
        """Handles the lane's next update, and returns how long the lane has to pause."""
        if not lane.queue:
            await self._fill(lane)
            if not lane.queue:
                return 0.0
        row, began = lane.queue[0], time.perf_counter()
        try:
            incoming = await self._platforms[row.platform].read(row.body)
        except Exception as error:
            await self._park_malformed(row, error)
            lane.queue.popleft()
            return 0.0
        try:
            turn = await self._database.write(partial(self._handle, row, incoming))
        except Exception as error:
            return await self._stumble(lane, row, incoming, error)
        lane.stumbles = 0
        if turn is Turn.NOT_YET:
            lane.queue.clear()
            lane.more = True
            return 0.0
        lane.queue.popleft()
        if turn is Turn.TAKEN:
            self._metrics.handled.inc()
            self._metrics.handling.observe(time.perf_counter() - began)
            self._handled()
        return 0.0

    def _handle(self, row: Stored, incoming: Incoming | None, db: Session) -> Turn:
        turn = inbox.take(db, row)
        if turn is Turn.TAKEN and incoming is not None:
            self._handler(db, incoming)
        return turn

    async def _fill(self, lane: Lane) -> None:
        lane.more = False
        try:
            rows = await self._database.read(
                partial(inbox.of_lane, platform=lane.platform, lane=lane.name, most=IN_MEMORY)
            )
        except BaseException:
            lane.more = True
            raise
        lane.queue = deque(rows)
        lane.more = lane.more or len(rows) == IN_MEMORY

    async def _stumble(self, lane: Lane, row: Stored, incoming: Incoming | None, error: Exception) -> float:
        self._metrics.failed.inc()
        told = logs.error_id()
        parked = await self._database.write(partial(self._fail, row, incoming, told, f"{told} {logs.where(error)}"))
        _log.error("update failed", id=told, parked=parked, event_id=row.event, error=logs.where(error))
        if not parked:
            lane.stumbles += 1
            return PAUSES[min(lane.stumbles, len(PAUSES)) - 1]
        lane.stumbles = 0
        lane.queue.popleft()
        self._metrics.parked.inc()
        self._handled()
        return 0.0

    def _fail(self, row: Stored, incoming: Incoming | None, told: str, error: str, db: Session) -> bool:
        if not inbox.failed(db, row, error, TRIES):
            return False
        if self._apology is not None and incoming is not None and incoming.addressed:
            try:
                with db.begin_nested():
                    self._apology(db, incoming, told)
            except Exception as broken:
                _log.error("no apology", id=told, error=logs.where(broken))
        return True

    async def _park_malformed(self, row: Stored, error: Exception) -> None:
        told = logs.error_id()
        await self._database.write(partial(inbox.park, row=row, error=f"{told} malformed: {logs.where(error)}"))
        _log.error("malformed update parked", id=told, event_id=row.event, error=logs.where(error))
        self._metrics.parked.inc()
