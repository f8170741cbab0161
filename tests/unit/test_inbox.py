"""The inbox: each update handled once, in order within its chat, and none holds up the others."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlmodel import Session

from jxc_bot import inbox, lanes
from jxc_bot.apology import apology
from jxc_bot.conversation.message import Incoming
from jxc_bot.conversation.reply import Reply
from jxc_bot.database import Database
from jxc_bot.inbox import INBOX, Turn
from jxc_bot.lanes import Lanes
from jxc_bot.outbox import OUTBOX, enqueue
from models.operation import Company
from models.values import utc_now
from tests.unit.inbox_given import PLATFORM, Simple, chat, outbox, states, stored, until


class Notebook:
    """A handler that writes down what it handled, in the transaction; and stumbles where it is told to."""

    def __init__(self, database: Database) -> None:
        self.chat_id = chat(database, "notebook")
        self.broken: set[str] = set()
        self.tries: dict[str, int] = defaultdict(int)

    def __call__(self, db: Session, incoming: Incoming) -> None:
        enqueue(db, self.chat_id, Reply(text=f"{incoming.chat.address}:{incoming.text}"))
        self.tries[incoming.text] += 1
        if incoming.text in self.broken:
            raise ZeroDivisionError(f"secret of {incoming.sender.name}")

    def read(self, database: Database) -> dict[str, list[str]]:
        """What was handled and committed, by chat."""
        told: dict[str, list[str]] = defaultdict(list)
        for text, _, _ in outbox(database):
            where, _, what = text.partition(":")
            told[where].append(what)
        return told


@asynccontextmanager
async def working(database: Database, handler: Notebook, **more):
    running = Lanes(database, {PLATFORM: Simple()}, handler, **more)
    await running.start()
    try:
        yield running
    finally:
        await running.stop()


def test_an_update_is_stored_once(database: Database) -> None:
    assert len(stored(database, (1, "a", "x"), (2, "a", "y"))) == 2
    again = stored(database, (2, "a", "y"), (3, "a", "z"), (3, "a", "z"))
    assert [row.event for row in again] == ["3"]
    assert stored(database) == []


def test_an_update_is_taken_once_and_never_before_an_older_one(database: Database) -> None:
    first, second, other = stored(database, (1, "a", "x"), (2, "a", "y"), (3, "b", "z"))
    take = lambda row: database.write_now(lambda db: inbox.take(db, row))
    assert take(second) is Turn.NOT_YET
    assert take(other) is Turn.TAKEN
    assert take(first) is Turn.TAKEN
    assert take(first) is Turn.GONE
    assert take(second) is Turn.TAKEN


async def test_order_holds_within_a_chat_and_chats_run_side_by_side(database: Database) -> None:
    notes = Notebook(database)
    async with working(database, notes) as running:
        for n in range(120):
            running.put(stored(database, (n, f"c{n % 6}", str(n))))
        assert await running.drain(10)
    told = notes.read(database)
    assert {where: len(what) for where, what in told.items()} == {f"c{n}": 20 for n in range(6)}
    assert all(what == sorted(what, key=int) for what in told.values())


async def test_what_an_earlier_process_left_is_taken_up_at_the_start(database: Database) -> None:
    notes = Notebook(database)
    stored(database, *((n, "a", str(n)) for n in range(130)))
    async with working(database, notes) as running:
        running.put(stored(database, (500, "a", "500")))
        assert await running.drain(10)
    assert notes.read(database)["a"] == [*map(str, range(130)), "500"]


async def test_a_flooding_chat_takes_turns_with_the_others(sqlite_database: Database) -> None:
    notes = Notebook(sqlite_database)
    async with working(sqlite_database, notes, width=1) as running:
        running.put(stored(sqlite_database, *((n, "flood", str(n)) for n in range(200))))
        running.put(stored(sqlite_database, (900, "quiet", "hello")))
        assert await running.drain(20)
    told = [text for text, _, _ in outbox(sqlite_database)]
    assert told.index("quiet:hello") < 10
    assert len(told) == 201


async def test_a_poison_update_is_parked_with_an_apology_and_its_chat_goes_on(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(lanes, "PAUSES", (0.01, 0.01))
    notes = Notebook(database)
    notes.broken = {"bad"}
    async with working(database, notes, apology=apology(Company())) as running:
        running.put(stored(database, (1, "a", "ok"), (2, "a", "bad"), (3, "a", "after"), (4, "b", "other")))
        assert await running.drain(10)
    assert states(database) == {"1": "done", "2": "parked", "3": "done", "4": "done"}
    assert notes.tries["bad"] == lanes.TRIES
    told = notes.read(database)
    assert (told["a"], told["b"]) == (["ok", "after"], ["other"])
    error = database.read_now(lambda db: db.scalar(select(INBOX.c.error).where(INBOX.c.event == "2")))
    number = error.split()[0]
    assert "ZeroDivisionError" in error
    assert [text for text, _, _ in outbox(database) if number in text]
    assert "secret" not in error
    assert "secret" not in caplog.text


async def test_a_failure_that_passes_is_tried_again_and_leaves_no_trace(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "PAUSES", (0.01, 0.01))
    notes = Notebook(database)
    notes.broken = {"x"}

    async def mend() -> None:
        await until(lambda: notes.tries["x"] == 2)
        notes.broken = set()

    async with working(database, notes, apology=apology(Company())) as running:
        mending = asyncio.create_task(mend())
        running.put(stored(database, (1, "a", "x")))
        assert await running.drain(10)
        await mending
    assert states(database) == {"1": "done"}
    assert notes.read(database) == {"a": ["x"]}


async def test_a_broken_apology_does_not_keep_the_poison(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "PAUSES", (0.01, 0.01))
    notes = Notebook(database)
    notes.broken = {"bad"}

    def sorry(db: Session, incoming: Incoming, told: str) -> None:
        db.execute(select(func.nothing_of_the_kind()))

    async with working(database, notes, apology=sorry) as running:
        running.put(stored(database, (1, "a", "bad"), (2, "a", "after")))
        assert await running.drain(10)
    assert states(database) == {"1": "parked", "2": "done"}


async def test_malformed_and_ignored_updates_are_out_of_the_way(database: Database) -> None:
    notes = Notebook(database)
    raw = [
        ("1", "a", {"what": "is this"}),
        ("2", "a", {"ignored": True}),
        ("3", "a", {"n": 3, "chat": "a", "text": "ok"}),
    ]
    async with working(database, notes) as running:
        running.put(database.write_now(lambda db: inbox.store(db, PLATFORM, raw)))
        assert await running.drain(10)
    assert states(database) == {"1": "parked", "2": "done", "3": "done"}


async def test_while_the_database_is_away_nothing_is_counted(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = Notebook(sqlite_database)
    write, away = sqlite_database.write, [True]

    async def broken(function):
        if away:
            raise OSError("gone")
        return await write(function)

    monkeypatch.setattr(sqlite_database, "write", broken)
    async with working(sqlite_database, notes) as running:
        running.put(stored(sqlite_database, (1, "a", "x")))
        await asyncio.sleep(0.1)
        away.clear()
        assert await running.drain(10)
    assert states(sqlite_database) == {"1": "done"}
    assert notes.read(sqlite_database) == {"a": ["x"]}


async def test_two_processes_share_an_inbox_without_doubling_or_disorder(postgres_url: str) -> None:
    one, two = Database(postgres_url), Database(postgres_url)
    notes = Notebook(one)
    async with working(one, notes) as first, working(two, notes) as second:
        for n in range(120):
            rows = stored(one, (n, f"c{n % 4}", str(n)))
            (first if n % 2 else second).put(rows)
            if n % 10 == 0:
                first.put(rows)
                second.put(rows)
        assert await first.drain(15)
        assert await second.drain(15)
    told = notes.read(one)
    assert {where: len(what) for where, what in told.items()} == {f"c{n}": 30 for n in range(4)}
    assert all(what == sorted(what, key=int) for what in told.values())
    one.close()
    two.close()


async def test_what_a_dead_process_left_is_swept_up_by_a_living_one(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "SWEEP_EVERY", 0.05)
    notes = Notebook(sqlite_database)
    async with working(sqlite_database, notes):
        stored(sqlite_database, (1, "a", "left"))
        long_ago = update(INBOX).values(received_at=utc_now() - timedelta(minutes=1))
        sqlite_database.write_now(lambda db: db.execute(long_ago))
        await until(lambda: states(sqlite_database) == {"1": "done"})


def test_old_updates_are_pruned_and_parked_ones_kept(database: Database) -> None:
    stored(database, (1, "a", "x"), (2, "a", "y"), (3, "a", "z"))

    def age(db: Session) -> None:
        old = utc_now() - timedelta(days=15)
        db.execute(update(INBOX).where(INBOX.c.event != "3").values(done_at=old, state="done"))
        db.execute(update(INBOX).where(INBOX.c.event == "2").values(state="parked"))

    database.write_now(age)
    assert database.write_now(inbox.prune) == 1
    assert states(database) == {"2": "parked", "3": "new"}
    assert database.read_now(lambda db: db.scalar(select(func.count()).select_from(OUTBOX))) == 0
