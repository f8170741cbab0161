"""How fast messages may leave: a place in time is reserved for each, first in its chat, then overall.

Telegram publishes 30 messages a second overall, one a second to one person (short bursts pass), 20 a minute to one
group, and says 429 with the seconds to wait to whoever is faster. ``Rates`` keeps to that from the start, or, where
``learns`` is set (another server than Telegram's own), only once and while the server has said so.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

OVERALL, OVERALL_SPAN = 30, 1.05
GROUP, GROUP_SPAN = 20, 60.5
PERSON_BURST, PERSON_SPAN = 5, 1.02
REMEMBERED = 300.0
BUSY_SERVER = 3
MOST_CHATS = 10_000


@dataclass(slots=True)
class Window:
    """At most ``most`` in any ``span`` seconds."""

    most: int
    span: float
    taken: deque[float] = field(default_factory=deque)

    def reserve(self, now: float) -> float:
        """The moment of the next one."""
        at = now
        if len(self.taken) >= self.most:
            at = max(now, self.taken.popleft() + self.span)
        self.taken.append(at)
        return at


@dataclass(slots=True)
class Bucket:
    """``burst`` at once, then one every ``span`` seconds."""

    burst: int
    span: float
    whole_at: float = 0.0

    def reserve(self, now: float) -> float:
        """The moment of the next one."""
        at = max(now, self.whole_at - (self.burst - 1) * self.span)
        self.whole_at = max(self.whole_at, at) + self.span
        return at


class Rates:
    """The rates of one bot; times are monotonic seconds, waits are seconds."""

    def __init__(self, learns: bool = False, clock: Callable[[], float] = time.monotonic) -> None:
        self._learns = learns
        self._clock = clock
        self._overall = Window(OVERALL, OVERALL_SPAN)
        self._chats: dict[int, Window | Bucket] = {}
        self._refused: dict[int, float] = {}

    def wait_in_chat(self, chat_id: int, is_group: bool) -> float:
        """Reserves the next place in a chat, and returns how long it is until then."""
        now = self._clock()
        if self._learns and self._refused.get(chat_id, -REMEMBERED) < now - REMEMBERED:
            return 0.0
        chat = self._chats.get(chat_id)
        if chat is None:
            if len(self._chats) >= MOST_CHATS:
                self._chats.clear()
            chat = self._chats[chat_id] = self._new(is_group)
        return chat.reserve(now) - now

    def _new(self, is_group: bool) -> Window | Bucket:
        if self._learns:  # the burst is used up already
            return Bucket(1, GROUP_SPAN / GROUP if is_group else PERSON_SPAN)
        return Window(GROUP, GROUP_SPAN) if is_group else Bucket(PERSON_BURST, PERSON_SPAN)

    def wait_overall(self) -> float:
        """Reserves the next place among all."""
        now = self._clock()
        if self._learns and sum(at > now - REMEMBERED for at in self._refused.values()) < BUSY_SERVER:
            return 0.0
        return self._overall.reserve(now) - now

    def refused(self, chat_id: int) -> None:
        """The server has said 429 in a chat."""
        now = self._clock()
        self._refused = {chat: at for chat, at in self._refused.items() if at > now - REMEMBERED}
        self._refused[chat_id] = now
