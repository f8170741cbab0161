"""Caches equal moves, and what is broken is named."""

from tests.given import Given


def test_builders_make_stock_that_can_be_read_back(given: Given) -> None:
    cola, main = given.product("可乐", units={"箱": 24}), given.warehouse("主仓")
    given.stock(cola, main, 48, 96)
    assert (given.on_hand(cola, main), given.value(cola, main)) == (48, 96)
