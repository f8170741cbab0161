"""The engine, and the transaction: one function, one commit.

``write(fn)`` runs ``fn(session)`` in a transaction, commits, and returns what it returned; what it raises rolls
everything back. Lost races are repeated. SQLite has one writer thread with group commit: up to 64 waiting
functions run in a savepoint each and share one COMMIT (one fsync); a caller gets its answer after that.
PostgreSQL has a small pool of threads, where the server itself groups commits; there document numbers are taken
apart from the transaction, so that nobody waits for another's fsync to get the next one.
"""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, IntegrityError, InvalidatePoolError, OperationalError
from sqlalchemy.pool import QueuePool
from sqlmodel import Session

from models.errors import Conflict
from models.numbering import APART

T = TypeVar("T")
GROUP = 64
TRIES = 8
THREADS = 4
"""Threads that read, and on PostgreSQL also write. More of them only hand the interpreter round and round."""
RESTED = 5.0
"""Seconds without use after which a connection is asked whether it still stands."""
UNIQUE_VIOLATION = "23505"


class Database:
    """One database, opened for this process."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        self.engine = _sqlite(url, immediate=True) if self.is_sqlite else _postgresql(url)
        self._reading = _sqlite(url, immediate=False) if self.is_sqlite else _snapshots(self.engine)
        self._numbers = None if self.is_sqlite else _numbers(url)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="database")
        self._writer = _Writer(self.engine) if self.is_sqlite else None

    def write_now(self, function: Callable[[Session], T]) -> T:
        """Runs ``function`` in a transaction and waits. Raises what it raises, after rolling back."""
        return self._submit(function).result()

    async def write(self, function: Callable[[Session], T]) -> T:
        """The same, without holding up the event loop."""
        return await asyncio.wrap_future(self._submit(function))

    def read_now(self, function: Callable[[Session], T]) -> T:
        """Runs ``function`` on a consistent snapshot; nothing it does is kept."""
        for again in (True, False):
            try:
                with Session(self._reading, expire_on_commit=False) as session:
                    return function(session)
            except DBAPIError as error:
                if not again or not _is_cut_off(error):
                    raise
        raise AssertionError("unreachable")

    async def read(self, function: Callable[[Session], T]) -> T:
        """The same, without holding up the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.read_now, function)

    def close(self) -> None:
        """Finishes what was submitted and lets go of every connection."""
        if self._writer is not None:
            self._writer.stop()
        self._threads.shutdown(wait=True)
        for engine in (self._reading, self.engine, self._numbers):
            if engine is not None:
                engine.dispose()

    def _submit(self, function: Callable[[Session], T]) -> Future[T]:
        if self._writer is not None:
            return self._writer.submit(function)
        return self._threads.submit(self._in_own_transaction, function)

    def _in_own_transaction(self, function: Callable[[Session], T]) -> T:
        for attempt in range(TRIES):
            with Session(self.engine, expire_on_commit=False, info={APART: self._numbers}) as session:
                committing = False
                try:
                    result = function(session)
                    committing = True
                    session.commit()
                    return result
                except (Conflict, DBAPIError) as error:
                    session.rollback()
                    # Whether a commit whose answer was lost has happened, nobody knows: it is not repeated here.
                    again = _is_lost_race(error) or (_is_cut_off(error) and not committing)
                    if not again or attempt == TRIES - 1:
                        raise
            time.sleep(0.005 * 2**attempt)
        raise AssertionError("unreachable")


def _is_lost_race(error: BaseException) -> bool:
    """Whether the same again may succeed: a deadlock, a serialisation failure, or a key somebody else just wrote."""
    if isinstance(error, Conflict):
        return True
    if isinstance(error, IntegrityError):
        # On PostgreSQL somebody may have written the same key since we looked; whoever looks again will see it.
        # SQLite has one writer, who sees everything: there it is a mistake.
        return getattr(error.orig, "sqlstate", "") == UNIQUE_VIOLATION
    if isinstance(error, OperationalError):
        state = getattr(error.orig, "sqlstate", "")
        return state in ("40001", "40P01") or "database is locked" in str(error.orig)
    return False


def _is_cut_off(error: BaseException) -> bool:
    """Whether the connection broke: the server was restarted since it was last used."""
    return isinstance(error, DBAPIError) and error.connection_invalidated


class _Writer:
    """SQLite's only writer: a thread that groups waiting functions into one commit."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._queue: queue.SimpleQueue[tuple[Callable[[Session], Any], Future[Any]] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="database-writer", daemon=True)
        self._thread.start()
        self._stopped = False

    def submit(self, function: Callable[[Session], T]) -> Future[T]:
        if self._stopped:
            raise RuntimeError("the database is closed")
        future: Future[T] = Future()
        self._queue.put((function, future))
        return future

    def stop(self) -> None:
        self._stopped = True
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        open_for_work = True
        while open_for_work:
            job = self._queue.get()
            batch = []
            while job is not None:
                batch.append(job)
                if len(batch) == GROUP or self._queue.empty():
                    break
                job = self._queue.get()
            open_for_work = job is not None
            # Who has given up meanwhile does not want it done; who gives up later does so in vain.
            batch = [(function, future) for function, future in batch if future.set_running_or_notify_cancel()]
            if batch:
                self._commit(batch)

    def _commit(self, batch: list[tuple[Callable[[Session], Any], Future[Any]]]) -> None:
        answers: list[tuple[Future[Any], Any, BaseException | None]] = []
        try:
            with self._engine.connect() as connection, connection.begin():
                for function, future in batch:
                    answers.append((future, *_in_savepoint(connection, function)))
        except BaseException as broken:
            answers = [(future, None, broken) for _, future in batch]
        for future, result, error in answers:
            if error is None:
                future.set_result(result)
            else:
                future.set_exception(error)


def _in_savepoint(connection: Any, function: Callable[[Session], Any]) -> tuple[Any, BaseException | None]:
    for attempt in range(TRIES):
        session = Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
        with session:
            try:
                result = function(session)
                session.commit()
                return result, None
            except BaseException as error:
                session.rollback()
                if not _is_lost_race(error) or attempt == TRIES - 1:
                    return None, error
    raise AssertionError("unreachable")


def _sqlite(url: str, *, immediate: bool) -> Engine:
    path = url.removeprefix("sqlite:///")
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, poolclass=QueuePool, connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def _open(connection: Any, record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        # A deferred transaction that reads first cannot become a writer when another wrote meanwhile.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def _postgresql(url: str, size: int = 2 * THREADS) -> Engine:
    url = url.replace("postgresql://", "postgresql+psycopg://", 1).replace("postgres://", "postgresql+psycopg://", 1)
    engine = create_engine(url, pool_size=size, max_overflow=4, pool_recycle=1800)

    @event.listens_for(engine, "checkin")
    def _rest(connection: Any, record: Any) -> None:
        record.info["rested"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _stands(connection: Any, record: Any, proxy: Any) -> None:
        # Asked before every use it would cost a round trip a transaction.
        if time.monotonic() - record.info.get("rested", time.monotonic()) > RESTED:
            try:
                engine.dialect.do_ping(connection)
            except engine.dialect.loaded_dbapi.Error as error:
                raise InvalidatePoolError from error

    return engine


def _snapshots(engine: Engine) -> Engine:
    """The same connections for readers of several tables, who have to see one state of all of them."""
    return engine.execution_options(isolation_level="REPEATABLE READ")


def _numbers(url: str) -> Engine:
    """Connections on which a document number is taken at once and for good, without waiting for the disk.

    The log is written in order: a document that is durable was preceded by its number, so none is given twice.
    """
    engine = _postgresql(url, size=2).execution_options(isolation_level="AUTOCOMMIT")

    @event.listens_for(engine, "connect")
    def _hurry(connection: Any, record: Any) -> None:
        connection.execute("SET synchronous_commit = off")
        connection.commit()

    return engine
