"""A part of the work that only one process at a time may do: ask for updates, deliver messages.

SQLite: a lock on a file beside the database. PostgreSQL: a session's advisory lock on a connection of its own. Either
is let go by the system when the process dies, so that the next one takes over at once.
"""

from __future__ import annotations

import asyncio
import fcntl
import zlib
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from jxc_bot.database import Database

ASK_EVERY = 0.5
LONGEST_LOOK = 5.0
SPACE = 7_311
"""The class of our advisory locks, so that they meet no others."""
GONE_QUIETLY = {
    "tcp_keepalives_idle": 5,
    "tcp_keepalives_interval": 3,
    "tcp_keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
"""How soon (s, s, times, ms) PostgreSQL lets go of a holder whose machine is gone without a word; else, two hours."""


class Lock:
    """The lock ``name`` of a database."""

    def __init__(self, database: Database, name: str) -> None:
        self._database = database
        self._name = name
        self._file: TextIOWrapper | None = None
        self._session: Connection | None = None

    async def take(self) -> None:
        """Waits until the lock is ours."""
        while not await _to_the_end(self.try_now):  # noqa: ASYNC110 - nobody tells us when it is let go
            await asyncio.sleep(ASK_EVERY)

    async def lost(self) -> None:
        """Returns when the lock is ours no more: its connection has broken."""
        while self._file is not None or await _to_the_end(self._alive):  # noqa: ASYNC110
            await asyncio.sleep(ASK_EVERY)

    def try_now(self) -> bool:
        """Whether the lock is ours now."""
        try:
            return self._try_file() if self._database.is_sqlite else self._try_session()
        except DBAPIError:
            self.release()
            return False

    def is_taken(self) -> bool:
        """Whether another process has the lock. Leaves nothing behind that another user could not open."""
        if self._database.is_sqlite and not self._path.exists():
            return False
        try:
            return not self.try_now()
        finally:
            self.release()

    def release(self) -> None:
        """Lets go."""
        if self._file is not None:
            self._file.close()
            self._file = None
        if self._session is not None:
            # The lock lives as long as the connection does, so that must not go back to the pool.
            self._session.invalidate()
            self._session.close()
            self._session = None

    @property
    def _path(self) -> Path:
        return Path(f"{self._database.url.removeprefix('sqlite:///')}.{self._name}.lock")

    def _try_file(self) -> bool:
        file = self._path.open("w")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self._file = file
        return True

    def _try_session(self) -> bool:
        if self._session is None:
            self._session = self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            for setting, value in GONE_QUIETLY.items():
                self._session.execute(text(f"SET {setting} = {value}"))
        query = text("SELECT pg_try_advisory_lock(:space, :key)")
        key = zlib.crc32(self._name.encode()) & 0x7FFFFFFF
        return bool(self._session.execute(query, {"space": SPACE, "key": key}).scalar())

    def _alive(self) -> bool:
        try:
            return self._session is not None and self._session.execute(text("SELECT 1")).scalar() == 1
        except DBAPIError:
            self.release()
            return False


async def _to_the_end(look: Callable[[], bool]) -> bool:
    """Looks in a thread. Who is cancelled meanwhile waits for it: else a lock could be ours after it was let go."""
    looking = asyncio.create_task(asyncio.to_thread(look))
    try:
        return await asyncio.shield(looking)
    except asyncio.CancelledError:
        await asyncio.wait((looking,), timeout=LONGEST_LOOK)
        raise
