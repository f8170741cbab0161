"""The queue of updates: numbered without gaps upwards, kept until confirmed, one reader at a time.

Order of events can be disturbed on purpose (`disturb`): an update handed out twice, the same event under a new number,
two neighbours swapped. These are the things a receiver on a bad day has to live with.
"""

import asyncio
from collections import deque
from typing import Any

from jxc_bot.sandbox.refusal import conflict
from jxc_bot.sandbox.schema import check

Json = dict[str, Any]

OFF_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
POLL_LIMIT = 100
SWAP_PATIENCE = 1.0  # seconds a held-back update waits for the one that is to overtake it


class UpdateQueue:
    """Updates of one bot."""

    def __init__(self, first_id: int = 1000) -> None:
        self.pending: deque[Json] = deque()
        self.allowed: frozenset[str] | None = None
        self.polls = 0
        self.closed = False
        self._next_id = first_id
        self._news = asyncio.Event()
        self._reader: asyncio.Future[None] | None = None
        self._disturbances: deque[str] = deque()
        self._held: Json | None = None

    def allow(self, kinds: list[str] | None) -> None:
        """Which kinds are queued from now on; None keeps the choice, an empty list is the default choice."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def wants(self, kind: str) -> bool:
        """Whether an update of this kind would be queued now."""
        return kind not in OFF_BY_DEFAULT if self.allowed is None else kind in self.allowed

    def disturb(self, kind: str, times: int = 1) -> None:
        """The next `times` updates: "duplicate" (same id twice), "resend" (again, new id) or "reorder" (swapped)."""
        self._disturbances.extend([kind] * times)

    def settle(self) -> None:
        """Ends all disturbances."""
        self._disturbances.clear()
        self._release()

    def push(self, kind: str, content: Json) -> int | None:
        """Queues one update if its kind is wanted; returns its id."""
        update_id = self._next_id
        self._next_id += 1
        if not self.wants(kind):
            return None
        update = {"update_id": update_id, kind: content}
        check("Update", update)
        disturbance = self._disturbances.popleft() if self._disturbances else ""
        if disturbance == "reorder" and self._held is None:
            self._held = update
            asyncio.get_running_loop().call_later(SWAP_PATIENCE, self._release)
            return update_id
        self.pending.append(update)
        self._release()
        if disturbance == "duplicate":
            self.pending.append(update)
        elif disturbance == "resend":
            self.pending.append({"update_id": self._next_id, kind: content})
            self._next_id += 1
        self._news.set()
        return update_id

    def _release(self) -> None:
        if self._held is not None:
            self.pending.append(self._held)
            self._held = None
            self._news.set()

    def confirm(self, offset: int) -> None:
        """Forgets what lies below `offset`; a negative one keeps the newest -offset updates only."""
        if offset < 0:
            keep = list(self.pending)[offset:]
            self.pending = deque(keep)
        elif offset > 0:
            self.pending = deque(update for update in self.pending if update["update_id"] >= offset)

    def drop(self, update: Json) -> None:
        """Removes one delivered update (webhook); a disturbed double stays."""
        self.pending.remove(update)

    async def fetch(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """Long polling: confirms, then waits up to `seconds` for something; a newer call ends an older one."""
        if self._reader and not self._reader.done():
            self._reader.set_result(None)
        mine = self._reader = asyncio.get_running_loop().create_future()
        self.polls += 1
        self.confirm(offset)
        limit = limit if 0 < limit <= POLL_LIMIT else POLL_LIMIT
        deadline = asyncio.get_running_loop().time() + seconds
        try:
            while not self.pending:
                rest = deadline - asyncio.get_running_loop().time()
                if rest <= 0 or self.closed:
                    return []
                await self._wait(mine, rest)
            return [self.pending[index] for index in range(min(limit, len(self.pending)))]
        finally:
            if self._reader is mine:
                self._reader = None

    async def _wait(self, mine: "asyncio.Future[None]", seconds: float) -> None:
        self._news.clear()
        news: asyncio.Future[Any] = asyncio.ensure_future(self._news.wait())
        either: set[asyncio.Future[Any]] = {news, mine}
        try:
            await asyncio.wait(either, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            news.cancel()
        if mine.done():
            raise conflict("terminated by other getUpdates request; make sure that only one bot instance is running")

    def clear_news(self) -> None:
        """Forgets earlier news; call it before looking, then wait for `news`."""
        self._news.clear()

    async def news(self) -> None:
        """Returns when something was queued since `clear_news`."""
        await self._news.wait()

    def open(self) -> None:
        """Polls may wait: a server is there."""
        self.closed = False

    def close(self) -> None:
        """Lets a waiting poll return at once with nothing; the server is going away."""
        self.closed = True
        self._news.set()
