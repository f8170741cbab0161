"""Long documents cost no more questions to the database than short ones: a statement a line, to write it down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from jxc_bot.database import Database
from tests.given import Given
from tests.given_purchase import Buying

LONG = 30


@pytest.fixture
def buying(sqlite_database: Database) -> Buying:
    return Buying(Given(sqlite_database))


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements that are run meanwhile."""
    said: list[str] = []

    def listen(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        said.append(statement)

    event.listen(database.engine, "before_cursor_execute", listen)
    yield said
    event.remove(database.engine, "before_cursor_execute", listen)


def ordered(buying: Buying, lines: int) -> int:
    """An order of so many products that may be received; its id."""
    products = [buying.given.product(f"货{lines}-{number}", units={"箱": 24}) for number in range(lines)]
    return buying.approved(*[(product, 48, "2") for product in products])


def ordering(buying: Buying, lines: int) -> int:
    products = [buying.given.product(f"单{lines}-{number}", units={"箱": 24}) for number in range(lines)]
    with counted(buying.database) as said:
        buying.draft(*[(product, 48, "2") for product in products])
    return len(said)


def receiving(buying: Buying, lines: int) -> int:
    order = ordered(buying, lines)
    with counted(buying.database) as said:
        buying.do("receive_order", buying.keeper, order=order)
    return len(said)


def receiving_line_by_line(buying: Buying, lines: int) -> int:
    order = ordered(buying, lines)
    ids = buying.line_ids(order)
    asked = [{"line": line, "quantity": 24, "outstanding": 48} for line in ids]
    with counted(buying.database) as said:
        buying.do("receive_order", buying.keeper, order=order, lines=asked)
    return len(said)


def returning(buying: Buying, lines: int) -> int:
    received = buying.do("receive_order", buying.keeper, order=ordered(buying, lines))
    with counted(buying.database) as said:
        buying.do("return_purchase", buying.keeper, receipt=received.receipt_id, reason="damaged")
    return len(said)


@pytest.mark.parametrize("work", [ordering, receiving, receiving_line_by_line, returning])
def test_a_line_more_is_a_statement_more_at_most(work: Callable[[Buying, int], int], buying: Buying) -> None:
    work(buying, 2)  # what is learnt once is not counted
    one, many = work(buying, 1), work(buying, LONG)
    assert one < 70
    assert many - one <= LONG
