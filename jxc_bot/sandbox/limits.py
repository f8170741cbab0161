"""How much a bot may send: Telegram's published rates, counted the way a strict Telegram would.

30 messages a second overall, one a second to one person (a short burst is let through), 20 a minute to one group. What
goes beyond that is refused with the number of seconds to wait. Edits count overall and in groups; an album counts
each of its messages.
"""

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from jxc_bot.sandbox.refusal import too_many_requests


@dataclass
class Limits:
    """The rates and what was used of them; `clock` is monotonic seconds."""

    overall_per_second: int = 30
    private_per_second: float = 1.0
    private_burst: int = 5
    group_per_minute: int = 20
    clock: Callable[[], float] = time.monotonic
    _overall: deque[float] = field(default_factory=deque)
    _groups: dict[int, deque[float]] = field(default_factory=dict)
    _people: dict[int, float] = field(default_factory=dict)  # when the chat's burst will be whole again

    def spend(self, chat_id: int, private: bool, messages: int = 1, edit: bool = False) -> None:
        """Counts messages to a chat; raises the 429 refusal, counting nothing, when they are too many."""
        now = self.clock()
        wait = self._window_wait(self._overall, now, 1.0, self.overall_per_second, messages)
        group = None if private else self._groups.setdefault(chat_id, deque())
        if group is not None:
            wait = max(wait, self._window_wait(group, now, 60.0, self.group_per_minute, messages))
        whole_at = max(self._people.get(chat_id, now), now)
        cost = messages / self.private_per_second
        if private and not edit:
            wait = max(wait, whole_at + cost - now - self.private_burst / self.private_per_second)
        if wait > 1e-9:
            raise too_many_requests(max(1, math.ceil(wait)))
        self._overall.extend([now] * messages)
        if group is not None:
            group.extend([now] * messages)
        elif not edit:
            self._people[chat_id] = whole_at + cost

    @staticmethod
    def _window_wait(sent: deque[float], now: float, span: float, most: int, messages: int) -> float:
        """Seconds until `messages` more fit into a sliding window of `span` seconds that holds `most`."""
        while sent and sent[0] <= now - span:
            sent.popleft()
        excess = len(sent) + messages - most
        return sent[min(excess, len(sent)) - 1] + span - now if excess > 0 and sent else 0.0
