"""Days and places in the middle of what people say, and goods counted without units."""

from __future__ import annotations

from datetime import date

import pytest

from jxc_bot.conversation.reading import Entry, Refused, read_day, read_entry
from jxc_bot.database import Database
from models.people import Role
from tests.shop import Shop
from tests.talking import Talker

TUESDAY = date(2026, 11, 24)


@pytest.fixture
def shop(sqlite_database: Database) -> Shop:
    return Shop(sqlite_database)


def read(line: str) -> Entry:
    return read_entry(line, ["箱", "瓶"], TUESDAY, places=["主仓", "城东仓", "main"])


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("今早", date(2026, 11, 24)),
        ("昨晚", date(2026, 11, 23)),
        ("昨天下午", date(2026, 11, 23)),
        ("前天上午", date(2026, 11, 22)),
        ("yesterday morning", date(2026, 11, 23)),
        ("去年12月1日", date(2025, 12, 1)),
        ("今年11月1号", date(2026, 11, 1)),
        ("明年1月3日", date(2027, 1, 3)),
    ],
)
def test_parts_of_a_day_and_years_in_words_are_read(said: str, day: date) -> None:
    assert read_day(said, TUESDAY) == day
    entry = read(f"可乐 3箱 {said}")
    assert (entry.day, entry.names, entry.destination) == (day, "可乐", None)


def test_a_day_behind_a_word_for_it_may_be_of_several_words() -> None:
    entry = read("cola 3 箱 on Nov 20")
    assert (entry.day, entry.names) == (date(2026, 11, 20), "cola")
    assert isinstance(read_day("去年2月30日", TUESDAY), Refused)


@pytest.mark.parametrize(
    ("line", "source", "destination", "at"),
    [
        ("可乐 3箱 放主仓", None, "主仓", None),
        ("可乐3箱放到城东仓", None, "城东仓", None),
        ("主仓的可乐 2箱 移到城东仓", None, "城东仓", "主仓"),
        ("主仓的可乐 2箱", None, None, "主仓"),
    ],
)
def test_places_are_found_where_they_are_put(
    line: str, source: str | None, destination: str | None, at: str | None
) -> None:
    entry = read(line)
    assert (entry.source, entry.destination, entry.at, entry.names) == (source, destination, at, "可乐")


def test_goods_may_be_free_of_charge() -> None:
    entry = read("可乐 3箱 免费")
    assert entry.price is not None and entry.price.amount == 0 and entry.names == "可乐"
    assert read("免费茶 3箱").price is None


@pytest.mark.parametrize("said", ["雪碧3 可口可乐2", "雪碧*3 可口可乐*2", "雪碧 3 可口可乐 2", "雪碧x3 可口可乐x2"])
def test_goods_with_bare_numbers_are_lines(shop: Shop, said: str) -> None:
    shop.keeper.says(f"收货 {said}")
    assert "1. 雪碧  3瓶" in shop.keeper.text and "2. 可口可乐  2瓶" in shop.keeper.text


@pytest.mark.parametrize("said", ["昨天下午到的雪碧3箱", "昨晚送来雪碧3箱", "昨天来了3箱雪碧"])
def test_goods_that_came_are_received(shop: Shop, said: str) -> None:
    shop.keeper.says(said)
    assert "入库" in shop.keeper.text and "雪碧  3箱（72瓶）" in shop.keeper.text and "日期" in shop.keeper.text


def test_a_transfer_may_name_whose_goods_it_moves(shop: Shop) -> None:
    shop.owner.says("把主仓的可口可乐 2箱移到城东仓")
    assert "从：主仓" in shop.owner.text and "到：城东仓" in shop.owner.text and "请核对" in shop.owner.text


def test_goods_and_a_customer_alone_are_asked_what_for(shop: Shop) -> None:
    shop.given.party("好邻居便利店", customer=True)
    shop.given.person("小卖", Role.SELLER, account=7)
    seller = Talker(shop.room, "7", "小卖")
    for said in ("好邻居 可口可乐 5箱", "好邻居要5箱可口可乐"):
        seller.says(said)
        assert "要做什么" in seller.text
    seller.presses("出库")
    assert "好邻居便利店" in seller.text and "5箱（120瓶）" in seller.text
