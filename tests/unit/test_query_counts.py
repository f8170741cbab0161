"""What a message costs in statements: fixed, and the same for one line as for fifty."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from jxc_bot.database import Database
from models.people import Role
from tests.given import Given
from tests.talking import Room, Talker

LINES = 50
OWN = 2
"""Statements of the talker, who looks into the outbox before and after."""


def code(number: int) -> str:
    """The barcode on a 箱."""
    return f"69{number:011d}"


class Counter:
    """A keeper, fifty kinds of goods, and a count of statements."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.given = given = Given(database)
        main = given.warehouse("主仓", "A")
        given.warehouse("二仓", "B")
        for n in range(LINES):
            self.last = given.product(f"饮料{n:03d}号", units={"箱": 24}, base="瓶", barcodes={"箱": code(n)})
            given.stock(self.last, main, 1000, 2000)
        given.person("小王", Role.WAREHOUSE, warehouse=main, account=5)
        self.talker = Talker(Room(database), "5")
        self.talker.says("/start")
        self.cost("收货 饮料000号 3箱 @48")
        self.cost("确认")

    def cost(self, text: str) -> int:
        """How many statements a message takes, savepoints not counted."""
        with self._listening() as said:
            self.talker.says(text)
        return len(said) - OWN

    @contextmanager
    def _listening(self) -> Iterator[list[str]]:
        said: list[str] = []

        def listen(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
            if not statement.startswith(("SAVEPOINT", "RELEASE", "BEGIN")):
                said.append(statement)

        event.listen(self.database.engine, "before_cursor_execute", listen)
        yield said
        event.remove(self.database.engine, "before_cursor_execute", listen)


@pytest.fixture
def counter(database: Database) -> Counter:
    return Counter(database)


def lines(number: int, first: str = "收货") -> str:
    """A document of so many lines."""
    return first + "\n" + "\n".join(f"饮料{n:03d}号 2箱" for n in range(number))


def test_a_quick_entry_and_its_confirmation_take_a_fixed_number_of_statements(counter: Counter) -> None:
    assert counter.cost("收货 饮料001号 3箱 @48") <= 10
    assert counter.cost("确认") <= 20
    assert counter.cost("出库 饮料001号 3箱 样品") <= 9
    assert counter.cost("确认") <= 21
    assert counter.cost("库存") <= 10
    assert counter.cost("库存 饮料003号") <= 15
    assert counter.cost("流水 饮料003号") <= 14


@pytest.mark.parametrize("verb", ["收货", "出库 样品"])
def test_fifty_lines_take_no_more_statements_than_one(counter: Counter, verb: str) -> None:
    one = (counter.cost(lines(1, verb)), counter.cost("确认"))
    assert (counter.cost(lines(LINES, verb)), counter.cost("确认")) == one


def test_fifty_scanned_lines_take_no_more_statements_than_one(counter: Counter) -> None:
    def scanned(number: int) -> str:
        return "收货\n" + "\n".join(f"{code(LINES - 1 - n)} 2" for n in range(number))

    one = (counter.cost(scanned(1)), counter.cost("确认"))
    assert (counter.cost(scanned(LINES)), counter.cost("确认")) == one
    assert counter.given.on_hand(counter.last) == 1000 + 2 * 2 * 24


def test_a_change_of_a_long_document_takes_no_statement_for_each_line(counter: Counter) -> None:
    counter.cost(lines(1))
    one = counter.cost("不对，是5箱")
    counter.cost("取消")
    counter.cost(lines(LINES))
    assert counter.cost("不对，是5箱") <= one
