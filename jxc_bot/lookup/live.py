"""An index that keeps up with the database: what one process adds, every other finds in its next message.

The database counts its changes. Before a query the number is asked for, which is cheap, and only what changed since is
put or removed. When the tail of latecomers has grown long, a thread builds a new index beside the old one and swaps.
"""

import logging
from collections.abc import Callable, Iterable
from threading import Lock, Thread

from jxc_bot.lookup.entry import Context, Entry, Found, Key
from jxc_bot.lookup.index import Index

NOW = 1 << 62
"""Past every change number: `changes(NOW)` tells the present number and no changes."""

Load = Callable[[], Iterable[Entry]]
Changes = Callable[[int], tuple[int, list[Entry], list[Key]]]

_LONG_TAIL = 4_000
log = logging.getLogger(__name__)


class LiveIndex:
    """Holds the one index of a process.

    `load()` gives all entries; `changes(n)` gives the present change number with the entries that were added or
    changed, and the keys that are gone, after change n. Both may be called from a background thread.
    """

    def __init__(self, load: Load, changes: Changes, *, long_tail: int = _LONG_TAIL) -> None:
        self._load = load
        self._changes = changes
        self._long_tail = long_tail
        self._lock = Lock()
        self._index: Index | None = None
        self._number = -1
        self._folding: Thread | None = None

    @property
    def index(self) -> Index:
        """The index as of the last `ensure_fresh`; built on first use."""
        return self._index if self._index is not None else self.ensure_fresh()

    def ensure_fresh(self) -> Index:
        """Take over what changed since the last call; call it before each message's queries."""
        with self._lock:
            if self._index is None:
                self._number, self._index = self._built()
            else:
                self._number = self._caught_up(self._index, self._number)
            if self._index.tail > self._long_tail and (self._folding is None or not self._folding.is_alive()):
                self._folding = Thread(target=self._fold, name="lookup-fold", daemon=True)
                self._folding.start()
            return self._index

    def search(self, query: str, *, limit: int = 5, context: Context | None = None) -> Found:
        """A query on fresh data."""
        return self.ensure_fresh().search(query, limit=limit, context=context)

    def _built(self) -> tuple[int, Index]:
        number, _, _ = self._changes(NOW)
        return number, Index.build(self._load())

    def _caught_up(self, index: Index, since: int) -> int:
        number, changed, gone = self._changes(since)
        if number != since:
            for key in gone:
                index.remove(key)
            for entry in changed:
                index.put(entry)
        return number

    def _fold(self) -> None:
        """In a thread: build anew, catch up, swap. A failure leaves the old index at work."""
        try:
            number, index = self._built()
            with self._lock:
                self._number = self._caught_up(index, number)
                self._index = index
        except Exception:
            log.exception("the look-up could not be rebuilt; the old one stays")
