"""Transactions: what readers see, what numbers cost, and what happens when the server goes away."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlmodel import Session, select

from jxc_bot import database as module
from jxc_bot.database import Database
from models.errors import Conflict
from models.location import Warehouse
from models.numbering import next_number
from tests.postgres import Server

DAY = date(2026, 11, 24)


def number(db: Session) -> str:
    return next_number(db, "RK", DAY)


def test_numbers_are_counted_up_and_given_once(database: Database) -> None:
    with ThreadPoolExecutor(16) as callers:
        given = list(callers.map(lambda _: database.write_now(number), range(60)))
    assert sorted(given) == [f"RK-20261124-{n:03d}" for n in range(1, 61)]


def test_a_transaction_that_goes_on_keeps_nobody_waiting_for_a_number(postgres_database: Database) -> None:
    taken, enough = threading.Event(), threading.Event()

    def slowly(db: Session) -> str:
        mine = number(db)
        taken.set()
        assert enough.wait(20)
        return mine

    with ThreadPoolExecutor(1) as caller:
        slow = caller.submit(postgres_database.write_now, slowly)
        assert taken.wait(20)
        quick = postgres_database.write_now(number)
        enough.set()
        assert (slow.result(), quick) == ("RK-20261124-001", "RK-20261124-002")


def test_a_transaction_that_is_repeated_gets_another_number(postgres_database: Database) -> None:
    tries = []

    def twice(db: Session) -> str:
        tries.append(number(db))
        if len(tries) == 1:
            raise Conflict
        return tries[-1]

    assert postgres_database.write_now(twice) == "RK-20261124-002"


def test_a_reader_of_several_tables_sees_one_state_of_them(database: Database) -> None:
    def names(db: Session) -> list[str]:
        return list(db.exec(select(Warehouse.name)))

    def while_somebody_writes(db: Session) -> tuple[list[str], list[str]]:
        before = names(db)
        database.write_now(lambda other: other.add(Warehouse(code="N", name="新仓")))
        db.expire_all()
        return before, names(db)

    before, after = database.read_now(while_somebody_writes)
    assert before == after
    assert "新仓" in database.read_now(names)


@pytest.mark.parametrize("rested", [True, False], ids=["after a rest", "at once"])
def test_after_a_restart_of_the_server_everything_goes_on(
    postgres_server: Server, postgres_database: Database, monkeypatch: pytest.MonkeyPatch, rested: bool
) -> None:
    monkeypatch.setattr(module, "RESTED", -1.0 if rested else 3600.0)
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'test_%'"
    first = postgres_database.write_now(number)
    postgres_server.execute(cut)
    assert (first, postgres_database.write_now(number)) == ("RK-20261124-001", "RK-20261124-002")
    postgres_server.execute(cut)
    assert postgres_database.read_now(lambda db: db.exec(select(Warehouse.id)).all()) == []
    postgres_server.execute(cut)
    assert postgres_database.write_now(lambda db: db.exec(select(Warehouse.id)).all()) == []


async def test_who_gives_up_stops_nobody_else(database: Database) -> None:
    begun, enough = threading.Event(), threading.Event()

    def slowly(db: Session) -> str:
        begun.set()
        assert enough.wait(20)
        return number(db)

    under_way = asyncio.create_task(database.write(slowly))
    await asyncio.to_thread(begun.wait, 20)
    waiting = asyncio.create_task(database.write(number))
    await asyncio.sleep(0.05)
    under_way.cancel()
    waiting.cancel()
    await asyncio.gather(under_way, waiting, return_exceptions=True)
    enough.set()
    last = await asyncio.wait_for(database.write(number), 10)
    assert last in ("RK-20261124-002", "RK-20261124-003")
